"""What Review says of a page in words."""

from __future__ import annotations

from dataclasses import replace

from db.model import PageState
from desktop.fields.problems import Problem
from desktop.operations import leafing
from desktop.operations.reading import problem_text
from desktop.operations.session import Session
from desktop.ui.review.loading import Arrived
from desktop.ui.review.page_words import left_behind
from tests.ui.shelf import Shelf


def test_what_could_not_be_carried_to_a_new_picture_is_said_until_the_page_is_finished(
    qapp: object, shelf: Shelf
) -> None:
    page = shelf.page(read=False)

    def arrives(session: Session) -> Arrived:
        book = leafing.book_of_page(session, page.id)
        told = (
            problem_text(Problem("not_carried_rows", (("rows", "3, 4"),))),
            problem_text(Problem("header_guessed")),
        )
        shown = replace(page, problems=told, state=PageState.READ)
        return Arrived(page.id, book.ledger, None, (shown,), {})

    arrived = shelf.does(arrives)
    assert "3, 4" in left_behind(arrived)
    assert "heading" not in left_behind(arrived)
    finished = replace(arrived, pages=(replace(arrived.page, state=PageState.FILED),))
    assert left_behind(finished) == left_behind(None) == ""
