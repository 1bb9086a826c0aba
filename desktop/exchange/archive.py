"""What may be in a workbook that comes from outside, looked at before anything of it is unpacked."""

from __future__ import annotations

import io
import re
import zipfile

from db.errors import Expected
from desktop.exchange.limits import WorkbookLimits

_ENCRYPTED = 0x1
_LOCAL_HEADER_BYTES = 30
_ENTRY = b"PK\x01\x02"  # begins each entry of the table of contents
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # the old .xls, and every workbook with a password

# Parts that run, reach out or hide something; a list of answers needs none of them.
_REFUSED_PARTS = (
    (
        re.compile(r"vbaproject|vbadata|macrosheets|dialogsheets|activex|ctrlprops|customui"),
        "workbook_has_macros",
    ),
    (re.compile(r"externallinks|connections\.xml|querytables|webextensions"), "workbook_has_links"),
    (
        re.compile(r"embeddings|\.(bin|exe|dll|js|vbs|ps1)$(?<!printersettings\d\.bin)"),
        "workbook_has_objects",
    ),
)


def open_archive(data: bytes, name: str, limits: WorkbookLimits) -> zipfile.ZipFile:
    """The workbook's container, once its table of contents keeps to the limits. Raises Expected(workbook_…)."""
    if len(data) > limits.file_bytes:
        raise Expected("workbook_too_large", name=name, most=limits.file_bytes // 1024**2)
    if data.startswith(_OLE):
        raise Expected("workbook_other_format", name=name)
    # The library makes an object of each entry before it can be asked how many there are: 256 MB hold 5 million.
    if data.count(_ENTRY) > limits.members:
        raise Expected("workbook_too_many_parts", name=name, most=limits.members)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, EOFError) as cause:
        raise Expected("workbook_broken", name=name) from cause
    _check_members(members, name, limits)
    _check_places(members, len(data), name)
    return archive


def _check_members(members: list[zipfile.ZipInfo], name: str, limits: WorkbookLimits) -> None:
    if len(members) > limits.members:
        raise Expected("workbook_too_many_parts", name=name, most=limits.members)
    if sum(member.file_size for member in members) > limits.unpacked_bytes:
        raise Expected("workbook_unpacks_too_large", name=name, most=limits.unpacked_bytes // 1024**2)
    seen = set()
    for member in members:
        part = member.filename.casefold()
        if part in seen or part.startswith("/") or "\\" in part or ".." in part.split("/"):
            raise Expected("workbook_broken", name=name)
        seen.add(part)
        if member.flag_bits & _ENCRYPTED:
            raise Expected("workbook_other_format", name=name)
        if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise Expected("workbook_broken", name=name)
        if (
            member.file_size > limits.ratio_from_bytes
            and member.file_size > limits.ratio * member.compress_size
        ):
            raise Expected("workbook_unpacks_too_large", name=name, most=limits.unpacked_bytes // 1024**2)
        for pattern, key in _REFUSED_PARTS:
            if pattern.search(part):
                raise Expected(key, name=name)


def _check_places(members: list[zipfile.ZipInfo], size: int, name: str) -> None:
    """Members that share bytes are how a small file unpacks to more than its ratio says."""
    places = sorted((member.header_offset, member.compress_size) for member in members)
    ends = [offset for offset, _ in places[1:]] + [size]
    for (offset, packed), following in zip(
        places, ends, strict=False
    ):  # an empty zip has an end and no member
        if offset < 0 or offset + _LOCAL_HEADER_BYTES + packed > following:
            raise Expected("workbook_broken", name=name)
