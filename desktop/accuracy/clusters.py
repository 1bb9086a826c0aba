"""Whether errors come together: on pages, in a hand (Kish, 1965: the design effect of clusters)."""

from __future__ import annotations

from collections.abc import Sequence


def design_effect(groups: Sequence[tuple[int, int]]) -> float:
    """How many times larger the variance of a share is than if each thing stood alone; never under 1.

    `groups` holds (wrong, looked at) of each page or hand. 1 where nothing can be told: a single group, or none
    wrong, or all.
    """
    groups = [(wrong, n) for wrong, n in groups if n]
    n = sum(count for _, count in groups)
    wrong = sum(found for found, _ in groups)
    if len(groups) < 2 or wrong in {0, n}:
        return 1.0
    share = wrong / n
    spread = sum((found - share * count) ** 2 for found, count in groups)
    variance = len(groups) / (len(groups) - 1) * spread / n**2
    return max(1.0, variance / (share * (1 - share) / n))
