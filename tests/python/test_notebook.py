"""The notebook of the documentation runs, and shows what it says it shows."""

from __future__ import annotations

from importlib.util import find_spec

from support import Case


class Notebook(Case):
    def test_it_runs(self) -> None:
        for name in ("nbclient", "ipykernel", "matplotlib", "duckdb", "pandas"):
            if not find_spec(name):
                self.skipTest(f"{name} is not there")
        from notebook import run

        cells = [cell for cell in run().cells if cell.cell_type == "code"]
        shown = [output for cell in cells for output in cell.outputs]
        self.assertFalse([output for output in shown if output.output_type == "error"])
        self.assertTrue(any("image/png" in output.get("data", {}) for output in shown))
        self.assertTrue(any("kms-host-idle" in output.get("data", {}).get("text/plain", "") for output in shown))
