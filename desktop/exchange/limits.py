"""How much a file from outside may ask for before it is refused; files from outside are hostile."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorkbookLimits:
    """Bounds of reading one workbook.

    A batch of 100,000 records has 32 MB that unpack to less than 500; the bounds leave room for five times that.
    """

    file_bytes: int = 256 * 1024**2
    members: int = 500
    unpacked_bytes: int = 3 * 1024**3  # of all members together
    ratio: int = 200  # unpacked to packed, of members above `ratio_from_bytes`
    ratio_from_bytes: int = 1024**2
    shared_strings: int = 2_000_000
    shared_characters: int = 60_000_000  # 100,000 records saved again by LibreOffice have 12 million
    columns: int = 256
    depth: int = 64  # of nested XML elements
    silence_bytes: int = (
        4 * 1024**2
    )  # of XML without the end of a tag, text or comment: the parser holds all of it
    small_member_bytes: int = 4 * 1024**2  # of members that are read whole
    seconds: float = 600.0


@dataclass(frozen=True, slots=True)
class FolderLimits:
    """Bounds of reading one batch's folder."""

    files: int = 50
    manifest_bytes: int = 1024**2
    file_bytes: int = 256 * 1024**2
    problems: int = 50  # named one by one; the rest is counted


@dataclass(frozen=True, slots=True)
class PasswordLimits:
    """Bounds of opening a workbook behind a password."""

    file_bytes: int = 256 * 1024**2
    info_bytes: int = 64 * 1024  # what says how it is locked has 1 to 2
    spins: int = 500_000  # hashes of the password, half a second; spreadsheet programs ask for 100,000
    seconds: int = 10


@dataclass(frozen=True, slots=True)
class AnswerLimits:
    """Bounds of reading one answer."""

    file_bytes: int = 256 * 1024**2
    lines: int = 2_000_000
    characters: int = 10_000  # of anything that is filled in
    csv_line_characters: int = 1024**2
    csv_row_lines: int = 10_000  # a note may hold line breaks
    all_characters: int = 120_000_000  # 100,000 answers with their ids have 14 million
    header_lines: int = 1000  # of the sheet Batch
    signature_bytes: int = 1024


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """Bounds of checking one open archive."""

    list_bytes: int = 128 * 1024**2  # a million pictures have 110 million
    problems: int = 50  # named one by one


ARCHIVE = ArchiveLimits()
WORKBOOK = WorkbookLimits()
ANSWER = AnswerLimits()
FOLDER = FolderLimits()
PASSWORD = PasswordLimits()
COLUMNS_FILE_BYTES = 256 * 1024
