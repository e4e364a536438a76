"""What the tests of the Python package share: where the tree is, and the logs of every scenario, written once."""

from __future__ import annotations

import functools
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("SPPWHY_BUILD", ROOT / "build" / "debug"))
SPPWHY = BUILD / "sppwhy"
LOGWRITER = BUILD / "tests" / "logwriter"


SAMPLES = ROOT / "samples"
# Logs in folders, and events as people export, collect and paste them.
SAMPLES_OF_ALL_FORMS = (
    sorted(path for path in SAMPLES.iterdir() if path.is_dir())
    + sorted(path for path in (ROOT / "tests/posts").iterdir() if path.suffix == ".txt")
    + sorted(path for path in (ROOT / "tests/posts/shapes").iterdir() if path.is_file())
)


def scenarios() -> list[Path]:
    """Those of the samples and of tests/scenario/, and the one with everything in it."""
    found = sorted(ROOT.glob("samples/*/scenario.yaml")) + sorted(ROOT.glob("tests/scenario/*.yaml"))
    return found + sorted(ROOT.glob("tests/scenario/pairs/*.yaml")) + [ROOT / "tests/tools/everything.yaml"]


def write_logs(scenario: Path, folder: Path) -> Path:
    subprocess.run([LOGWRITER, scenario, folder], check=True, stdout=subprocess.DEVNULL)
    return folder


@functools.lru_cache(maxsize=None)
def _all_logs() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="sppwhy-")


@functools.lru_cache(maxsize=None)
def scenario_logs(scenario: Path) -> Path:
    """The logs of a scenario, in a folder of their own that lasts as long as the tests."""
    name = "-".join(scenario.relative_to(ROOT).with_suffix("").parts)
    return write_logs(scenario, Path(_all_logs().name) / name)


def program(*arguments: object) -> bytes:
    """What the program writes; that inputs are missing or damaged does not matter here."""
    run = subprocess.run([str(SPPWHY), "-q", *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return run.stdout


class Case(unittest.TestCase):
    maxDiff = 2000

    def same(self, first: bytes, second: bytes, what: object) -> None:
        """Byte for byte; a document is too long to be shown whole."""
        if first == second:
            return
        at = next((i for i, (a, b) in enumerate(zip(first, second)) if a != b), min(len(first), len(second)))
        self.fail(f"{what}: differs at byte {at}: {first[at - 60 : at + 60]!r} / {second[at - 60 : at + 60]!r}")
