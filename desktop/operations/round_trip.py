"""Where a record is on its way to the registry and back, in words: what lists and searches say beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from desktop.fields.problems import Problem
from desktop.operations.views import RecordHit


def state_of(hit: RecordHit) -> Problem:
    """Not sent, sent, or what the registry said last; of a record that was corrected since, how far that is."""
    answer = hit.answer
    if answer is None:
        return Problem("trip_sent" if hit.sent else "trip_not_sent")
    if answer.revision < hit.record.revision:
        return Problem("trip_corrected_sent" if hit.sent else "trip_corrected")
    said = answer.registry_number or answer.duplicate_of or answer.code
    return replace(_SAID[answer.reply], values=(("said", said or "–"),))


_SAID: Final = {
    "accepted": Problem("trip_accepted"),
    "duplicate": Problem("trip_duplicate"),
    "rejected": Problem("trip_rejected"),
    "question": Problem("trip_question"),
}
