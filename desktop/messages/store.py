"""Sentences of the store room: what happened, and what to do next."""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {
    # Keys and people.
    "register_missing": "There is no register in {folder}. Choose the folder where it lies, or set up a new one.",
    "register_exists": "There is a register in {folder} already. Open that one, or choose another folder.",
    "keys_broken": "The key file in {folder} is damaged. Put back keys.json from the last backup.",
    "keys_newer": "The key file in {folder} was written by a newer Ledgermark. Install that version on this PC.",
    "wrong_passphrase": "That passphrase is not right. Try again; if it is lost, use the recovery code from the safe.",
    "wait_before_trying": "Too many wrong tries. Wait {seconds} seconds, then try again.",
    "user_name_wanted": "Several people use this register. Say your name as well.",
    "passphrase_empty": "A passphrase is wanted. Choose one that is long and easy to remember.",
    "recovery_code_mistyped": "That is not how the recovery code is written: a character is wrong, missing or too "
    "many. Compare it with the sheet from the safe.",
    "wrong_recovery_code": "That recovery code does not open this register. Look for the sheet that belongs to it; "
    "an older sheet no longer works once a new code was made.",
    "user_exists": "There is somebody called {name} already. Choose another name.",
    "user_unknown": "That person is not in this register. Look at the list of users.",
    "last_user": "The last person who can open the register cannot be removed. Add another one first.",
    # The register's files.
    "register_newer": "The register in {folder} was written by a newer Ledgermark and was left as it is. Install "
    "that version on this PC.",
    "register_damaged": "The register is damaged, or it is not the one that its key file belongs to. Nothing was "
    "changed. Put back the last backup, and keep this copy for repair.",
    "register_locked": "Another program is using the register. Close it, or wait a moment, and try again.",
    "disk_full": "The disk is full. What was being saved was not, all before it is kept. Make room and try again.",
    "disk_read_only": "The disk or folder cannot be written to. Nothing was changed. Check that it is not "
    "write-protected and that you may write there, and try again.",
    "disk_failed": "The disk failed while reading or writing. Nothing was changed. Check that it is still plugged in, "
    "make a backup to another disk, and try again.",
    "book_missing": "The file {name} with the pictures of this ledger is gone. Put it back from the last backup.",
    "book_damaged": "The file {name} with the pictures of this ledger is damaged. Put it back from the last backup.",
    "book_newer": "The file {name} was written by a newer Ledgermark. Install that version on this PC.",
    "book_of_another": "The file {name} holds the pictures of another ledger. Put back the one from the last backup.",
    "picture_lost": "The picture of this page is gone from its file. Put the file back from the last backup.",
    "picture_not_kept": "The picture of {name} was not kept. Bring it in again; nothing else is harmed.",
    "backup_exists": "There is something called {name} there already. Choose another name for the backup.",
    "backup_damaged": "The copy {name} did not read back right. Nothing was kept of it; use another disk.",
    "text_broken": "A name or text holds bytes that are no letters of any script. Write it anew, in letters.",
    "backup_of_another": "This backup is not of this register: entry {number} of its journal is another. Choose "
    "another backup.",
    # What is asked for and is not there.
    "ledger_unknown": "That ledger is not in this register. Look at the list of ledgers.",
    "page_unknown": "That page is not in this register. Look at the pages of its ledger.",
    "row_unknown": "That row is not in this register. Look at the rows of its page.",
    "cell_unknown": "That cell is not in this register. Look at the cells of its page.",
    "record_unknown": "That record is not in this register. Search for it by its serial number.",
    "batch_unknown": "That batch is not in this register. Look at the list of batches.",
    # What a check finds.
    "journal_broken": "Entry {number} of the journal was altered or is missing ({what}). Call the supervisor, and "
    "compare with the heads on the receipts.",
    "schema_differs": "The layout of {file} is not as it should be ({names}). Put it back from the last backup.",
    "cipher_broken": "A part of {file} is damaged ({what}). Put it back from the last backup.",
    "file_broken": "{file} is damaged ({what}). Put it back from the last backup.",
    "reference_broken": "{file} refers to something that is not there ({what}). Put it back from the last backup.",
    "latest_records_wrong": "The list of latest records is wrong for {count} of them. Put the register back from the "
    "last backup.",
    "batch_damaged": "The sealed batch {folder} is not as it was sealed. Put the register back from the last backup.",
    "picture_altered": "The picture of book {book}, page {page} is not the one that was brought in. Put the book's "
    "file back from the last backup.",
    "picture_gone": "The picture of book {book}, page {page} is gone. Put the book's file back from the last backup.",
}
