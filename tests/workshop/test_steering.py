"""Steps of the training: orthogonal momentum for matrices, AdamW for the rest."""

from __future__ import annotations

import copy

import pytest

torch = pytest.importorskip("torch", reason="PyTorch belongs to the workshop extra")

from workshop.train.network import FieldReader  # noqa: E402 - needs PyTorch
from workshop.train.steering import Steering, orthogonal  # noqa: E402 - needs PyTorch


@pytest.mark.parametrize("shape", [(30, 100), (100, 30), (48, 48)])
def test_every_direction_of_a_matrix_steps_about_as_far(shape: tuple[int, int]) -> None:
    torch.manual_seed(1)
    lengths = torch.linalg.svdvals(orthogonal(torch.randn(shape)))
    assert float(lengths.max()) < 1.4
    assert float(lengths.median()) > 0.6


def test_a_run_that_goes_on_from_its_checkpoint_steps_as_if_it_had_not_stopped() -> None:
    torch.manual_seed(1)
    ink = torch.rand(2, 1, 32, 64)

    def step(network: FieldReader, steering: Steering) -> None:
        logits, _ = network(ink)
        logits.square().mean().backward()
        steering.step(1e-3)

    first = FieldReader().eval()
    one = Steering(first)
    step(first, one)
    second = FieldReader().eval()
    second.load_state_dict(first.state_dict())
    other = Steering(second)
    other.load_state_dict(copy.deepcopy(one.state_dict()))
    step(first, one)
    step(second, other)
    for a, b in zip(first.parameters(), second.parameters(), strict=True):
        assert torch.equal(a, b)
