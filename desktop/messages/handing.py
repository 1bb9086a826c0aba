"""What printing the register and handing it over say."""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {
    "progress_bound_book": "Printing the bound book",
    "progress_figures": "Counting what the register keeps",
    "progress_hand_over": "Writing entries",
    "progress_hand_over_pictures": "Writing page pictures",
    "progress_hand_over_proof": "Reading back what was written",
    "archive_taken": "{name} is there already. Choose another folder or name; nothing there is written over.",
    "archive_unfaithful": "What the disk gave back of {name} is not what was written. Use another stick or disk; this "
    "one loses data.",
    "archive_unusable": "{name} is not a register that was handed over: its list SHA256SUMS is missing or cannot be "
    "read. Choose the folder that has READ-ME.txt in it.",
    "archive_file_missing": "{file} is in the list and not in the folder. Copy the folder once more from where it "
    "came.",
    "archive_file_differs": "{file} is not what the list says: it was changed or damaged. Copy the folder once more "
    "from where it came.",
    "archive_file_strange": "{file} is in the folder and not in the list. It was put there by somebody else.",
}
