"""The network, where PyTorch is installed: what holds whatever it has learnt."""

from __future__ import annotations

import numpy as np
import pytest

from desktop.recognition.normalise import HEIGHT

torch = pytest.importorskip("torch", reason="PyTorch belongs to the workshop extra")


def test_padding_changes_no_answer() -> None:
    from workshop.train.network import FieldReader

    torch.manual_seed(1)
    network = FieldReader().eval()
    torch.nn.init.normal_(network.look.tell.weight)  # begins as nothing, and nothing would pass here
    strip = torch.rand(2, 1, HEIGHT, 96)
    strip[:, :, :, 84:] = 0
    padded = torch.zeros(2, 1, HEIGHT, 160)
    padded[:, :, :, :96] = strip
    with torch.inference_mode():
        logits, features = network(strip)
        longer, more = network(padded)
    assert torch.allclose(logits, longer[:48], atol=1e-4)
    assert torch.allclose(features, more[:48], atol=1e-4)
    assert int(longer[48:].argmax(2).max()) == 0


def test_signs_that_the_truth_leaves_out_cost_nothing() -> None:
    from workshop.train.alphabet import INDEX
    from workshop.train.fit import loss_of
    from workshop.train.network import CLASSES
    from workshop.train.supply import Example

    logits = torch.full((5, 1, CLASSES), -9.0)
    for step, sign in enumerate(("1", ".", "2", "", "")):
        logits[step, 0, INDEX[sign] if sign else 0] = 9.0
    ink = np.zeros((HEIGHT, 10), np.uint8)
    free = loss_of(logits, [Example(ink, "12", signs=False)])
    strict = loss_of(logits, [Example(ink, "12", signs=True)])
    assert float(free) < 0.01 < float(strict)


def test_doubled_characters_stay_two() -> None:
    from workshop.train.alphabet import INDEX
    from workshop.train.network import CLASSES, best_path

    logits = torch.zeros(5, 1, CLASSES)
    for step, place in enumerate((INDEX["1"], INDEX["1"], 0, INDEX["1"], INDEX["7"])):
        logits[step, 0, place] = 5.0
    assert best_path(logits) == ["117"]


def test_a_grown_network_begins_by_reading_as_the_one_it_was_grown_from() -> None:
    from workshop.train.network import FieldReader

    torch.manual_seed(3)
    old = FieldReader().eval()
    weights = {n: w for n, w in old.state_dict().items() if not n.startswith(("finer.", "look."))}
    new = FieldReader().eval()
    new.load_state_dict(weights, strict=False)
    strip = torch.rand(1, 1, HEIGHT, 64)
    with torch.inference_mode():
        assert torch.allclose(old(strip)[0], new(strip)[0], atol=1e-5)


def test_the_worst_of_a_batch_teaches_nothing() -> None:
    from workshop.train.alphabet import INDEX
    from workshop.train.fit import loss_of
    from workshop.train.network import CLASSES
    from workshop.train.supply import Example

    logits = torch.zeros(3, 4, CLASSES)
    logits[1, :, INDEX["7"]] = 12.0
    logits[::2, :, 0] = 12.0
    ink = np.zeros((HEIGHT, 10), np.uint8)
    batch = [Example(ink, text, signs=True) for text in ("7", "7", "7", "B")]  # the last label is wrong
    assert float(loss_of(logits, batch)) > 1
    assert float(loss_of(logits, batch, trim=0.25)) < 0.1


def test_between_two_runs_lies_their_weighed_mean() -> None:
    from workshop.train.average import between

    older = {"weight": torch.tensor([0.0, 4.0]), "count": torch.tensor(3)}
    newer = {"weight": torch.tensor([1.0, 0.0]), "count": torch.tensor(9)}
    mixed = between(older, newer, 0.75)
    assert mixed["weight"].tolist() == [0.75, 1.0]
    assert int(mixed["count"]) == 9
