"""Every problem that a test meets is said, so that none lacks its sentence or a value in it."""

from collections.abc import Iterable

from desktop.fields.problems import Problem
from desktop.messages import sentence


def keys(problems: Iterable[Problem]) -> set[str]:
    """The keys of `problems`, each of which must make a whole sentence."""
    found = set()
    for problem in problems:
        text = sentence(problem.key, dict(problem.values))
        assert text.endswith((".", "?")), text
        found.add(problem.key)
    return found
