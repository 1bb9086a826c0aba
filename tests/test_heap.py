"""Memory of the size of a page goes back to the system."""

from __future__ import annotations

import subprocess
import sys

import pytest

GROWN = """
from pathlib import Path
import numpy as np
from desktop.heap import give_back

def mb():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20

np.ones(3 * 2**20)  # glibc takes this for what a large block is from now on: 24 MB
pages = [np.ones(2**20) for _ in range(20)]  # 8 MB each
small = [bytes(1000) for _ in range(200)]  # lies behind them and stays
before = mb()
del pages
give_back()
print(round(before - mb()))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's heap")
def test_pages_that_are_let_go_of_go_back_to_the_system() -> None:
    assert int(subprocess.check_output([sys.executable, "-c", GROWN], text=True)) >= 150
