"""Sentences of the operations and of the command line: what happened, and what to do next."""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {
    "our_fault": "Ledgermark made a mistake of its own. What was saved is kept. A report without any record's values "
    "is in {report}; give it to whoever looks after this program.",
    "our_fault_unsaved": "Ledgermark made a mistake of its own, and the disk did not take a report of it. What was "
    "saved is kept.",
    "register_exists": "There is a register in {folder} already. Choose another folder, or unlock that register.",
    "armoury_name_missing": "The armoury needs a name.",
    "armoury_code_invalid": "The armoury's code has 2 to 12 capital letters and digits, such as CA1.",
    "user_name_missing": "The first user needs a name.",
    "person_name_missing": "The person needs a name.",
    "person_retired": "{name} may not open this register any more. An administrator can add them anew.",
    "last_administrator": "Somebody has to be able to let people in. Make another person administrator first.",
    "not_allowed": "{name} may not do this here; it is for: {roles}.",
    "recovery_for_administrators": "The recovery code lets an administrator of this register in, who then gives the "
    "others new passphrases. Say the administrator's name.",
    "passphrase_short": "The passphrase needs at least {least} characters. Four words that do not belong together "
    "are easy to keep in mind and hard to guess.",
    "passphrases_differ": "The two passphrases are not the same. Type them again.",
    "passphrase_missing": "No passphrase was given. Type it when asked, or set LEDGERMARK_PASSPHRASE.",
    "practice_never_leaves": "This is the practice register: nothing in it is ever sent. Open the armoury's own "
    "register to send records.",
    "book_title_missing": "The book needs a title, such as the one on its cover.",
    "book_unknown": "There is no book {number} in this register.",
    "book_page_unknown": "Book {book} has no page {page}.",
    "form_columns_in_use": "Pages of this book were read with the columns {columns}. Keep those names; what a column "
    "means can be changed.",
    "mesh_other_columns": "{found} columns are drawn on this page, and the book's form has {expected}. Save the form "
    "first, or draw as many.",
    "page_read_already": "Page {page} was read already. Correct it in Review.",
    "form_needed": "A new book needs a form: say --form with a form's file or the name of a bundled one.",
    "one_picture_needed": "A new picture of one page is one picture. Name just that.",
    "column_unknown": "The form {form} has no column called {column}.",
    "picture_already_in": "This picture is already in: Book {book}, page {page}.",
    "picture_looks_like": "This looks like a new picture of Book {book}, page {page}. Say whether it is; nothing "
    "was brought in yet.",
    "page_not_read": "Page {page} of Book {book} was not read yet, or could not be read.",
    "page_not_settled": "{count} cells of this page still want to be checked. Check them, then file the page.",
    "page_asked": "{count} cells of this page wait for the supervisor's answer.",
    "page_not_filed": "This page is not filed yet.",
    "not_carried_fields": "Settled on the picture before and read otherwise on this one, so to be checked again: "
    "{count}. Their histories stand on the picture before.",
    "not_carried_rows": "Rows of the picture before on which somebody had worked and which were not found on this one: "
    "{rows}. Look whether they are on the paper, and add them (Review) where they are.",
    "said_before": "Somebody typed this before the row was changed, or on another picture. Compare it with the paper.",
    "row_last": "This is the last row of its page; there is none below to join it with.",
    "default_serial": "No two weapons share a serial number, so it is never said to be always the same. Type each as "
    "it stands on the paper.",
    "join_filed": "This page is filed. Rows are joined before; correct the cells one by one, with the reason.",
    "row_blank": "Nothing is written in this row.",
    "row_struck": "This row is struck as no entry: it makes no record.",
    "row_no_room": "No more rows can be added at this place. Add one after another row.",
    "row_changed_meanwhile": "This row was changed meanwhile. Look at it again.",
    "undo_row_used": "Somebody has filled in this row meanwhile, so it stays. Strike it if it is no entry.",
    "reason_needed": "This page is filed. Say why the value is corrected.",
    "alike_serial": "Serial numbers are checked one by one: two that read alike may be two weapons.",
    "undo_filed": "The page of this step is filed. Go to the cell and correct it there, with the reason.",
    "value_unseen": "This holds characters that cannot be seen ({codes}). They are not on the paper: type it anew.",
    "value_too_long": "This is longer than {most} characters. No field of a ledger is.",
    "ditto_without_source": "It says “same as above”, and nothing stands above it on this page. Type the value.",
    "cell_unknown": "There is no such cell.",
    "cell_name_odd": "{name} does not name a cell. Write book/page/row/column, such as 1/2/3/Serial number.",
    "row_name_odd": "{name} does not name a row. Write book/page/row, such as 1/2/3.",
    "settle_what": "Say which cell, and what stands there: a text, --accept, --unreadable, --empty or --ask.",
    "answers_broken": "{name} holds no answers that can be used ({reason}). It wants a JSON list of "
    "cells with their texts.",
    "nothing_to_send": "Nothing is ready to be sent: every filed record is in a batch already.",
    "sealing_disturbed": "Records were filed while the batch was made, again and again. Seal it when nobody files.",
    "batch_unknown": "There is no such batch in this register.",
    "out_not_writable": "{name} could not be written ({reason}). Choose another place.",
    "disk_low": "Only {megabytes} MB are free on this disk. Make room before the next pages come in.",
    "room_low": "There is room for about {pages} more pages on this disk ({megabytes} MB). Make room before the next "
    "book.",
    "backup_room_low": "The disk of the backups has only {megabytes} MB left. Make room there, or choose another disk "
    "in Settings.",
    "backup_none": "There is no backup of this register yet. Make one in Settings, and one to a stick.",
    "backup_old": "The last backup is {days} days old. Make one in Settings.",
    "backup_no_room": "A backup takes {wanted} MB, and {free} MB are free there. Make room, or choose another disk.",
    "backup_unknown": "There is no backup called {name} in {folder}.",
    "restore_unsure": "Nothing was put back. Read what would be lost, and say --yes if that is what you want.",
    "progress_backup": "Making a backup",
    "progress_proving": "Proving that the backup opens",
    "progress_restoring": "Putting the backup back",
    "progress_checking": "Checking the register",
    "samples_missing": "The sample ledger is not there. Install Ledgermark again.",
    "progress_importing": "Bringing in {name}",
    "progress_imported": "Brought in",
    "progress_trying": "Trying the form on page {page}",
    "progress_tried": "The form was tried",
    "progress_reading": "Reading Book {book}, page {page}",
    "progress_pictures": "Reading {name}",
    "progress_scanning": "Scanning page {page}: {percent}",
    "progress_scanned": "Page {page} is in",
    "page_number_odd": "A page number is a whole number from 0 to {most}.",
    "page_number_missing": "Page {first} is missing. Choose the page after it and put it in before that.",
    "page_numbers_missing": "Pages {first} to {last} are missing. Choose the page after them and put them in before "
    "that.",
    "page_number_backwards": "Page {number} comes after page {before}. Look whether it was scanned twice or in the "
    "wrong order, or give it its right number.",
    "pile_uneven": "{fronts} fronts came and {backs} backs: two sheets went through at once. The pages stay in the "
    "order in which they came. Look which page is missing and put it in before the next.",
    "watched_folder_missing": "There is no folder {name}. Choose the folder into which the phone or scanner saves.",
    "watched_folder_gone": "The watched folder {name} is not there. Put the stick back in, or look at the network "
    "drive; Ledgermark goes on looking, and what came before is in.",
    "watched_folder_back": "The watched folder {name} is there again.",
    "progress_sealing": "Sealing the batch",
    "progress_writing": "Writing and reading back",
}
