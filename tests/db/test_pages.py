from __future__ import annotations

import hashlib
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from db.cipher import connect
from db.errors import Exit, Expected
from db.model import Page, PageState, new_id
from db.store import pages
from db.store.books import book_path
from db.store.connect import Store, action
from tests.db.builders import a_ledger, a_page, picture_bytes


def told(key: str, store: Store, page: Page) -> None:
    with pytest.raises(Expected) as caught:
        pages.picture(store, page.ledger_id, page.sha256)
    assert (caught.value.key, caught.value.exit_code) == (key, Exit.REGISTER)


def test_pages_come_in_the_order_of_the_book(store: Store) -> None:
    ledger = a_ledger(store)
    first, second, third = (a_page(store, ledger, words) for words in "abc")
    assert [page.position for page in (first, second, third)] == [1, 2, 3]
    assert pages.pages(store, ledger.id) == (first, second, third)
    assert pages.pages(store, "nowhere") == ()
    assert pages.page(store, second.id) == second


def test_a_newer_picture_stands_behind_the_one_that_it_replaces(store: Store) -> None:
    ledger = a_ledger(store)
    old = a_page(store, ledger, "old")
    data, sha256 = picture_bytes("new")
    pages.put_picture(store, ledger.id, sha256, data)
    new = replace(old, id=new_id(), sha256=sha256, replaces=old.id)
    with action(store):
        pages.add_page(store, new)
    assert pages.pages(store, ledger.id) == (old, new)


def test_a_picture_that_is_in_is_found_in_whatever_book(store: Store) -> None:
    page = a_page(store, a_ledger(store, "Rifles"))
    a_ledger(store, "Pistols")
    assert pages.page_with_picture(store, page.sha256) == page
    assert pages.page_with_picture(store, "0" * 64) is None


def test_one_picture_never_makes_two_pages(store: Store) -> None:
    ledger = a_ledger(store)
    page = a_page(store, ledger)
    with pytest.raises(Exception, match=r"UNIQUE.*sha256"), action(store):
        pages.add_page(store, replace(page, id=new_id(), position=2))


def test_a_page_changes_in_what_is_named_only(store: Store) -> None:
    page = a_page(store, a_ledger(store))
    with action(store):
        pages.set_page(store, page.id, state=PageState.READ, cleaning='{"skew": 1}')
    assert pages.page(store, page.id) == replace(page, state=PageState.READ, cleaning='{"skew": 1}')
    with action(store):
        pages.set_page(store, page.id, problems=(), folio="", likeness="aa")
    expected = replace(
        page, state=PageState.READ, cleaning='{"skew": 1}', problems=(), folio="", likeness="aa"
    )
    assert pages.page(store, page.id) == expected


def test_a_page_that_is_not_there_is_told(store: Store) -> None:
    with pytest.raises(Expected, match="page_unknown"):
        pages.page(store, "nowhere")
    with pytest.raises(Expected, match="page_unknown"), action(store):
        pages.set_page(store, "nowhere", folio="1")


def test_the_pages_of_a_many_page_file_are_kept_apart(store: Store) -> None:
    ledger = a_ledger(store)
    pages.put_picture(store, ledger.id, "a" * 64 + "#1", b"first")
    pages.put_picture(store, ledger.id, "a" * 64 + "#2", b"second")
    assert pages.picture(store, ledger.id, "a" * 64 + "#1") == b"first"
    assert pages.picture(store, ledger.id, "a" * 64 + "#2") == b"second"


def test_a_picture_is_kept_under_its_own_hash_only(store: Store) -> None:
    ledger = a_ledger(store)
    with pytest.raises(ValueError, match="own SHA-256"):
        pages.put_picture(store, ledger.id, "a" * 64, b"something else")


def test_a_picture_that_was_put_twice_is_kept_once_and_unchanged(store: Store) -> None:
    ledger = a_ledger(store)
    for _ in range(2):
        pages.put_picture(store, ledger.id, "a#1", b"first")
    pages.put_picture(store, ledger.id, "a#1", b"decoded otherwise")
    assert pages.picture(store, ledger.id, "a#1") == b"first"


def test_a_large_picture_comes_back_byte_for_byte(store: Store) -> None:
    ledger = a_ledger(store)
    data = bytes(range(256)) * 20_000
    sha256 = hashlib.sha256(data).hexdigest()
    pages.put_picture(store, ledger.id, sha256, data)
    assert pages.picture(store, ledger.id, sha256) == data


def test_a_page_without_its_picture_is_never_added(store: Store) -> None:
    ledger = a_ledger(store)
    page = a_page(store, ledger)
    for changed in ({"sha256": "0" * 64}, {"ledger_id": a_ledger(store, "Pistols").id}):
        with pytest.raises(Expected, match="picture_not_kept"), action(store):
            pages.add_page(store, replace(page, id=new_id(), **changed))  # type: ignore[arg-type]  # by name


def test_a_ledger_that_is_not_there_holds_no_pictures(store: Store) -> None:
    with pytest.raises(Expected, match="ledger_unknown"):
        pages.put_picture(store, "nowhere", "a#1", b"")


def test_a_small_picture_is_kept_in_place_of_an_earlier_one(store: Store) -> None:
    page = a_page(store, a_ledger(store))
    assert pages.thumbnail(store, page.id) == b""
    for png in (b"first", b"second"):
        with action(store):
            pages.put_thumbnail(store, page.id, png)
    assert pages.thumbnail(store, page.id) == b"second"


def test_a_sweep_takes_what_no_page_shows_and_nothing_else(store: Store) -> None:
    ledger, empty = a_ledger(store), a_ledger(store, "Pistols")
    page = a_page(store, ledger)
    for name in ("x#1", "x#2"):
        pages.put_picture(store, ledger.id, name, b"left by a kill")
    assert pages.sweep_orphans(store) == 2
    assert pages.sweep_orphans(store) == 0
    assert pages.picture(store, ledger.id, page.sha256)
    assert not book_path(store, empty.id).exists()


def test_pictures_that_are_gone_are_told(store: Store) -> None:
    ledger = a_ledger(store)
    page = a_page(store, ledger)
    told("picture_lost", store, replace(page, sha256="0" * 64))
    book_path(store, ledger.id).unlink()
    told("book_missing", store, page)


@pytest.mark.parametrize("data", [b"x" * 20_000, b"x" * 4096])
def test_a_book_that_is_something_else_is_told(store: Store, data: bytes) -> None:
    page = a_page(store, a_ledger(store))
    path = book_path(store, page.ledger_id)
    path.write_bytes(data)
    told("book_damaged", store, page)
    with pytest.raises(Expected, match="book_damaged"):
        pages.put_picture(store, page.ledger_id, "x#1", b"more")
    with pytest.raises(Expected, match="book_damaged"), action(store):
        pages.add_page(store, replace(page, id=new_id(), sha256="x#1"))
    assert path.read_bytes() == data


def test_a_flipped_byte_in_a_picture_is_told(store: Store) -> None:
    page = a_page(store, a_ledger(store))
    path = book_path(store, page.ledger_id)
    data = bytearray(path.read_bytes())
    data[-2000] ^= 1
    path.write_bytes(data)
    told("book_damaged", store, page)


def test_two_books_with_swapped_names_are_told_apart(store: Store) -> None:
    first = a_page(store, a_ledger(store, "Rifles"), "first")
    second = a_page(store, a_ledger(store, "Pistols"), "second")
    one, two = book_path(store, first.ledger_id), book_path(store, second.ledger_id)
    aside = Path(f"{one}.aside")
    one.rename(aside)
    two.rename(one)
    aside.rename(two)
    told("book_of_another", store, first)
    told("book_of_another", store, second)


def test_a_book_of_a_newer_program_is_told(store: Store) -> None:
    page = a_page(store, a_ledger(store))
    with closing(connect(book_path(store, page.ledger_id), store.key)) as book:
        book.execute("pragma user_version = 99")
    told("book_newer", store, page)
