"""Leafing through books weighs no cell, and shows a page of which there is a newer picture in that one's place."""

from __future__ import annotations

from collections.abc import Callable

from db.model import Ledger, Page
from desktop.operations import importing
from desktop.operations.leafing import book_of_page, books_with_pages, small_picture
from desktop.operations.session import Session
from tests.operations.conftest import Draw


def test_every_book_is_there_with_its_pages_in_order(
    session: Session, book: Ledger, bring: Callable[..., Page]
) -> None:
    first, second = bring("one.png"), bring("two.png", (("4", "0045130", "Walther", "1943"),), seed=2)
    (found,) = books_with_pages(session)
    assert found.ledger == book
    assert [page.id for page in found.pages] == [first.id, second.id]
    assert book_of_page(session, second.id) == found


def test_a_page_with_a_newer_picture_stands_in_for_it_when_it_is_asked_for(
    session: Session, bring: Callable[..., Page], draw: Draw
) -> None:
    old = bring("one.png")
    new = importing.import_new_picture(session, old.id, draw("again.png", seed=7))
    assert [page.id for page in books_with_pages(session)[0].pages] == [new.page_id]
    assert [page.id for page in book_of_page(session, old.id).pages] == [old.id]


def test_a_page_has_a_small_picture(session: Session, bring: Callable[..., Page]) -> None:
    assert small_picture(session, bring("one.png").id).startswith(b"\x89PNG")
    assert small_picture(session, "no such page") == b""
