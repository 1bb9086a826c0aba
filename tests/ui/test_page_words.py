"""What Review says of a page in words."""

from __future__ import annotations

from dataclasses import replace

from db.model import PageState
from desktop.fields.problems import Problem
from desktop.operations import leafing
from desktop.operations.reading import problem_text
from desktop.operations.session import Session
from desktop.ui.review.loading import Arrived
from desktop.ui.review.page_words import to_look_at
from tests.ui.shelf import Shelf


def test_what_could_not_be_carried_and_what_is_written_in_no_cell_is_said_until_the_page_is_finished(
    qapp: object, shelf: Shelf
) -> None:
    page = shelf.page(read=False)

    def arrives(session: Session) -> Arrived:
        book = leafing.book_of_page(session, page.id)
        told = (
            problem_text(Problem("note_left", (("rows", "7"),))),
            problem_text(Problem("not_carried_rows", (("rows", "3, 4"),))),
            problem_text(Problem("header_guessed")),
        )
        shown = replace(page, problems=told, state=PageState.READ)
        return Arrived(page.id, book.ledger, None, (shown,), {})

    arrived = shelf.does(arrives)
    said = to_look_at(arrived)
    assert 0 <= said.find("3, 4") < said.find("left margin. Row: 7")
    assert "heading" not in said
    finished = replace(arrived, pages=(replace(arrived.page, state=PageState.FILED),))
    assert to_look_at(finished) == to_look_at(None) == ""
