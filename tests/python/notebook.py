"""Runs docs/notebook.ipynb as a reader would; `--write` keeps what it shows."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parents[2] / "docs"
NOTEBOOK = DOCS / "notebook.ipynb"


def run() -> Any:
    """The notebook with its outputs; a cell that fails raises."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(NOTEBOOK, as_version=4)
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(DOCS)}})
    client.execute()
    return notebook


def main() -> None:
    import nbformat

    notebook = run()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    notebook.metadata = {"kernelspec": notebook.metadata.kernelspec, "language_info": {"name": "python"}}
    if "--write" in sys.argv:
        nbformat.write(notebook, NOTEBOOK)


if __name__ == "__main__":
    main()
