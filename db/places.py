"""How the files of a register are called; they lie in one folder, which is all of it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

REGISTER: Final = "register.db"
KEYS: Final = "keys.json"
BOOKS: Final = "books"
BACKUPS: Final = "backups"
ARRIVED: Final = ".arrived"  # the pictures of a book that came, before it is on the shelf


def book_file(number: int) -> str:
    """The file of pictures of the ledger with this number, inside `books`: `0003.pages`."""
    return f"{number:04d}.pages"


def free_name(folder: Path, name: str) -> Path:
    """`folder/name`, or with -2, -3 … where that is taken."""
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}"
    return path


def database_files(path: Path) -> tuple[Path, ...]:
    """A database and what SQLite keeps beside it."""
    return tuple(path.with_name(path.name + ending) for ending in ("", "-journal", "-wal", "-shm"))
