"""A workbook from outside is read as a table of texts, or refused with a sentence."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from db.errors import Expected
from desktop.exchange.limits import WORKBOOK, WorkbookLimits
from desktop.exchange.sheets import OutsideWorkbook
from desktop.messages import sentence

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"


def relations(*lines: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}">{"".join(lines)}</Relationships>'


def relation(number: int, kind: str, target: str, more: str = "") -> str:
    return f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}" {more}/>'


def sheet(rows: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


PARTS = {
    "_rels/.rels": relations(relation(1, "officeDocument", "xl/workbook.xml")),
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="Answer" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": relations(
        relation(1, "worksheet", "worksheets/sheet1.xml"), relation(2, "sharedStrings", "sharedStrings.xml")
    ),
    "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>shared</t></si></sst>',
    SHEET: sheet(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>417</t></is></c><c r="B1" t="s"><v>0</v></c></row>'
    ),
}


def packed(parts: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def table(data: bytes, limits: WorkbookLimits = WORKBOOK) -> list[dict[int, str]]:
    book = OutsideWorkbook(data, "answer.xlsx", limits)
    return [dict(row.texts) for title in book.titles for row in book.rows(title)]


def refusal(data: bytes, limits: WorkbookLimits = WORKBOOK) -> str:
    with pytest.raises(Expected) as refused:
        table(data, limits)
    said = sentence(refused.value.key, refused.value.values)
    assert "answer.xlsx" in said
    return refused.value.key


def cell(inner: str, kind: str = "n", where: str = "A1") -> bytes:
    return packed(PARTS | {SHEET: sheet(f'<row r="1"><c r="{where}" t="{kind}">{inner}</c></row>')})


def test_a_plain_workbook_is_read() -> None:
    assert table(packed(PARTS)) == [{1: "417", 2: "shared"}]


def test_what_other_programs_write_is_read_as_its_text() -> None:
    assert table(cell("<v>00417</v>")) == [{1: "00417"}]
    assert table(cell("<v>1E+12</v>")) == [{1: "1E+12"}]
    assert table(cell("<v>told</v>", "str")) == [{1: "told"}]
    assert table(cell("<v>1</v>", "b")) == [{1: "1"}]
    assert table(cell("<is><r><t>00</t></r><r><t>417</t></r><rPh><t>spoken</t></rPh></is>", "inlineStr")) == [
        {1: "00417"}
    ]
    prefixed = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row><x:c t="str"><x:v>no places</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    assert table(packed(PARTS | {SHEET: prefixed})) == [{1: "no places"}]


def test_what_openpyxl_writes_is_read() -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(
        ["00417", 12, None, CellRichText("rich", TextBlock(InlineFont(b=True), " text")), True]
    )
    book.active.append([])
    book.active.append(["third"])
    out = io.BytesIO()
    book.save(out)
    read = OutsideWorkbook(out.getvalue(), "other.xlsx")
    assert [(row.number, dict(row.texts)) for row in read.rows("Sheet")] == [
        (1, {1: "00417", 2: "12", 4: "rich text", 5: "1"}),
        (3, {1: "third"}),
    ]


FORBIDDEN = {
    "xl/vbaProject.bin": "workbook_has_macros",
    "xl/macrosheets/sheet1.xml": "workbook_has_macros",
    "customUI/customUI.xml": "workbook_has_macros",
    "xl/ActiveX/activeX1.xml": "workbook_has_macros",
    "xl/externalLinks/externalLink1.xml": "workbook_has_links",
    "xl/connections.xml": "workbook_has_links",
    "xl/embeddings/oleObject1.xlsx": "workbook_has_objects",
    "xl/hidden.exe": "workbook_has_objects",
    "../outside": "workbook_broken",
    "/rooted": "workbook_broken",
    "xl\\backslash": "workbook_broken",
    "XL/Workbook.xml": "workbook_broken",
}


@pytest.mark.parametrize("part", FORBIDDEN)
def test_parts_that_run_or_reach_out_are_refused(part: str) -> None:
    assert refusal(packed(PARTS | {part: "x"})) == FORBIDDEN[part]


def test_a_printer_s_settings_do_no_harm() -> None:
    assert table(packed(PARTS | {"xl/printerSettings/printerSettings1.bin": "x"}))


def test_a_formula_is_refused() -> None:
    assert refusal(cell('<f>HYPERLINK("http://x")</f><v>1</v>')) == "workbook_has_formula"


def test_a_link_out_of_the_workbook_is_refused_but_for_a_hyperlink() -> None:
    name = "xl/_rels/workbook.xml.rels"
    outside = 'TargetMode="External"'
    hyper = PARTS[name].replace("</Rel", relation(9, "hyperlink", "http://x", outside) + "</Rel")
    assert table(packed(PARTS | {name: hyper}))
    link = PARTS[name].replace("</Rel", relation(9, "externalLinkPath", "file:///etc", outside) + "</Rel")
    assert refusal(packed(PARTS | {name: link})) == "workbook_has_links"


DTD = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_declaration_is_refused_in_every_part(part: str, encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    assert refusal(packed(PARTS | {part: (head + DTD + PARTS[part]).encode(encoding)})) == "workbook_has_dtd"


BROKEN = {
    "nothing": b"",
    "no zip": b"PK\x03\x04 and no more",
    "an empty zip": packed({}),
    "no workbook": packed({"x": "y"}),
    "cut": packed(PARTS)[:-40],
    "a part missing": packed({name: data for name, data in PARTS.items() if name != SHEET}),
    "no XML": packed(PARTS | {SHEET: "<worksheet"}),
    "cut XML": packed(PARTS | {SHEET: PARTS[SHEET][:-20]}),
    "unknown encoding": packed(PARTS | {SHEET: '<?xml version="1.0" encoding="x-none"?><worksheet/>'}),
    "rows out of order": packed(PARTS | {SHEET: sheet('<row r="2"/><row r="1"/>')}),
    "row beyond the last": packed(PARTS | {SHEET: sheet('<row r="1048577"/>')}),
    "row no number": packed(PARTS | {SHEET: sheet('<row r="x"/>')}),
    "cells out of order": packed(PARTS | {SHEET: sheet('<row r="1"><c r="B1"/><c r="A1"/></row>')}),
    "cell nowhere": cell("<v>1</v>", where="1"),
    "cell far away": cell("<v>1</v>", where="ZZZZZ1"),
    "shared text missing": cell("<v>7</v>", "s"),
    "shared text before the first": cell("<v>-1</v>", "s"),
    "shared text no number": cell("<v>x</v>", "s"),
    "text longer than a cell": cell(f"<is><t>{'x' * 300_000}</t></is>", "inlineStr"),
    "nested": packed(PARTS | {SHEET: sheet("<a>" * 5000 + "</a>" * 5000)}),
    "another packing": packed(PARTS, zipfile.ZIP_BZIP2),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_workbook_is_said_to_be_broken(what: str) -> None:
    assert refusal(BROKEN[what]) == "workbook_broken"


def test_an_old_or_locked_workbook_is_said_to_be_one() -> None:
    assert refusal(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)) == "workbook_other_format"
    locked = bytearray(packed(PARTS))
    central = locked.rindex(b"PK\x01\x02")
    locked[central + 8] |= 1
    assert refusal(bytes(locked)) == "workbook_other_format"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = packed(PARTS | {SHEET: bytes(300 * 1024**2)})
    assert len(bomb) < 1024**2
    assert refusal(bomb) == "workbook_unpacks_too_large"


def test_a_part_that_unpacks_to_more_than_it_says_gives_no_more() -> None:
    honest = packed(PARTS | {SHEET: sheet("<row/>" * 1000)})
    lying = honest.replace((len(sheet("<row/>" * 1000))).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != honest
    assert refusal(lying) == "workbook_broken"


def test_a_tag_a_text_or_a_comment_that_does_not_end_is_refused_before_it_fills_the_memory() -> None:
    for silence in (f'<row r="1" x="{"a" * 5_000_000}"/>', f"<!--{'a' * 5_000_000}-->"):
        assert refusal(packed(PARTS | {SHEET: sheet(silence)}, zipfile.ZIP_STORED)) == "workbook_broken"


def test_a_table_of_contents_that_never_ends_is_refused_before_it_is_read() -> None:
    data = packed(PARTS)
    first = data.index(b"PK\x01\x02")
    entry = data[first : data.index(b"PK\x01\x02", first + 4)]
    assert refusal(data[:first] + entry * 501 + data[first:]) == "workbook_too_many_parts"


def test_parts_that_share_their_bytes_are_refused() -> None:
    data = bytearray(packed(PARTS))
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    assert refusal(bytes(data)) == "workbook_broken"


@pytest.mark.parametrize(
    ("limits", "key"),
    [
        (replace(WORKBOOK, file_bytes=100), "workbook_too_large"),
        (replace(WORKBOOK, members=4), "workbook_too_many_parts"),
        (replace(WORKBOOK, unpacked_bytes=500), "workbook_unpacks_too_large"),
        (replace(WORKBOOK, small_member_bytes=10), "workbook_unpacks_too_large"),
        (replace(WORKBOOK, shared_strings=0), "workbook_unpacks_too_large"),
        (replace(WORKBOOK, shared_characters=3), "workbook_unpacks_too_large"),
        (replace(WORKBOOK, columns=1), "workbook_too_wide"),
        (replace(WORKBOOK, seconds=-1.0), "workbook_too_slow"),
    ],
)
def test_each_bound_is_held(limits: WorkbookLimits, key: str) -> None:
    assert refusal(packed(PARTS), limits) == key


def taken_or_refused(data: bytes) -> None:
    try:
        table(data)
    except Expected as refused:
        sentence(refused.key, refused.values)


@given(st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_refused_and_never_fail(data: bytes) -> None:
    taken_or_refused(data)
    taken_or_refused(b"PK\x03\x04" + data)


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_a_damaged_workbook_is_read_or_refused_and_never_fails(data: st.DataObject) -> None:
    stored = data.draw(st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))
    whole = bytearray(packed(PARTS, stored))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    taken_or_refused(bytes(whole))


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_damaged_parts_in_a_whole_zip_are_read_or_refused_and_never_fail(data: st.DataObject) -> None:
    part = data.draw(st.sampled_from(sorted(PARTS)))
    text = PARTS[part].encode()
    at, cut = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 30))
    inserted = data.draw(st.binary(max_size=20) | st.sampled_from(LUMPS).map(str.encode))
    taken_or_refused(packed(PARTS | {part: text[:at] + inserted + text[at + cut :]}))


LUMPS = ('<c r="A1" t="s"><v>0</v></c>', "<row>", "</row>", "<v>", "<t>", "<rPh>", "<f/>", "&#0;", "&lt;", "]]>",
         '<row r="9">', "<si>", DTD, "<!--", "<?x?>", 't="e"', 'r="1"')  # fmt: skip


def test_zlib_streams_that_end_early_are_broken() -> None:
    whole = packed(PARTS)
    packed_sheet = zlib.compress(PARTS[SHEET].encode())[2:-4]
    assert refusal(whole.replace(packed_sheet, packed_sheet[:-8] + bytes(8))) == "workbook_broken"
