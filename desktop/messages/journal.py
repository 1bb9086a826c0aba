"""What the journal's entries say, and what a check of the journal finds."""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {
    "did_found": "Made the register.",
    "did_add_person": "Added a person.",
    "did_retire_person": "Took a person's way in.",
    "did_change_role": "Made a person something else.",
    "did_change_passphrase": "Changed their passphrase.",
    "did_set_passphrase": "Gave a person another passphrase.",
    "did_recover": "Came in by the recovery code.",
    "did_new_recovery_code": "Made another recovery code.",
    "did_wrong_passphrase": "A wrong passphrase or code was tried.",
    "did_begin_book": "Began a book.",
    "did_change_form": "Changed a book's form.",
    "did_import_page": "Brought a page in.",
    "did_number_pages": "Numbered pages.",
    "did_interleave_pages": "Put fronts and backs together.",
    "did_read_page": "Had a page read.",
    "did_weigh_page": "Had a page weighed again with what its book has taught.",
    "did_forget_lessons": "Had forgotten what a book has taught.",
    "did_page_failed": "A page could not be read.",
    "did_say_hand": "Said whose hand it is.",
    "did_settle": "Settled cells.",
    "did_say_default": "Said what a column always is.",
    "did_change_rows": "Added, parted, joined or struck rows.",
    "did_read_again": "Had a cell read again.",
    "did_undo": "Took a step back.",
    "did_redo": "Did a step again.",
    "did_file_page": "Filed a page.",
    "did_freeze_lot": "Froze a lot.",
    "did_draw_lot": "Drew a lot's sample.",
    "did_draw_to_inform": "Drew records to learn from.",
    "did_longer_plan": "Went on with a longer plan.",
    "did_check_record": "Typed a record blind.",
    "did_announce_practice": "Announced a practice round.",
    "did_finish_practice": "Finished a practice round.",
    "did_decide_lot": "Decided on a lot.",
    "did_seal": "Sealed a batch.",
    "did_write_batch": "Wrote a batch to a stick.",
    "did_take_answer": "Took the registry's answer in.",
    "did_put_answer_aside": "Put an answer aside.",
    "did_answer_back": "Answered the registry's question.",
    "did_make_key": "Made the armoury's own key.",
    "did_enrol_registry": "Enrolled the registry's key.",
    "did_print_book": "Printed the bound book.",
    "did_print_figures": "Printed the record-keeping figures.",
    "did_write_archive": "Began to write the whole register out, to be handed over.",
    "did_archive_written": "Wrote the whole register out, to be handed over.",
    "did_back_up": "Made a backup.",
    "did_copy_away": "Copied the register to a stick.",
    "did_restore": "Put a backup back.",
    "did_other": "Did something that this version has no words for ({action}).",
    "untold_pages": "The journal does not tell of {count} pages that were brought in: its last "
    "entries were cut off. Call the supervisor, and compare with the heads on the receipts.",
    "untold_records": "The journal does not tell of {count} pages whose records were filed: its last "
    "entries were cut off. Call the supervisor, and compare with the heads on the receipts.",
    "untold_batches": "The journal does not tell of {count} sealed batches: its last "
    "entries were cut off. Call the supervisor, and compare with the heads on the receipts.",
    "untold_decisions": "The journal does not tell of {count} decisions on lots: its last "
    "entries were cut off. Call the supervisor, and compare with the heads on the receipts.",
    "untold_steps": "The journal does not tell of {count} steps of checking: its last "
    "entries were cut off. Call the supervisor, and compare with the heads on the receipts.",
    "head_missing": "Entry {number} of the journal is not the one that {what} names: entries were cut off or "
    "changed since, or an older register was put back. Call the supervisor.",
}
