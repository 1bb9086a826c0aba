"""What is odd about the values of one row taken together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from desktop.fields.dates import parse_date
from desktop.fields.layout import LedgerForm
from desktop.fields.problems import Problem
from desktop.fields.serials import search_keys
from desktop.fields.values import year_of
from desktop.fields.vocabularies import fold

# What is copied into the serial number's place (design 2), in the order in which it is named.
_MISTAKEN: Final = (
    "model", "rack_number", "stock_number", "importer", "make", "number_in_book", "calibre", "year", "marking", "lot",
    "document",
)  # fmt: skip
_OF_A_WEAPON: Final = ("weapon_type", "make", "model", "calibre", "country")


def problems_of_row(row: Mapping[str, str], titles: Mapping[str, str], form: LedgerForm) -> Iterator[Problem]:
    """`row` by field with what the book shares filled in; `titles` are the fields that this row itself says."""
    if not titles:
        return
    if form.kind == "quantity" or "quantity" in titles:
        yield from _quantity_problems(row, titles)
    columns = {column.field for column in form.columns}
    if row.get("serial_number"):
        yield from _serial_problems(row, titles)
        if "make" in columns and not row.get("make"):
            yield Problem("row_without_make")
        if "country" in columns and not row.get("country"):
            yield Problem("row_without_country")
    elif "serial_number" in columns and "quantity" not in titles and any(f in titles for f in _OF_A_WEAPON):
        yield Problem("row_without_serial")
    if row.get("importer") and fold(row["importer"]) == fold(row.get("make", "")):
        yield Problem("row_importer_is_maker")
    yield from _order_problems(row, form)


def _serial_problems(row: Mapping[str, str], titles: Mapping[str, str]) -> Iterator[Problem]:
    serial = search_keys(row["serial_number"]).plain
    for field in _MISTAKEN:
        if serial and serial == search_keys(row.get(field, "")).plain:
            yield Problem("serial_equals", (("column", titles.get(field, field)),))


def _quantity_problems(row: Mapping[str, str], titles: Mapping[str, str]) -> Iterator[Problem]:
    quantity = row.get("quantity", "").strip()
    # A weapon's row may say that it is one.
    if row.get("serial_number") and quantity not in {"", "1", "01"}:
        yield Problem("row_serial_in_quantity")
    elif quantity and not row.get("serial_number") and not any(f in titles for f in ("item", *_OF_A_WEAPON)):
        yield Problem("row_quantity_without_item")


def _order_problems(row: Mapping[str, str], form: LedgerForm) -> Iterator[Problem]:
    date = parse_date(row.get("date", ""), form.languages)
    year = year_of(row.get("year", ""), form)
    if date and year and not year.circa and date.year < year.number:
        yield Problem("row_date_before_year")
