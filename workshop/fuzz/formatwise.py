"""Changes that keep a format whole and make odd what stands in it, so that they come past the first look."""

from __future__ import annotations

import io
import json
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Sequence
from typing import Final

from workshop.fuzz.bytewise import changed

XML_WORDS: Final = (
    b'<c r="A1" t="s"><v>0</v></c>', b"<row>", b"</row>", b'<row r="9">', b"<v>", b"<t>", b"</t>", b"<rPh>", b"<f/>",
    b"<f>SUM(1)</f>", b"&#0;", b"&lt;", b"]]>", b"<!--", b"-->", b"<?x?>", b"<![CDATA[", b't="e"', b't="n"', b'r="1"',
    b"_x0000_", b"_xD800_", b"_xFFFF_", b'<!DOCTYPE x [<!ENTITY a "aaaa">]>', b"&a;", b'encoding="utf-16"', b"<si>",
    b'TargetMode="External"', b"=1+1", b"\xef\xbb\xbf", b"\xff\xfe", b"<" + b"a" * 70_000, b"<a>" * 3000,
)  # fmt: skip
"""Pieces of workbooks."""

JSON_WORDS: Final = (
    b"null", b"{", b"}", b"[", b"]" * 5, b"[" * 60_000, b'"\\ud800"', b'"\\u0000"', b"1e999", b"-0", b"NaN",
    b"Infinity", b"9" * 5000, b'"a":1,"a":2', b"\xff", b",", b":",
)  # fmt: skip
"""Pieces of JSON, and of what readers stumble over."""

TOML_WORDS: Final = (
    b"[[columns]]\n", b"[defaults]\n", b"[a.b.c]\n", b"x = 1\n", b'"""', b"'''", b"\n= 1", b"nan", b"inf", b"true",
    b"0x" + b"F" * 5000, b"9" * 5000, b"1979-02-30", b"[" * 4000, b"{a=" * 3000, b"\\uD800", b"\x00", b"\xff",
    b'pattern = "(a+)+$"\n', b'pattern = "((((((((((x*)*)*)*)*)*)*)*)*)*y"\n', b"a." * 20_000,
)  # fmt: skip
"""Pieces of TOML, patterns that are slow to match among them."""

CSV_WORDS: Final = (
    b'"', b'""', b",", b";", b"\t", b"\r", b"\r\n", b"\n", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"=1+1", b"@SUM",
    b"accepted", b"rejected", b"question", b'"' + b"x" * 140_000, b"," * 3000, b"\xed\xa0\x80",
)  # fmt: skip
"""Pieces of tables."""

PDF_WORDS: Final = (
    b"<< ", b" >>", b"/Type /Page", b"/Kids [2 0 R]", b"/Parent 3 0 R", b"/Length 99999999", b"/UserUnit 1e9",
    b"/MediaBox [0 0 1e9 1e9]", b"/MediaBox [0 0 0 0]", b"/JS (app.alert(1))", b"/OpenAction 1 0 R", b"/Encrypt 1 0 R",
    b"/Filter [/FlateDecode /FlateDecode]", b"stream\n", b"endstream", b"xref\n", b"q " * 4000, b"/Rotate 17",
    b"0 0 1e9 1e9 re f ", b"/Group << /S /Transparency >>", b"(" * 3000, b"[" * 3000,
)  # fmt: skip
"""Pieces of PDFs."""

_ODD_NAMES: Final = (
    "../outside", "/rooted", "xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl\\back", "x" * 300, "",
    "XL/WORKBOOK.XML", "xl/embeddings/a.bin", "xl/connections.xml",
)  # fmt: skip
_ODD_VALUES: Final[tuple[object, ...]] = (
    None, True, -1, 0, 2**53, 2**64, 1.5, "", "x", "\ud800", "\x00", "\u202e", "x" * 70_000, [], {}, [[]], {"": ""},
)  # fmt: skip


def changed_zip(data: bytes, chance: random.Random, words: Sequence[bytes] = XML_WORDS) -> bytes:
    """A zip whose members were changed, moved, doubled or joined by odd ones; one in five is then changed as bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(one.filename, archive.read(one)) for one in archive.infolist()]
    for _ in range(chance.choice((1, 1, 2, 3))):
        _change_members(members, chance, words)
    out = io.BytesIO()
    how = (
        zipfile.ZIP_BZIP2
        if chance.random() < 0.03
        else chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    )
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name or "x")
            info.compress_type = how
            archive.writestr(info, content)
    whole = out.getvalue()
    return changed(whole, chance) if chance.random() < 0.2 else whole


def _change_members(members: list[tuple[str, bytes]], chance: random.Random, words: Sequence[bytes]) -> None:
    at = chance.randrange(len(members)) if members else 0
    what = chance.randrange(10)
    if not members or what == 0:
        members.insert(at, (chance.choice(_ODD_NAMES), chance.choice(words)))
    elif what == 1:
        del members[at]
    elif what == 2:
        members[at] = (chance.choice(_ODD_NAMES), members[at][1])
    elif what == 3:
        other = chance.randrange(len(members))
        members[at], members[other] = (members[at][0], members[other][1]), (members[other][0], members[at][1])
    else:
        members[at] = (members[at][0], changed(members[at][1], chance, words))


def changed_json(data: bytes, chance: random.Random) -> bytes:
    """JSON with odd values in whatever place, or lists where objects stood; one in three is changed as bytes."""
    if chance.random() < 0.33:
        return changed(data, chance, JSON_WORDS)
    value: object = json.loads(data)
    for _ in range(chance.choice((1, 1, 2))):
        value = _odd_node(value, chance)
    return (
        json.dumps(value, indent=chance.choice((2, 2, None)), sort_keys=chance.random() < 0.8).encode("ascii")
        + b"\n"
    )


def _odd_node(value: object, chance: random.Random) -> object:
    """The value with one node, found by going down at random, made odd."""
    if isinstance(value, dict) and value and chance.random() < 0.8:
        key = chance.choice(sorted(value))
        made = dict(value)
        what = chance.randrange(8)
        if what == 0:
            del made[key]
        elif what == 1:
            made[chance.choice(("", "x", "format", "\ud800"))] = made.pop(key)
        else:
            made[key] = _odd_node(value[key], chance)
        return made
    if isinstance(value, list) and value and chance.random() < 0.8:
        at = chance.randrange(len(value))
        return [*value[:at], _odd_node(value[at], chance), *value[at + chance.choice((0, 1, 1)) :]]
    if isinstance(value, dict) and chance.random() < 0.5:
        return list(value)
    if isinstance(value, str) and value and chance.random() < 0.5:
        at = chance.randrange(len(value))
        return value[:at] + chance.choice(("\ud800", "\x00", "'", " ", "é", value, "../")) + value[at + 1 :]
    return chance.choice(_ODD_VALUES)


def changed_lines(data: bytes, chance: random.Random, words: Sequence[bytes]) -> bytes:
    """A text whose lines were moved, doubled, dropped, or changed inside; half of them are changed as bytes."""
    if chance.random() < 0.5:
        return changed(data, chance, words)
    lines = data.splitlines(keepends=True)
    for _ in range(chance.choice((1, 1, 2, 4))):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        what = chance.randrange(5)
        if what == 0 and len(lines) > 1:
            del lines[at]
        elif what == 1:
            lines[at:at] = [lines[other]] * chance.choice((1, 1, 200))
        elif what == 2:
            lines[at], lines[other] = lines[other], lines[at]
        elif what == 3:
            lines[at] = re.sub(rb"[^=,;]+(?=\n|$)", lambda _: chance.choice(words), lines[at], count=1)
        else:
            lines[at] = changed(lines[at], chance, words)
    return b"".join(lines)


def changed_png(data: bytes, chance: random.Random) -> bytes:
    """A PNG whose chunks were changed and bear right sums again, so that they are looked at."""
    head, at, chunks = data[:8], 8, []
    while at + 12 <= len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        chunks.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += length + 12
    for _ in range(chance.choice((1, 2))):
        which = chance.randrange(len(chunks))
        kind, content = chunks[which]
        what = chance.randrange(4)
        if what == 0:
            chunks.insert(
                which, (chance.choice((b"tRNS", b"PLTE", b"iCCP", b"zTXt", b"acTL", b"eXIf", kind)), content)
            )
        elif what == 1 and len(chunks) > 1:
            del chunks[which]
        else:
            chunks[which] = (kind, changed(content or b"\0", chance))
    packed = (
        struct.pack(">I", len(one)) + kind + one + struct.pack(">I", zlib.crc32(kind + one))
        for kind, one in chunks
    )
    return head + b"".join(packed)
