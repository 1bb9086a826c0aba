"""The field reader's network: strips of ink in, one distribution over the alphabet every two columns out.

Convolutions, and one look over the whole line. Recurrent layers learned slower for the same processor time and were no
better on random serials, where no language helps. Every layer is masked behind the last ink, so that padding can't
change an answer. The parts that came later (`finer`, `look`) begin as nothing: an older checkpoint can be grown.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from desktop.recognition.lattice import ALPHABET
from desktop.recognition.normalise import HEIGHT

CLASSES = len(ALPHABET) + 1
FEATURES = 96
COLUMNS_PER_STEP = 2
PADDING = 8  # empty columns a batch must keep behind the widest strip; its width is a multiple of 8 as well


class _Convolution(nn.Module):
    """Convolution, normalisation, rectification, mask; with `residual` its input is added before rectifying."""

    def __init__(
        self,
        inputs: int,
        outputs: int,
        size: int = 3,
        stride: int | tuple[int, int] = 1,
        *,
        residual: bool = False,
    ) -> None:
        super().__init__()
        self.convolution = nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False)
        self.norm = nn.BatchNorm2d(outputs)
        self.residual = residual

    def forward(self, ink: Tensor, mask: Tensor) -> Tensor:
        found = self.norm(self.convolution(ink))
        return functional.relu(found + ink if self.residual else found) * mask.to(found.dtype)


class _Along(nn.Module):
    """A residual step along the line: each channel looks at its neighbours, then the channels are mixed."""

    def __init__(self, channels: int, reach: int) -> None:
        super().__init__()
        self.look = nn.Conv1d(channels, channels, reach, padding=reach // 2, groups=channels, bias=False)
        self.norm = nn.BatchNorm1d(channels)
        self.widen = nn.Conv1d(channels, 2 * channels, 1)
        self.narrow = nn.Conv1d(2 * channels, channels, 1)

    def forward(self, line: Tensor, mask: Tensor) -> Tensor:
        mixed = self.narrow(functional.relu(self.widen(self.norm(self.look(line)))))
        return (line + mixed) * mask.to(mixed.dtype)


class _WholeLine(nn.Module):
    """Weigh the channels by the line's mean, which knows the hand, its pen and the size of its digits."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.squeeze = nn.Linear(channels, channels // 4)
        self.excite = nn.Linear(channels // 4, channels)

    def forward(self, line: Tensor, mask: Tensor) -> Tensor:
        mean = (line * mask).sum(2) / mask.sum(2)
        gate = torch.sigmoid(self.excite(functional.relu(self.squeeze(mean))))
        return line * gate[:, :, None]


class _Look(nn.Module):
    """Each step looks at all others of the line: this hand's other 1 says whether that stroke is a 7."""

    def __init__(self, channels: int, heads: int, size: int) -> None:
        super().__init__()
        self.heads, self.size = heads, size
        self.ask = nn.Conv1d(channels, 3 * heads * size, 1)
        self.tell = nn.Conv1d(heads * size, channels, 1)
        nn.init.zeros_(self.tell.weight)
        nn.init.zeros_(self.tell.bias)

    def forward(self, line: Tensor, mask: Tensor) -> Tensor:
        count, _, steps = line.shape
        asked = self.ask(line).reshape(count, 3, self.heads, self.size, steps)
        query, key, value = asked[:, 0], asked[:, 1], asked[:, 2]
        fit = query.transpose(2, 3) @ key * self.size**-0.5 + (mask[:, :, None] - 1) * 30.0
        seen = (value @ fit.softmax(3).transpose(2, 3)).reshape(count, self.heads * self.size, steps)
        return line + self.tell(seen) * mask.to(line.dtype)


class FieldReader(nn.Module):
    """See `forward`; about 1.25 million parameters."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = _Convolution(1, 24, 5, 2)
        self.thick = _Convolution(24, 40)
        self.halve = _Convolution(40, 80, 3, 2)
        self.parts = _Convolution(80, 80, residual=True)
        self.lower = _Convolution(80, 112, 3, (2, 1))
        self.shapes = _Convolution(112, 112, residual=True)
        self.finer = _Convolution(112, 112, residual=True)
        nn.init.zeros_(self.finer.norm.weight)
        self.whole = nn.Conv2d(112, 192, (HEIGHT // 8, 1), bias=False)
        self.whole_norm = nn.BatchNorm2d(192)
        self.along = nn.ModuleList([_Along(192, 7) for _ in range(4)])
        self.context = _WholeLine(192)
        self.look = _Look(192, 4, 32)
        self.spread = nn.Conv1d(192, 2 * FEATURES, 1)
        self.drop = nn.Dropout(0.1)
        self.name = nn.Linear(FEATURES, CLASSES)

    def forward(self, ink: Tensor) -> tuple[Tensor, Tensor]:
        """Ink [N, 1, HEIGHT, W], 0 to 1, to logits [T, N, CLASSES] and features [T, N, FEATURES], T = W / 2.

        Place 0 is the blank of CTC. Behind the last ink every step is a sure blank.
        """
        half, quarter = _masks(ink)
        at = self.thick(self.stem(ink, half), half)
        at = self.parts(self.halve(at, quarter), quarter)
        at = self.finer(self.shapes(self.lower(at, quarter), quarter), quarter)
        mask = quarter[:, :, 0]
        line = functional.relu(self.whole_norm(self.whole(at)))[:, :, 0] * mask.to(at.dtype)
        for number, step in enumerate(self.along):
            line = step(line, mask)
            if number == 1:
                line = self.context(line, mask)
            if number == 2:
                line = self.look(line, mask)
        spread = self.spread(line)  # two answers for every four columns, or a narrow "11" has no room
        count, steps = spread.shape[0], spread.shape[2]
        features = functional.relu(spread.reshape(count, 2, FEATURES, steps).permute(3, 1, 0, 2))
        features = features.reshape(steps * 2, count, FEATURES)
        written = half[:, 0, 0].permute(1, 0)[:, :, None]
        logits = self.name(self.drop(features)) * written
        blank = torch.cat([torch.full_like(logits[:, :, :1], 20.0), torch.zeros_like(logits[:, :, 1:])], 2)
        return logits + blank * (1 - written), features * written


def _masks(ink: Tensor) -> tuple[Tensor, Tensor]:
    """1 up to a little behind the last column with ink and 0 after it, at half and at quarter width."""
    inky = (ink.amax(2) > 0).to(ink.dtype)  # [N, 1, W]
    place = torch.cumsum(torch.ones_like(inky), 2)
    last = torch.floor((inky * place).amax(2, keepdim=True) / 4) + 1  # in steps of four columns
    quarter = torch.cumsum(torch.ones_like(inky[:, :, ::4]), 2)
    half = torch.cumsum(torch.ones_like(inky[:, :, ::2]), 2)
    return (half <= 2 * last).to(ink.dtype)[:, :, None], (quarter <= last).to(ink.dtype)[:, :, None]


def batch_of(inks: list[NDArray[np.uint8]]) -> Tensor:
    """Strips as one batch [N, 1, HEIGHT, W] of ink 0 to 1, with the padding that the network asks for."""
    width = -(-max(ink.shape[1] for ink in inks) // 8) * 8 + PADDING
    batch = np.zeros((len(inks), 1, HEIGHT, width), np.uint8)
    for place, ink in enumerate(inks):
        batch[place, 0, :, : ink.shape[1]] = ink
    return torch.from_numpy(batch).float() / 255


def best_path(logits: Tensor) -> list[str]:
    """The plainest reading of logits [T, N, CLASSES]: the likeliest class of each step, runs made one."""
    best = logits.argmax(2).T.tolist()
    return [
        "".join(ALPHABET[now - 1] for before, now in pairwise([0, *path]) if now and now != before)
        for path in best
    ]
