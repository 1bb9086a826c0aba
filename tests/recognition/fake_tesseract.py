"""Stands where Tesseract does: answers a list of pictures, and dies, hangs or breaks off where it is told."""

import os
import pathlib
import sys
import time

PAGE = """<div class='ocr_page' id='page_1' title='image "{name}"; bbox 0 0 9 9'>
<div class='ocr_carea'><span class='ocrx_word' id='word_1'>
<span class='ocrx_cinfo' title='x_bboxes 0 0 9 9; x_conf 99.0'>{sign}</span>
</span></div></div>
"""


def main() -> int:
    folder = pathlib.Path(os.environ["FAKE_FOLDER"])
    with (folder / "calls.txt").open("a") as calls:
        calls.write(f"{' '.join(sys.argv[1:])} | {' '.join(sorted(os.environ))} | {pathlib.Path.cwd()}\n")
    if sys.argv[1] == "--list-langs":
        print("List of available languages (2):\neng\nfra")
        return 0
    told = (folder / "told.txt").read_text().split()
    for name in pathlib.Path(sys.argv[1]).read_text().split():
        if f"die:{name}" in told or "die:all" in told:
            return 1
        if f"hang:{name}" in told or "hang:all" in told:
            time.sleep(600)
        page = PAGE.format(name=name, sign="7")
        if f"break:{name}" in told:
            print(page[: len(page) // 2], flush=True)
            return 1
        print(page, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
