"""What fields and their states are called on paper."""

from __future__ import annotations

from db.model import SerialState
from desktop.printing.paper import translate


def field_name(name: str) -> str:
    """A field in the language that is set; one that this version has no word for by its own name."""
    return {
        "serial_number": translate("Fields", "Serial number"),
        "weapon_type": translate("Fields", "Type"),
        "make": translate("Fields", "Make"),
        "country": translate("Fields", "Country"),
        "model": translate("Fields", "Model"),
        "calibre": translate("Fields", "Calibre"),
        "year": translate("Fields", "Year"),
        "number_in_book": translate("Fields", "Number in the book"),
        "marking": translate("Fields", "Marking"),
        "rack_number": translate("Fields", "Rack number"),
        "stock_number": translate("Fields", "Stock number"),
        "status": translate("Fields", "Status"),
        "condition": translate("Fields", "Condition"),
        "holder_organisation": translate("Fields", "Holder"),
        "holder_person": translate("Fields", "Person"),
        "place": translate("Fields", "Place"),
        "importer": translate("Fields", "Importer"),
        "import_year": translate("Fields", "Year of import"),
        "import_country": translate("Fields", "Imported from"),
        "date": translate("Fields", "Date"),
        "event_kind": translate("Fields", "What happened"),
        "counterpart": translate("Fields", "From or to"),
        "document": translate("Fields", "Document"),
        "quantity": translate("Fields", "Quantity"),
        "item": translate("Fields", "Item"),
        "lot": translate("Fields", "Lot"),
        "unit": translate("Fields", "Unit"),
        "remarks": translate("Fields", "Remarks"),
    }.get(name, name.replace("_", " "))


def state_text(state: SerialState) -> str:
    """Why there is no serial number."""
    return {
        SerialState.MARKED: "",
        SerialState.NONE_MARKED: translate("Fields", "none on the weapon"),
        SerialState.OBLITERATED: translate("Fields", "obliterated on the weapon"),
        SerialState.ILLEGIBLE: translate("Fields", "illegible on the paper"),
        SerialState.NOT_RECORDED: translate("Fields", "not recorded"),
    }[state]
