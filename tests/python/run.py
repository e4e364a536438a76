"""Runs the tests of the Python package: run.py [NAME...] (test_NAME.py; all but Spark's when none is named).

Ends with a line "N passed, N failed, N skipped".
"""

from __future__ import annotations

import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
SLOW = {"spark"}


def main() -> int:
    sys.path.insert(0, str(HERE))
    names = sys.argv[1:] or sorted({path.stem[5:] for path in HERE.glob("test_*.py")} - SLOW)
    loader = unittest.TestLoader()
    suite = unittest.TestSuite(loader.loadTestsFromName(f"test_{name}") for name in names)
    result = unittest.TextTestRunner(verbosity=1).run(suite)
    failed = len(result.failures) + len(result.errors)
    skipped = len(result.skipped)
    print(f"{max(result.testsRun - failed - skipped, 0)} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or result.testsRun == 0 else 0


sys.exit(main())
