"""Train within a time: the learning rate falls with the clock, so that every run ends as well as its time allows."""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Barrier
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from workshop.train.alphabet import INDEX, codes
from workshop.train.export import export
from workshop.train.network import FieldReader, batch_of
from workshop.train.progress import Progress
from workshop.train.steering import Steering
from workshop.train.supply import SHARD, Example, load, shard_path, supply, vary

_POOL = 40  # shards in memory
_ALONE = 8  # steps between two meetings of the learners
_REUSE = 5.0  # how often a field is met for each time one is composed
_COLUMNS = 9_000  # of one batch
_SAVE_SECONDS = 360.0
_TRIM = 0.04  # of a batch
_TRUSTING = 0.05  # share of the time in which nothing is trimmed: a fresh network finds everything wrong
_UNSURE = [INDEX[c] for c in ".,- "]


@dataclass(frozen=True, slots=True)
class Run:
    """One training run."""

    data: Path
    out: Path  # its folder: checkpoint, shards, log
    model: Path  # the ONNX file kept up to date
    minutes: float
    seed: int
    device: str
    learners: int = 1  # processes that learn side by side
    grown_from: Path | None = None  # an older run's checkpoint whose weights a fresh run begins with
    peak: float = (
        2e-3  # learning rate; a short run that was grown wants less, or it ends below where it began
    )


def rate(share: float, peak: float) -> float:
    """Learning rate after a share of the time: a short rise, then a cosine down to a hundredth."""
    if share < 0.02:
        return peak * (0.05 + 0.95 * share / 0.02)
    return peak * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(1.0, (share - 0.02) / 0.98))))


def batches(pool: list[Example], rng: np.random.Generator) -> Iterator[list[Example]]:
    """Some hundreds of the pool's fields, in batches of like width and about the same number of columns."""
    drawn = [pool[int(i)] for i in rng.integers(len(pool), size=1600)]
    drawn.sort(key=lambda example: example.ink.shape[1] * rng.uniform(0.95, 1.05))
    groups: list[list[Example]] = [[]]
    for example in drawn:
        if groups[-1] and (len(groups[-1]) + 1) * example.ink.shape[1] > _COLUMNS:
            groups.append([])
        groups[-1].append(example)
    for place in rng.permutation(len(groups)):
        yield groups[int(place)]


def loss_of(logits: Tensor, examples: list[Example], *, trim: float = 0.0) -> Tensor:
    """CTC. Where the truth leaves points and dashes out, they count as blank instead of as mistakes.

    The worst share `trim` of the batch is left out: wrong labels, and ink that no scan would show.
    """
    chances = logits.float().log_softmax(2)
    unsure = torch.tensor([not example.signs for example in examples], device=logits.device)
    if bool(unsure.any()):
        free = torch.logsumexp(chances[:, :, [0, *_UNSURE]], dim=2)
        blank = torch.where(unsure[None], free, chances[:, :, 0])
        chances = torch.cat([blank[:, :, None], chances[:, :, 1:]], 2)
    targets = [codes(example.text) for example in examples]
    lengths = torch.tensor([len(target) for target in targets])
    flat = torch.tensor([code for target in targets for code in target], dtype=torch.long)
    steps = torch.full((len(examples),), chances.shape[0], dtype=torch.long)
    each = functional.ctc_loss(chances.cpu(), flat, steps, lengths, reduction="none", zero_infinity=True)
    each = each / (lengths + 1.0)
    kept = len(examples) - int(trim * len(examples))
    return each.topk(kept, largest=False).values.mean()


@dataclass(slots=True)
class _State:
    """A run as it stands: what the checkpoint keeps."""

    network: FieldReader
    mean: FieldReader  # a running mean of the weights, which reads better than any single step's
    steer: Steering
    step: int = 0
    used: float = 0.0  # seconds of the run's time
    shard: int = 0  # the next one to take
    seen: int = 0  # fields

    def save(self, path: Path) -> None:
        parts = {
            "network": self.network.state_dict(),
            "mean": self.mean.state_dict(),
            "steer": self.steer.state_dict(),
        }
        counters = {"step": self.step, "used": self.used, "shard": self.shard, "seen": self.seen}
        part = path.with_suffix(".part")
        torch.save(parts | counters, part)
        part.rename(path)

    def restore(self, path: Path) -> None:
        saved = torch.load(path, weights_only=True)
        self.network.load_state_dict(saved["network"])
        self.mean.load_state_dict(saved["mean"])
        self.steer.load_state_dict(saved["steer"])
        self.step, self.used, self.shard, self.seen = (
            saved[name] for name in ("step", "used", "shard", "seen")
        )

    @torch.no_grad()
    def follow(self) -> None:
        rounds = self.step / _ALONE
        keep = min(0.99, (1 + rounds) / (10 + rounds))
        for mean, now in zip(
            self.mean.state_dict().values(), self.network.state_dict().values(), strict=True
        ):
            if mean.dtype.is_floating_point:
                mean.lerp_(now.to(mean.device), 1 - keep)
            else:
                mean.copy_(now)


@dataclass(frozen=True, slots=True)
class _Meeting:
    """Where the weights of all learners become one. Each has a core: a layer split over two waits when busy."""

    learners: int
    weights: Tensor  # learners x all weights, in shared memory
    everyone: Barrier
    share: Synchronized[float]  # of the time used; 1 ends the run

    def agree(self, place: int, network: FieldReader) -> None:
        """Give this learner's weights and take the mean of all."""
        parts = [p for p in network.state_dict().values() if p.dtype.is_floating_point]
        self.weights[place] = torch.cat([p.detach().reshape(-1).cpu() for p in parts])
        self.everyone.wait()
        mean = self.weights.mean(0)
        self.everyone.wait()
        for part, new in zip(parts, mean.split([p.numel() for p in parts]), strict=True):
            part.copy_(new.view_as(part))


def train(run: Run) -> None:
    """Train until the time is over, from the checkpoint if there is one; keep model and log up to date."""
    shards = run.out / "shards"
    shards.mkdir(parents=True, exist_ok=True)
    state = _fresh(run)
    if (run.out / "checkpoint.pt").exists():
        state.restore(run.out / "checkpoint.pt")
        state.shard = max(0, state.shard - _POOL)  # the same shards again fill the pool
    for left_over in shards.glob("*.npz"):
        left_over.unlink()
    spawn = torch.multiprocessing.get_context("spawn")
    size = sum(p.numel() for p in state.network.state_dict().values() if p.dtype.is_floating_point)
    weights = torch.zeros(run.learners, size).share_memory_()
    meeting = _Meeting(run.learners, weights, spawn.Barrier(run.learners), spawn.Value("d", 0.0))
    others = [spawn.Process(target=supply, args=(run.data, shards, run.seed, state.shard), daemon=True)]
    others += [
        spawn.Process(target=_assist, args=(run, meeting, place, state.shard), daemon=True)
        for place in range(1, run.learners)
    ]
    for other in others:
        other.start()
    try:
        _lead(run, state, meeting, Progress(run.data, run.out / "log.tsv"))
    finally:
        for other in others:
            other.terminate()


def _fresh(run: Run) -> _State:
    torch.manual_seed(run.seed)
    network = FieldReader()
    if run.grown_from:  # parts it does not have begin as nothing
        network.load_state_dict(torch.load(run.grown_from, weights_only=True)["mean"], strict=False)
    network = network.to(run.device).to(memory_format=torch.channels_last)
    mean = FieldReader().eval()
    mean.load_state_dict(network.state_dict())
    return _State(network, mean, Steering(network))


def _lead(run: Run, state: _State, meeting: _Meeting, progress: Progress) -> None:
    """Learn, keep the time, save and write down how far we are."""
    fields = _fields(run, state, meeting, 0)
    budget, saved, losses = run.minutes * 60, state.used, [0.0]
    fields = itertools.chain([next(fields)], fields)  # the clock starts with the first shard
    meeting.agree(0, state.network)
    last = time.monotonic()
    while state.used < budget:
        losses += [_step(run, state, next(fields), state.used / budget) for _ in range(_ALONE)]
        now = time.monotonic()
        state.used, last = state.used + now - last, now
        meeting.share.value = min(1.0, state.used / budget)
        meeting.agree(0, state.network)
        state.follow()
        if state.used - saved > _SAVE_SECONDS or state.used >= budget:
            saved = state.used
            state.save(run.out / "checkpoint.pt")
            loss = float(np.mean(losses[-200:]))
            progress.write(state.mean, minutes=state.used / 60, seen=state.seen * meeting.learners, loss=loss)
            export(state.mean, run.model)


def _assist(run: Run, meeting: _Meeting, place: int, shard: int) -> None:
    """Learn beside the leader, on other fields, until it says that the time is over."""
    torch.set_num_threads(1)
    state = _fresh(run)
    state.shard = shard
    fields = _fields(run, state, meeting, place)
    meeting.agree(place, state.network)
    while meeting.share.value < 1:
        for _ in range(_ALONE):
            _step(run, state, next(fields), meeting.share.value)
        meeting.agree(place, state.network)


def _fields(run: Run, state: _State, meeting: _Meeting, place: int) -> Iterator[list[Example]]:
    """One learner's batches for ever: its shards are those whose number falls to it."""
    rng = np.random.default_rng([run.seed, state.step, place])
    shards = run.out / "shards"
    while state.shard % meeting.learners != place:
        state.shard += 1
    pool: list[list[Example]] = []
    owed = 0.0
    while True:
        while (
            not pool or owed >= _REUSE * SHARD or (len(pool) < 4 and shard_path(shards, state.shard).exists())
        ):
            pool, owed = [*pool[-_POOL + 1 :], _take(shards, state.shard)], max(0.0, owed - _REUSE * SHARD)
            state.shard += meeting.learners
        for examples in batches([example for taken in pool for example in taken], rng):
            owed += len(examples)
            yield examples


def _take(shards: Path, number: int) -> list[Example]:
    path = shard_path(shards, number)
    while not path.exists():
        time.sleep(0.2)
    examples = load(path)
    path.unlink()
    return examples


def _step(run: Run, state: _State, examples: list[Example], share: float) -> float:
    rng = np.random.default_rng([run.seed, state.step])
    ink = batch_of([vary(example.ink, rng) for example in examples]).to(run.device)
    with torch.autocast(run.device, torch.bfloat16):
        logits, _ = state.network(ink.to(memory_format=torch.channels_last))
    loss = loss_of(logits, examples, trim=_TRIM if share > _TRUSTING else 0.0)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(state.network.parameters(), 2.0)
    state.steer.step(rate(share, run.peak))
    state.step, state.seen = state.step + 1, state.seen + len(examples)
    return float(loss.detach())
