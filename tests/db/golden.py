"""Write the golden schema anew: `python -m tests.db.golden`. Read the difference before it is committed."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from db.cipher import Database, plain_memory
from db.migrations import BOOK_MIGRATIONS, MIGRATIONS, migrate

FILE = Path(__file__).with_name("schema.golden.sql")


def statements(db: Database) -> list[str]:
    """The SQL of everything in a file as SQLite keeps it, without what it makes by itself."""
    sql = "select sql from sqlite_master where sql is not null order by type, name"
    return [f"{statement};\n" for (statement,) in db.execute(sql).fetchall()]


def golden() -> str:
    """Both schemas as the migrations make them."""
    text = ""
    for title, steps in (("register.db", MIGRATIONS), ("books/*.pages", BOOK_MIGRATIONS)):
        with closing(plain_memory()) as db:
            migrate(db, steps)
            text += "".join((f"-- {title}\n", *statements(db)))
    return text


if __name__ == "__main__":
    FILE.write_text(golden(), encoding="utf-8")
