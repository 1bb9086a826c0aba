"""Sentences of books that move between the PCs of one armoury: what happened, and what to do next."""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {
    # Where a book is
    "book_is_elsewhere": "Book {book} has been worked on at {peer} since {day}. Here it can be looked at; it can be "
    "changed again once its work bundle has come back (Exchange, Books on other PCs).",
    "book_is_here": "Book {book} is worked on here; there is nothing to take back.",
    "book_back_why": "Say why the book is taken back without its bundle, in a few words.",
    "book_not_ours": "Book {book} came from another PC, which seals its records. Give it back when it is done.",
    # The other PCs
    "peer_unknown": "No other PC is called {name} here. Bring in its file of public keys first.",
    "peer_name_missing": "Say what the other PC is called here, such as “Reading room”.",
    "peer_is_this_register": "These are the keys of this very register. Bring in the file that the other PC wrote. "
    "Where the other register is a copy of this one, set a register of its own up there.",
    "peer_of_another_armoury": "These keys are of the armoury {code}, and books move between the PCs of one armoury "
    "only. Set the other register up with the code of this one.",
    "fingerprint_of_peer_differs": "The keys of {name} have the fingerprint {fingerprint}, which is not what was "
    "said. Have it read out at the other PC, and trust nothing until they agree.",
    # A bundle that comes
    "bundle_missing": "There is no work bundle in {name}. Put the stick in, and choose the folder whose name begins "
    "with LW-.",
    "bundles_several": "There is more than one work bundle in {name}. Say the folder of the one that is meant; its "
    "name begins with LW-.",
    "bundle_broken": "The work bundle is damaged or was changed ({name}). Nothing was taken in. Have it written "
    "again at the other PC.",
    "bundle_file_missing": "The file {name} of the work bundle is missing. Nothing was taken in. Have it written "
    "again.",
    "bundle_file_unlisted": "The file {name} does not belong to the work bundle. Nothing was taken in. Look who put "
    "it there, and have the bundle written again.",
    "bundle_too_large": "The file {name} of the work bundle is larger than {most} MB and is not opened.",
    "bundle_newer": "The work bundle was written by a newer Ledgermark ({format}). Bring this PC up to date first.",
    "bundle_of_stranger": "The work bundle says it comes from a register that is not known here. Nothing was taken "
    "in. Bring in that PC's public keys, and compare the fingerprint.",
    "bundle_for_another": "This work bundle is for another PC. Take it in there.",
    "bundle_of_another_armoury": "This work bundle is of the armoury {code}. Nothing was taken in.",
    "bundle_older": "This work bundle is older than what is known here of book {book}: it is of move {turn}, and "
    "move {known} was seen already. Nothing was taken in. Ask for the newest bundle.",
    "bundle_taken_before": "This work bundle was taken in before. Taking it again changes nothing.",
    "bundle_facts_broken": "What the work bundle says does not hold together ({what}). Nothing was taken in. Have "
    "“check” run at the other PC, and the bundle written again.",
    "bundle_journal_broken": "The journal in the work bundle was altered at entry {number}. Nothing was taken in. "
    "Call the supervisor.",
    "bundle_journal_lacks": "The journal in the work bundle does not tell of all that the bundle holds ({what}). "
    "Nothing was taken in. Call the supervisor.",
    "bundle_clashes": "The work bundle holds something that is another thing here. Nothing was taken in. Call the "
    "supervisor.",
    "bundle_picture_here": "A picture of the work bundle is here already, as book {book}, page {page}: the same "
    "page was brought in at both PCs. Nothing was taken in. Decide in which book it stays.",
    "bundle_no_room": "The work bundle needs {wanted} MB, and {free} MB are free. Make room, then take it in.",
    "book_went_two_ways": "This book was worked on in two places since it moved, and the two do not fit together. "
    "Nothing was taken in. What was done at one of them has to be typed again at the other.",
    "register_older_than_bundle": "This register is older than the work bundle, which holds entries of its journal "
    "that it does not have: a backup was put back since. Nothing was taken in. Call the supervisor.",
    "register_forked_from_bundle": "The work bundle holds entries of this register's journal that are not the ones "
    "here: the register went two ways, or was altered. Nothing was taken in. Call the supervisor.",
    "peer_of_another_history": "The journal of the other PC is not the one that it showed before: a backup was put "
    "back there, or it was altered. Nothing was taken in. Call the supervisor.",
    "foreign_journal_broken": "{count} entries of other PCs' journals are not as they came. Put the register back "
    "from the last backup.",
    "progress_bundle_writing": "Writing the work bundle",
    "progress_bundle_reading": "Reading the work bundle",
    # The journal
    "did_know_peer": "Trusted the keys of another PC.",
    "did_send_book": "Gave a book to another PC.",
    "did_take_book": "Took a book in from another PC.",
    "did_take_back_book": "Took a book back without its bundle.",
}
