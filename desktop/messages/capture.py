"""Sentences of the capture room: what happened, and what to do next."""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {
    "picture_missing": "{name} is not there. Look where it is kept, or put the stick back in, and try again.",
    "picture_vanished": "{name} went away while it was read. Put the stick back in, or copy the files to this PC, "
    "and bring it in again; what came before is kept.",
    "picture_forbidden": "Ledgermark is not allowed to read {name}. Ask for the right to read it, or copy it to a "
    "folder of your own.",
    "picture_disk_failed": "{name} could not be read from its disk ({reason}). Copy it again from where it came from.",
    "picture_is_folder": "{name} is a folder, not a picture. Bring in the folder as a whole, or a picture in it.",
    "picture_no_file": "{name} is no ordinary file. Copy the picture to a folder and bring in the copy.",
    "folder_without_pictures": "The folder {name} holds no picture and no PDF. Choose the folder with the scans.",
    "folder_forbidden": "Ledgermark is not allowed to look into the folder {name}. Ask for the right to read it, or "
    "copy it to a folder of your own.",
    "picture_empty": "{name} is an empty file. Copy or scan it again.",
    "picture_unknown": "{name} is no picture, whatever its name says. Bring in PNG, JPEG, TIFF, BMP, WebP or PDF.",
    "picture_other_kind": "{name} is a {kind} picture, which Ledgermark does not read. Save it as PNG or JPEG and "
    "bring that in.",
    "picture_truncated": "The picture {name} stops in the middle. Copy or scan it again.",
    "picture_broken": "The picture {name} is damaged. Copy or scan it again.",
    "picture_too_small": "{name} is {width} × {height} dots, too small to hold a page (at least {least} on each "
    "side). Scan the page at 300 dots per inch.",
    "picture_too_long": "{name} is {width} × {height} dots; more than {most} on a side is not read. Scan one page "
    "at a time, at 300 dots per inch.",
    "picture_too_many_pixels": "{name} is {width} × {height} dots; more than {most} million are not read. Scan the "
    "page at 300 dots per inch.",
    "picture_file_too_large": "{name} is {megabytes} MB; more than {most} MB is not read. Scan at 300 dots per inch, "
    "or split the file.",
    "picture_too_many_pages": "{name} holds {pages} pages; more than {most} are not read at once. Split the file.",
    "picture_without_pages": "{name} holds no page. Scan it again.",
    "picture_too_slow": "{name} was not decoded within {seconds} seconds and was given up. Scan the page again.",
    "picture_too_hungry": "{name} asks for more memory than a page may. Scan the page again, at 300 dots per inch.",
    "picture_stopped_decoder": "{name} stopped the part of Ledgermark that decodes pictures, and was put aside. "
    "Nothing else is harmed; scan the page again.",
    "pdf_encrypted": "The PDF {name} is locked with a password. Save it without one, or scan the pages again.",
    "pdf_broken": "The PDF {name} is damaged. Copy it again from where it came from, or scan the pages again.",
    "pdf_page_broken": "The page {name} of the PDF is damaged. Scan this page again; the others are read.",
    "decoder_missing": "The part of Ledgermark that decodes pictures did not start ({reason}). Install "
    "Ledgermark again.",
    "scanner_none": "No scanner is connected, or the program that drives it is not installed. Switch the scanner on "
    "and plug it in; on Debian and Ubuntu install sane-utils. Pictures can be brought in from files meanwhile.",
    "scanner_unknown": "No scanner is called {name}. Look whether it is switched on, and list the scanners again.",
    "scanner_program_missing": "The program that drives the scanner ({name}) is not installed. On Debian and Ubuntu "
    "install sane-utils.",
    "scanner_jammed": "Paper jammed. Open the lid, take out the sheet, lay it back on the pile and scan again; the "
    "pages before it are in.",
    "scanner_double_feed": "Two sheets went in at once. Lay both back on the pile and scan again; the pages before "
    "them are in.",
    "scanner_open": "The scanner's lid is open. Close it and scan again.",
    "scanner_busy": "The scanner is busy or warming up. Close other programs that use it, wait a minute and scan "
    "again.",
    "scanner_empty": "There is no paper in the feeder. Lay the pages in and scan again.",
    "scanner_vanished": "The scanner went away. Look at its cable and its switch, and scan again; the pages that came "
    "before are in.",
    "scanner_silent": "The scanner said nothing for {seconds} seconds and was given up. Switch it off and on again; "
    "the pages that came before are in.",
    "scanner_forbidden": "Ledgermark is not allowed to use the scanner. Ask for the right to it (on Linux the group "
    "“scanner”).",
    "scanner_refused": "The scanner does not do what was asked of it ({reason}). Choose another paper, size or "
    "resolution.",
    "scanner_failed": "The scanner stopped ({reason}). Switch it off and on again; the pages that came before are in.",
}
