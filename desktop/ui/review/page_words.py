"""What Review says of a page in words: its title, how far it is, why it cannot be shown."""

from __future__ import annotations

from collections.abc import Mapping

from db.model import Page, PageState
from desktop.operations.reading import problem_of
from desktop.operations.views import FiledPage
from desktop.ui.review.loading import Arrived
from desktop.ui.review.sheet import Sheet
from desktop.ui.words import count, sentence, translate

_TOLD = ("not_carried", "note_", "columns_left", "columns_right")
"""How the keys of problems that are said while a page is checked begin, what is more urgent first."""


def title(arrived: Arrived) -> str:
    """Book and page for the top bar."""
    page, pages = count(arrived.page.position), count(len(arrived.pages))
    return translate("Review", "Book {book}, page {page} of {pages} · {title}").format(
        book=count(arrived.ledger.number), page=page, pages=pages, title=arrived.ledger.title
    )


def progress(arrived: Arrived | None, sheet: Sheet | None) -> str:
    """How far the page is."""
    if arrived is None or sheet is None:
        return ""
    left = sheet.to_check()
    if arrived.page.state is PageState.FILED:
        if left:
            return translate("Review", "Finished before; to check again: {left}").format(left=count(left))
        return translate("Review", "Finished: its rows are records. A correction asks why.")
    if left:
        return translate("Review", "To check on this page: {left}").format(left=count(left))
    return translate("Review", "Nothing left to check: finish the page")


def why_not(page: Page, keys: Mapping[str, str]) -> tuple[str, str]:
    """Why a page has nothing to check, and what can be done: a title and a text."""
    if page.state is PageState.IMPORTED:
        return (
            translate("Review", "This page is being read"),
            translate(
                "Review",
                "It appears here as soon as it is done. Other pages can be checked meanwhile, with "
                "{previous_page} and {next_page}.",
            ).format(**keys),
        )
    if page.problems:
        problems = "\n".join(sentence(problem_of(text)) for text in page.problems)
        return translate("Review", "This page could not be read"), problems
    return (
        translate("Review", "Nothing was found on this page"),
        translate("Review", "It has no rows to check. Scan it again if it should have some."),
    )


def nothing_open() -> tuple[str, str]:
    """What is said where no page is open: a title and a text."""
    return (
        translate("Review", "No page is open"),
        translate("Review", "Bring in pages in Capture, or open a book on Home."),
    )


def to_look_at(arrived: Arrived | None) -> str:
    """What whoever checks the page has to know beside its cells; "" where that is nothing.

    What people did on the picture before and could not be carried to this one, then what is written in no cell.
    """
    if arrived is None or arrived.page.state is PageState.FILED:
        return ""
    problems = [problem_of(text) for text in arrived.page.problems]
    return " ".join(
        sentence(problem) for kind in _TOLD for problem in problems if problem.key.startswith(kind)
    )


def nothing_left(keys: Mapping[str, str]) -> str:
    """What is said when the last cell was checked."""
    return translate("Review", "Nothing is left to check on this page. {finish_page} finishes it.").format(
        **keys
    )


def finished(filed: FiledPage) -> str:
    """What finishing a page did."""
    return translate(
        "Review",
        "The page is finished. New records: {new} · corrected: {revised} · unchanged: {same} · rows left out: {left}",
    ).format(
        new=count(len(filed.new)),
        revised=count(len(filed.revised)),
        same=count(filed.unchanged),
        left=count(len(filed.left_out)),
    )


def help_lines(keys: Mapping[str, str]) -> tuple[str, ...]:
    """What F1 says of Review beside its keys."""
    return (
        translate(
            "Review",
            "Compare each field with the ink above it. {accept} accepts it and goes to the next one that wants an "
            "eye; a wrong character is typed over.",
        ).format(**keys),
        translate(
            "Review",
            "A dotted line and a small mark show a doubtful character. What else it may be stands under the caret; "
            "{next_reading} takes it.",
        ).format(**keys),
        translate(
            "Review",
            "Write ? for one character that cannot be read, * for several. Every field is saved as you leave it.",
        ),
    )
