"""Two PCs that trust each other, and a book at the first."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from db.model import Ledger
from db.vault import DataKey
from desktop.operations import (
    books,
)
from desktop.operations.session import Workplace
from desktop.paths import Places, resources_folder
from tests.operations.conftest import FORM, Engines, SwappableTools, a_workplace
from tests.operations.pcs import (
    Bring,
    Pcs,
    a_page,
    opened_copy,
    second_register,
    trust,
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[DataKey, DataKey]]:
    """Two registers that trust each other, made once with their keys: each test works on copies of them."""
    folder = tmp_path_factory.mktemp("made")
    where = Places(resources_folder(), folder, folder, folder / "private")
    desk = a_workplace(where, SwappableTools(Engines()))
    first = second_register(desk, folder / "first", user="A. Njoroge")
    second = second_register(desk, folder / "second")
    trust(first, second, folder, "Second PC")
    trust(second, first, folder, "First PC")
    first.close()
    second.close()
    return folder, (first.store.key, second.store.key)


@pytest.fixture
def pcs(made: tuple[Path, tuple[DataKey, DataKey]], workplace: Workplace, tmp_path: Path) -> Iterator[Pcs]:
    stick = tmp_path / "stick"
    stick.mkdir()
    folder, keys = made
    opened = [
        opened_copy(workplace, folder / name, tmp_path / name, key)
        for name, key in zip(("first", "second"), keys, strict=True)
    ]
    yield Pcs(opened[0], opened[1], stick)
    for session in opened:
        session.close()


@pytest.fixture
def book(pcs: Pcs) -> Ledger:
    return books.new_book(pcs.first, "Pistols", FORM)


@pytest.fixture
def bring(pcs: Pcs, book: Ledger) -> Bring:
    """A page of the book, read."""
    return partial(a_page, pcs.first, book)
