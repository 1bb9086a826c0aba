"""What is known of a cell, in words."""

from __future__ import annotations

from db.model import CellState
from desktop.operations.views import CellView, Standing
from desktop.ui.origins import from_default
from desktop.ui.review.editor import shown_text, standing_text
from desktop.ui.words import count, isolated, sentence, translate


def why_text(view: CellView) -> str:
    """What is known of a cell, in words: how it stands, why, and what it means."""
    parts = [*_struck(view), standing_text(view), *(sentence(problem) for problem in view.problems)]
    if view.doubts:
        parts.append(translate("Review", "The marked characters are doubtful."))
    elif view.standing is Standing.TO_CHECK and not view.problems:
        parts.append(translate("Review", "Compare it with the paper."))
    if view.state is CellState.DITTO:
        if view.source_row:
            parts.append(
                translate("Review", "The paper says {mark}, the same as row {row}.").format(
                    mark=isolated(view.as_written), row=count(view.source_row)
                )
            )
        else:
            parts.append(translate("Review", "The paper says {mark}.").format(mark=isolated(view.as_written)))
    elif view.text and view.text != shown_text(view):
        parts.append(translate("Review", "Means {value}.").format(value=isolated(view.text)))
    if view.note:
        came = from_default(view.note)
        parts.append(came or translate("Review", "Note: {note}").format(note=isolated(view.note)))
    return "  ·  ".join(parts)


def _struck(view: CellView) -> list[str]:
    if view.left_out:
        return [translate("Review", "This row is struck: it is kept and makes no record.")]
    return (
        [translate("Review", "This row is struck on the paper: it is filed as struck.")]
        if view.struck
        else []
    )
