"""The register handed over: all of it in one folder that explains itself, and proves that it is whole."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from db.errors import Cancelled, Expected
from db.store import books as pictures
from db.store import journal, records
from desktop.cli.door import run
from desktop.exchange import open_archive
from desktop.exchange.csvtext import text_of_csv
from desktop.operations import archiving
from desktop.operations.register import NewRegister, create_register
from desktop.operations.session import Session, Workplace, open_session
from desktop.operations.work import Progress
from desktop.paths import resources_folder
from tests.operations.conftest import PASSPHRASE
from tests.printing.kept import fill


@pytest.fixture
def written(session: Session, tmp_path: Path) -> archiving.Archived:
    fill(session)
    (tmp_path / "stick").mkdir()
    return archiving.write_archive(session, tmp_path / "stick")


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return [{column: text_of_csv(cell) for column, cell in line.items()} for line in csv.DictReader(file)]


def problems(folder: Path) -> list[tuple[str, str]]:
    return [(one.key, dict(one.values)["file"]) for one in archiving.verify_archive(folder).problems]


def test_every_entry_and_revision_comes_back_as_it_is_kept(
    session: Session, written: archiving.Archived
) -> None:
    lines = table(written.folder, "records")
    assert [(one["serial"], one["latest"], one["revision"]) for one in lines] == [
        ("0045127", "no", "1"), ("0045128", "yes", "2"), ("=1+1", "yes", "1"), ("AB\u202e12", "yes", "1"),
        ("Ш-10512", "yes", "1"),
    ]  # fmt: skip
    assert lines[-1]["holder_organisation"] == '\'quoted, "twice"\nand on'
    assert (lines[1]["why"], lines[1]["filed_by"]) == ("seen again under the lamp", "A. Njoroge")
    for record in records.newest(session.store, 9, 0):
        kept = [(one.name, one.text, one.as_written) for one in record.fields]
        told = [
            (one["field"], one["text"], one["as_written"])
            for one in table(written.folder, "fields")
            if (one["record_id"], one["revision"]) == (record.id, str(record.revision))
        ]
        assert told == kept
    assert [one["part"] for one in table(written.folder, "said")] == ["serial", "events"]
    raw = (written.folder / "records.csv").read_text(encoding="utf-8-sig")
    assert '"\'=1+1"' in raw
    assert (written.entries, written.revisions, written.books, written.pictures) == (4, 5, 2, 2)


def test_the_pictures_are_the_pages_as_they_came(session: Session, written: archiving.Archived) -> None:
    for page in table(written.folder, "pages"):
        data = (written.folder / page["picture"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() in {
            one[0] for one in session.store.db.execute("select sha256 from pages").fetchall()
        }


def test_the_journal_in_it_is_a_chain_by_its_own_description(
    session: Session, written: archiving.Archived
) -> None:
    previous = ""
    lines = table(written.folder, "journal")
    for line in lines:
        told = {name: line[name] for name in ("action", "actor", "at", "details", "subject")}
        canonical = json.dumps({**told, "number": int(line["number"])}, sort_keys=True, separators=(",", ":"),
                               ensure_ascii=False)  # fmt: skip
        assert line["previous"] == previous
        previous = hashlib.sha256((previous + canonical).encode()).hexdigest()
        assert line["hash"] == previous
    assert lines[-1]["action"] == "write_archive"
    last = journal.newest(session.store, limit=1)[0]
    assert (last.action, last.number) == ("archive_written", written.journal_number)
    assert json.loads(last.details)["list_sha256"] == written.list_sha256


def test_the_description_names_every_file_and_every_column(written: archiving.Archived) -> None:
    read_me = (written.folder / "READ-ME.txt").read_text(encoding="utf-8-sig")
    described = tomllib.loads(
        (resources_folder() / "archive" / "description.toml").read_text(encoding="utf-8")
    )
    columns = {one["name"]: [name for name, says in one["columns"] if says] for one in described["files"]}
    there = {path.name for path in written.folder.glob("*.csv")} | {
        f"{path.name}/" for path in written.folder.iterdir() if path.is_dir()
    }
    assert there == set(columns)
    for name in sorted(there):
        assert name in read_me
    for path in written.folder.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            assert next(csv.reader(file)) == columns[path.name]
    assert "Entries: 4 in 5" in " ".join(read_me.split())


def test_what_was_changed_lost_or_added_since_is_named(written: archiving.Archived, tmp_path: Path) -> None:
    assert archiving.verify_archive(written.folder).list_sha256 == written.list_sha256
    assert problems(written.folder) == []
    done = subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=written.folder, check=False)
    assert done.returncode == 0
    with (written.folder / "records.csv").open("ab") as file:
        file.write(b"x")
    (written.folder / "events.csv").unlink()
    (written.folder / "books.csv").rename(tmp_path / "books.csv")
    (written.folder / "books.csv").symlink_to(tmp_path / "books.csv")
    (written.folder / "more.txt").write_text("x")
    assert problems(written.folder) == [
        ("archive_file_missing", "books.csv"), ("archive_file_missing", "events.csv"),
        ("archive_file_differs", "records.csv"), ("archive_file_strange", "more.txt"),
    ]  # fmt: skip
    for broken in ("0" * 64 + "  ../secret\n", "no list"):
        (written.folder / "SHA256SUMS").write_text(broken)
        with pytest.raises(Expected, match="archive_unusable"):
            archiving.verify_archive(written.folder)


def test_nothing_is_left_of_an_archive_that_was_stopped_or_came_back_changed(
    session: Session, tmp_path: Path
) -> None:
    def spoil(progress: Progress) -> None:
        """As a stick does that gives back something else than it was given."""
        if progress.what == "progress_hand_over_proof" and progress.done == 0:
            (part,) = tmp_path.glob("LM-*.part")
            with (part / "records.csv").open("r+b") as file:
                file.write(b"x")

    fill(session)
    with pytest.raises(Cancelled):
        archiving.write_archive(session, tmp_path, cancel=lambda: True)
    with pytest.raises(Expected, match="target_vanished"):
        archiving.write_archive(session, tmp_path / "gone")
    with pytest.raises(Expected, match="archive_unfaithful"):
        archiving.write_archive(session, tmp_path, spoil)
    assert list(tmp_path.glob("LM-*")) == []
    assert journal.newest(session.store, limit=1)[0].action == "write_archive"


def test_a_lost_picture_is_counted_and_an_archive_is_never_written_over(
    session: Session, tmp_path: Path
) -> None:
    fill(session)
    ledger = session.store.db.execute("select id from ledgers where number = 2").fetchone()[0]
    pictures.book_path(session.store, ledger).unlink()
    written = archiving.write_archive(session, tmp_path)
    assert (written.pictures, written.lost) == (1, 1)
    assert table(written.folder, "pages")[1]["picture"] == ""
    with pytest.raises(Expected, match="archive_taken"), open_archive.archive(written.folder):
        pass
    left = tmp_path / "LM-CA1.part"  # as a pulled stick leaves one
    shutil.copytree(written.folder, left)
    with open_archive.archive(left.with_suffix("")) as out:
        out.put("one.txt", [b"1"])
        assert out.finish(lambda _done, _total: None).files == 2


def test_the_practice_register_is_never_handed_over(workplace: Workplace, tmp_path: Path) -> None:
    folder = tmp_path / "practice"
    new = NewRegister("Practice", "P1", "", "A. Njoroge", PASSPHRASE, practice=True)
    create_register(workplace, folder, new)
    practising = open_session(workplace, folder, PASSPHRASE)
    with pytest.raises(Expected, match="practice_never_leaves"):
        archiving.write_archive(practising, tmp_path)
    practising.close()


def test_the_commands_write_an_archive_and_verify_it_without_a_register(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(session)
    monkeypatch.setenv("LEDGERMARK_REGISTER", str(session.store.folder))
    monkeypatch.setenv("LEDGERMARK_PASSPHRASE", PASSPHRASE)
    assert run(["book", "archive", "--to", str(tmp_path), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    monkeypatch.setenv("LEDGERMARK_REGISTER", str(tmp_path / "none"))
    assert run(["book", "verify", said["folder"], "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["list_sha256"] == said["list_sha256"]
    (Path(said["folder"]) / "records.csv").unlink()
    assert run(["book", "verify", said["folder"]]) == 4
    assert "records.csv" in capsys.readouterr().out
