"""Numbers and names of WIA 2 (Microsoft's `WiaDef.h` and the automation library's reference)."""

from __future__ import annotations

from typing import Final

FLAG: Final = "--wia-child"

SCANNER_TYPE: Final = 1  # WiaDeviceType ScannerDeviceType
PNG: Final = "{B96B3CAF-0728-11D3-9D7B-0000F81EF32E}"
BMP: Final = "{B96B3CAB-0728-11D3-9D7B-0000F81EF32E}"  # the one format that every driver delivers

# Properties of the device, named by their numbers as text: a number alone would be a place in the collection.
HORIZONTAL_BED: Final = "3074"  # thousandths of an inch
VERTICAL_BED: Final = "3075"
HORIZONTAL_FEED: Final = "3076"
VERTICAL_FEED: Final = "3077"
HANDLING_CAPABILITIES: Final = "3086"
HANDLING_STATUS: Final = "3087"
HANDLING_SELECT: Final = "3088"
PAGES: Final = "3096"

FEEDER: Final = 1
FLATBED: Final = 2
DUPLEX: Final = 4
FEED_READY: Final = 1

# Properties of the item that is scanned.
INTENT: Final = "6146"
ACROSS_DPI: Final = "6147"
DOWN_DPI: Final = "6148"
LEFT: Final = "6149"
TOP: Final = "6150"
WIDTH: Final = "6151"
HEIGHT: Final = "6152"

INTENT_COLOUR: Final = 1
INTENT_GREY: Final = 2

RANGE_SUBTYPE: Final = 1
LIST_SUBTYPE: Final = 2

ENDED: Final = "paper_ended"
KEYS: Final = {
    0x80210002: "scanner_jammed",
    0x80210003: ENDED,
    0x80210004: "scanner_jammed",  # "a problem with the paper"
    0x80210005: "scanner_vanished",  # offline
    0x80210006: "scanner_busy",
    0x80210007: "scanner_busy",  # warming up
    0x80210008: "scanner_open",  # "needs the person"
    0x8021000A: "scanner_vanished",  # cannot be talked to
    0x8021000C: "scanner_refused",
    0x8021000D: "scanner_busy",  # locked by another program
    0x80210010: "scanner_open",
    0x80210015: "scanner_vanished",  # no such scanner
    0x80210020: "scanner_double_feed",
    0x80070005: "scanner_forbidden",
    0x80070057: "scanner_refused",
}
"""What an HRESULT means here. 0x80210003 is the end of the paper, or an empty feeder where no page came."""
