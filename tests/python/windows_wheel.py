"""The wheel for Windows in a Python for Windows, under Wine, beside the package of this system: windows_wheel.py WHEEL FOLDER

FOLDER has python.exe with the wheel unpacked beside it. The wheel is what installers expect; then both run the script below over copies of the same logs, at paths
that are the same for both; each answer must be the same bytes.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from support import SAMPLES_OF_ALL_FORMS

ASK = r"""
import hashlib, json, os, sys
import sppwhy
out = {}
def note(name, value):
    out[name] = hashlib.sha256(value).hexdigest() + f" {len(value)}"
def told(name, ask):
    try:
        ask()
    except Exception as error:
        out[name] = [type(error).__name__, str(error), getattr(error, "file", None), getattr(error, "line", None)]
def there_and_back(name):
    path = os.path.join("logs", name)  # on Windows with a backslash
    read = sppwhy.read(path)
    note(name, read.report())
    assert read.report() == sppwhy.report([read.events, read.logs]), name
    plain = sppwhy.read(path, plain=True, guid_text=True, batch_rows=7)
    assert read.report() == sppwhy.report([plain.logs, plain.events]), name
for name in sorted(os.listdir("logs")):
    told(name, lambda: there_and_back(name))
note("recovered", sppwhy.report("logs", recovered=True, since="2026-03-02", until="2026-03-20", threads=2))
note("explain", json.dumps(sppwhy.explain("0xC004F074", 12288, "clock-skew"), sort_keys=True).encode())
for name, ask in {
    "absent": lambda: sppwhy.analyze(os.path.join("logs", "nothing", "here.evtx")),
    "rules": lambda: sppwhy.analyze("logs", rules="broken.yaml"),
    "stream": lambda: sppwhy.read([sppwhy.logs("logs")]).report() and sppwhy.report([3]),
    "reader": lambda: sppwhy.read("logs", reader="other"),
}.items():
    told(name, ask)
import pyarrow
read = sppwhy.read(os.path.join("logs", "contoso"))
tables = [pyarrow.table(read.events), pyarrow.table(read.logs)]
for table in tables:
    table.validate(full=True)
out["pyarrow"] = [table.num_rows for table in tables] + [sppwhy.report(tables) == read.report()]
capsule = sppwhy.events("logs").__arrow_c_stream__()
del capsule
out["library"] = os.path.basename(sppwhy._library.library._name)
out["version"] = sppwhy.__version__
print(json.dumps(out, indent=1, sort_keys=True))
"""


def ask(command: "list[str]", folder: Path, environment: "dict[str, str]") -> "dict[str, object]":
    run = subprocess.run([*command, "ask.py"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **environment})
    if run.returncode:
        raise SystemExit(f"{command[0]}: {run.stderr.decode(errors='replace')[-2000:]}")
    answer: "dict[str, object]" = json.loads(run.stdout)
    return answer


def check_wheel(path: Path) -> None:
    """Its tags, that RECORD is that of its files, and that it has one library, of Windows."""
    with zipfile.ZipFile(path) as wheel:
        names = set(wheel.namelist())
        (about,) = {name.split("/")[0] for name in names if ".dist-info/" in name}
        assert "Tag: py3-none-win_amd64" in wheel.read(f"{about}/WHEEL").decode().splitlines()
        assert "Root-Is-Purelib: false" in wheel.read(f"{about}/WHEEL").decode().splitlines()
        recorded = {row[0]: row[1] for row in csv.reader(wheel.read(f"{about}/RECORD").decode().splitlines())}
        assert set(recorded) == names, set(recorded) ^ names
        for name, said in recorded.items():
            digest = base64.urlsafe_b64encode(hashlib.sha256(wheel.read(name)).digest()).rstrip(b"=").decode()
            assert said in ("", f"sha256={digest}"), name
        libraries = {name for name in names if name.endswith(".dll") or ".so" in name}
        assert libraries == {"sppwhy/sppwhy.dll"}, libraries
        assert wheel.read("sppwhy/sppwhy.dll")[:2] == b"MZ" and "sppwhy/py.typed" in names


def main() -> int:
    check_wheel(Path(sys.argv[1]))
    there = Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory(prefix="sppwhy-") as name:
        folder = Path(name)
        for sample in SAMPLES_OF_ALL_FORMS:
            target = folder / "logs" / sample.name
            (shutil.copytree if sample.is_dir() else shutil.copyfile)(sample, target)
        (folder / "broken.yaml").write_text("id: broken\nnonsense: 1\n")
        (folder / "ask.py").write_text(ASK)
        here = ask([sys.executable], folder, {})
        wine = {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree=d;mshtml=d", "PYTHONUTF8": "1"}
        if os.environ.get("SPPWHY_WINEPREFIX"):
            wine["WINEPREFIX"] = os.environ["SPPWHY_WINEPREFIX"]
        windows = ask(["wine", str(there / "python.exe")], folder, wine)
    if windows.pop("library") != "sppwhy.dll" or here.pop("library") != "libsppwhy.so":
        raise SystemExit("another library was loaded")
    differ = [key for key in sorted({*here, *windows}) if here.get(key) != windows.get(key)]
    for key in differ:
        print(f"{key}:\n  here    {here.get(key)}\n  Windows {windows.get(key)}")
    print(f"the wheel for Windows: {len(here) - len(differ)} of {len(here)} answers are the native package's")
    return 1 if differ else 0


sys.exit(main())
