"""Sentences of the exchange room: what happened, and what to do next."""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {
    # What a registry's columns file may say
    "columns_file_unreadable": "The registry's columns file {name} cannot be read. Look whether it is still there, "
    "and whether you may read it.",
    "columns_file_broken": "The registry's columns file {name} cannot be used: {reason}. Correct it, or use the one "
    "that came with Ledgermark.",
    # Sealing
    "cell_too_long": "Book {book}, page {page}, row {row}: the text under “{heading}” has {characters} characters; "
    "a workbook's cell holds {most}. Shorten it in the record, then seal again.",
    "reading_too_long": "A reading under “{heading}” has {characters} characters; a workbook's cell holds {most}. "
    "Look at that page in Review.",
    "batch_too_large": "A workbook's sheet holds {most} lines, and this batch has more. Seal it in two batches.",
    "word_stands_for_two": "Book {book}, page {page}, row {row}: the text under “{heading}” is a word that the "
    "registry's columns file uses for another value. Change the word in the columns file, then seal again.",
    "row_hash_differs": "Book {book}, page {page}, row {row}: the record is not as it was filed. Nothing was sealed. "
    "Run “ledgermark check”, and bring back the last good backup.",
    # The stick
    "target_full": "There is not enough room on {name}. Nothing was left there half-written. Free some room or take "
    "another stick, and write the batch again.",
    "target_read_only": "{name} cannot be written to. Look whether the stick's lock is on or whether you may write "
    "there; then write the batch again.",
    "target_vanished": "{name} is not there any more. Put the stick back in, or choose another place, and write again: "
    "the same batch is written.",
    "target_failed": "{name} does not work as it should ({reason}). Take another stick, and write again: the same "
    "batch is written.",
    "target_taken": "Something else is named {name} there. Move it away, or choose another place.",
    "target_differs": "There is a batch {name} there already, and it is another one. Nothing was changed. Choose "
    "another place, or move that one away.",
    "target_unfaithful": "What was read back from {name} is not what was written. Do not use this stick; take "
    "another one and write the batch again.",
    # A workbook from outside
    "workbook_broken": "The workbook {name} is damaged. Ask for it again, or copy it again from where it came.",
    "workbook_other_format": "{name} is no .xlsx workbook, or is locked with a password. Open it in a spreadsheet "
    "program, save it as .xlsx without a password, and bring that in.",
    "workbook_too_large": "The workbook {name} is larger than {most} MB and is not opened. Ask for it in parts.",
    "workbook_too_many_parts": "The workbook {name} is made of more than {most} parts and is not opened. Save the "
    "sheets alone as a new .xlsx workbook.",
    "workbook_unpacks_too_large": "The workbook {name} unpacks to far more than a workbook should (at most {most} "
    "MB) and is not opened. Do not open it elsewhere; ask who sent it.",
    "workbook_too_slow": "The workbook {name} was not read within {seconds} seconds and was given up. Ask for it in "
    "parts.",
    "workbook_too_wide": "The sheet {sheet} of {name} has far more columns than a batch. Bring in the workbook that "
    "the registry filled in.",
    "workbook_has_macros": "The workbook {name} holds macros and is not opened. Ask for it without macros, as .xlsx.",
    "workbook_has_links": "The workbook {name} reaches out to other files and is not opened. Ask for it without links.",
    "workbook_has_objects": "The workbook {name} holds other files inside and is not opened. Ask for the sheets alone.",
    "workbook_has_dtd": "The workbook {name} holds a declaration that no spreadsheet program writes, and is not "
    "opened. Do not open it elsewhere; ask who sent it.",
    "workbook_has_formula": "The sheet {sheet} of {name} holds a formula, and only texts are taken. Copy the sheet "
    "and paste its values only, save, and bring that in.",
    "workbook_lacks_sheet": "The workbook {name} has no sheet “{sheet}”. Bring in the workbook of a batch.",
    "workbook_lacks_column": "The sheet {sheet} of {name} has lost the column “{column}”. Ask for the workbook with "
    "all its columns, the hidden ones too.",
    # Where a record is on its way
    "trip_not_sent": "Not sent",
    "trip_sent": "Sent",
    "trip_accepted": "Accepted: {said}",
    "trip_duplicate": "Duplicate of {said}",
    "trip_rejected": "Rejected: {said}",
    "trip_question": "Question: {said}",
    "trip_corrected": "Corrected, goes again",
    "trip_corrected_sent": "Sent again",
    # The registry's answer
    "answer_too_large": "The answer {name} is larger than {most} MB and is not opened. Ask for it in parts.",
    "answer_too_long": "The answer {name} has more than {most} lines. Ask for it in parts.",
    "answer_too_much": "The answer {name} holds more than {most} million letters. Ask for it in parts.",
    "answer_not_utf8": "The letters of {name} cannot be told. Have it saved as “CSV UTF-8” or as .xlsx.",
    "answer_no_table": "Line {line} of {name} is no line of a table. Have it saved again as CSV or as .xlsx.",
    "answer_without_columns": "{name} has no column “{column}”, so its lines cannot be matched. Ask for the sheet "
    "Answer with all its columns, the hidden ones too.",
    "answer_column_twice": "In {name} two columns have the same heading. Ask which one counts.",
    "answer_without_ids": "Line {line} does not say which record it answers. Ask for the sheet Answer with its hidden "
    "columns.",
    "answer_without_word": "Line {line} is filled in, but its column Answer is empty. Ask what it means.",
    "answer_word_unknown": "Line {line}: what stands under Answer is none of accepted, duplicate, rejected, question. "
    "Ask what it means.",
    "answer_line_too_long": "Line {line} is longer than an answer can be. Ask for it again.",
    "answer_without_number": "Line {line} is accepted without a registry number.",
    "answer_without_original": "Line {line} is called a duplicate, but not of what.",
    "answer_without_reason": "Line {line} is rejected or asked about without a word why.",
    "answer_number_lost_its_text": "Line {line}: the registry's number was stored as a number, so leading zeros may be "
    "lost. Compare it with the registry's letter.",
    "answer_missing": "There is no file {name}. Put the stick in, and choose the registry's answer on it.",
    "answer_taken_before": "This very answer was taken before. Taking it again changes nothing.",
    "answer_unsigned": "It bears no signature, so nobody can prove that the registry wrote it. A supervisor may take "
    "it; it stays marked as unsigned.",
    "answer_signature_unknown": "It bears a signature, but the registry's key is not known here, so the signature "
    "proves nothing. Bring in the registry's keys, or take it as unsigned.",
    "answer_nothing_waits": "The registry sent nothing back about this record, or it is seen to already.",
    "answer_why_needed": "Say why, in a few words.",
    # What is locked
    "encrypted_broken": "The encrypted file {name} is damaged or was changed. Ask for it again.",
    "encrypted_to_another": "The file {name} was encrypted to another key than this one. Compare the fingerprints, and "
    "ask for it again.",
    "encrypted_no_key": "The file {name} is encrypted, and there is no key here that opens it.",
    "workbook_password_wrong": "This is not the password of {name}. Ask whoever locked it.",
    "workbook_password_missing": "The workbook {name} is locked with a password. Say which.",
    "public_keys_broken": "The file {name} holds no public keys that can be used. Ask for it again.",
    "public_keys_of_other_side": "The file {name} holds the keys of the other side; wanted are the {wanted}'s.",
    "workbook_password_short": "The password of a workbook needs at least {least} characters: who finds the stick can "
    "try as many as they like.",
    "fingerprint_not_theirs": "What was typed does not end the fingerprint of {name}'s keys. Have it read out once "
    "more; if it is another one still, the file is not the registry's.",
    "fingerprint_differs": "The keys of {name} have the fingerprint {fingerprint}. Have it read out to you, and say it "
    "with --fingerprint; trust no keys whose fingerprint is another.",
    # The register against what it is shown
    "batch_of_another_armoury": "This is of another armoury's register. Nothing of it is taken here.",
    "register_older_than_batch": "This register is older than batch {number}: it was brought back from before "
    "that batch was sealed. Do not seal anything. Bring back a newer backup, or file again what was filed since.",
    "register_of_another_history": "This register's journal is not the one that batch {number} was sealed from: it was "
    "brought back from a backup and worked on, or rewritten. Do not seal anything, and call whoever answers for it.",
    # The registry's side
    "registry_missing": "There is no registry's file in {folder}. Make one with “ledgermark registry keys --name …”.",
    "registry_exists": "There is a registry's file in {folder} already. Choose another folder, or unlock that one.",
    "registry_name_missing": "The registry needs a name: armouries see it.",
    "armoury_not_enrolled": "The keys of the armoury {name} are not known here, so nobody can say whether this batch "
    "is theirs. Ask for their file of public keys, compare the fingerprint with them, and enrol it.",
    "batch_locked": "The workbook in {name} is locked, and nothing here opens it.",
    "intake_differs": "Another batch {number} of this armoury was taken in before. Their register may have been "
    "brought back from a backup. Nothing was taken; ask them.",
    "intake_rows_twice": "{count} rows of batch {number} were taken in before with another batch. Nothing was taken; "
    "ask the armoury.",
    "profile_unusable": "The profile {name} cannot be used. Take one that came with Ledgermark.",
    "answer_not_matching": "{count} lines of {name} answer rows that are not as they were taken in, or say two things "
    "of one row. Nothing was kept; mend them first.",
    "answer_of_batches": "{name} has to answer one batch that was taken in here, and answers {count}.",
    # A batch's folder
    "batch_folder_missing": "There is no folder {name}. Put the stick in, and choose the batch's folder on it.",
    "manifest_missing": "The folder {name} has no manifest.json, so nothing in it can be proved. Ask for the whole "
    "folder again.",
    "manifest_broken": "The batch's manifest.json is damaged or was changed, so nothing in the folder can be proved. "
    "Ask for the whole folder again.",
    "manifest_newer": "The batch was made by a newer Ledgermark ({format}). Bring this PC's Ledgermark up to date.",
    "batch_without_records": "The manifest names no workbook, so there are no records in this batch. Ask for the whole "
    "folder again.",
    "signature_missing": "The batch {name} bears no signature, so nobody can say whose it is. Ask for the whole "
    "folder again.",
    "signature_broken": "The signature is damaged or was changed. Ask for the whole folder again.",
    "signature_of_another_key": "The signature is that of the key {fingerprint}; the one on file is {trusted}. Have "
    "the sender read out their key, and take nothing from this until they agree.",
    "signature_wrong": "The signature is not one over this file: it was changed after it was signed. Take nothing from "
    "it, and ask for it again.",
    "batch_file_missing": "The file {name} of the batch is missing.",
    "batch_file_altered": "The file {name} is not the one that was sealed.",
    "batch_file_unlisted": "The file {name} does not belong to the batch.",
    "batch_too_many_files": "The folder holds more than {most} files; a batch has a handful.",
    "batch_row_altered": "Line {line} of the sheet Records (book {book}, page {page}, row {row}) is not as it was "
    "sealed.",
    "batch_lines_stray": "Lines that follow no record: {events} in the sheet Events, {markings} in Markings.",
    "batch_count_differs": "The workbook holds {found} {what}; the manifest says {stated}.",
    "batch_root_differs": "The rows as a whole are not the ones that were sealed: one was changed, added, moved or "
    "taken out.",
    "batch_header_differs": "The sheet Batch and the manifest disagree about “{key}”.",
    "batch_more_problems": "And {count} more.",
}
