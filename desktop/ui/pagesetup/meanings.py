"""What a column may mean, in words."""

from __future__ import annotations

from desktop.ui.words import translate


def meanings() -> dict[str, str]:
    """The words of each field, in the order in which a person is offered them."""
    return {
        "text": translate("PageSetup", "Text, no meaning of its own"),
        "number_in_book": translate("PageSetup", "Number in the book"),
        "serial_number": translate("PageSetup", "Serial number"),
        "make": translate("PageSetup", "Make"),
        "model": translate("PageSetup", "Model"),
        "calibre": translate("PageSetup", "Calibre"),
        "weapon_type": translate("PageSetup", "Type of weapon"),
        "country": translate("PageSetup", "Country of make"),
        "year": translate("PageSetup", "Year of make"),
        "marking": translate("PageSetup", "Marking"),
        "date": translate("PageSetup", "Date"),
        "event_kind": translate("PageSetup", "What happened"),
        "counterpart": translate("PageSetup", "From whom, to whom"),
        "document": translate("PageSetup", "Document"),
        "status": translate("PageSetup", "Status"),
        "condition": translate("PageSetup", "Condition"),
        "rack_number": translate("PageSetup", "Rack number"),
        "stock_number": translate("PageSetup", "Stock number"),
        "holder_organisation": translate("PageSetup", "Holder: unit or office"),
        "holder_person": translate("PageSetup", "Holder: person"),
        "place": translate("PageSetup", "Place"),
        "importer": translate("PageSetup", "Importer"),
        "import_year": translate("PageSetup", "Year of import"),
        "import_country": translate("PageSetup", "Country of import"),
        "item": translate("PageSetup", "Item"),
        "quantity": translate("PageSetup", "Quantity"),
        "unit": translate("PageSetup", "Unit"),
        "lot": translate("PageSetup", "Lot"),
        "remarks": translate("PageSetup", "Remarks"),
        "number": translate("PageSetup", "A number"),
        "digits": translate("PageSetup", "Digits only"),
        "capitals": translate("PageSetup", "Capital letters"),
        "ignore": translate("PageSetup", "Not read"),
    }
