from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store.connect import Store, create_store, open_store
from db.vault import DataKey, create_keys
from tests.db.builders import ARMOURY, AT, CHEAP, PASSPHRASE, USER


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the register lies."""
    return tmp_path / "register"


@pytest.fixture
def key(folder: Path) -> DataKey:
    return create_keys(folder, USER, PASSPHRASE, CHEAP)[0]


@pytest.fixture
def store(folder: Path, key: DataKey) -> Iterator[Store]:
    opened = create_store(folder, key, ARMOURY, USER, AT)
    yield opened
    opened.close()


@pytest.fixture
def other(store: Store) -> Iterator[Store]:
    """A second connection to the same register."""
    opened = open_store(store.folder, store.key)
    yield opened
    opened.close()
