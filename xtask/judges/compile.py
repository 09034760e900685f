"""Compiles forms with pyxform, all in one process.

Arguments: a file with jobs, [{"name": …, "form": XLSForm, "xform": where to write}, …], and where to write what was said:
{name: {"accepted": bool, "message": text, "warnings": [text, …]}}.

A workbook is first made of the `sheets.json` beside it, with numbers, dates and truth values as cells of their own kind, as people type them.
"""

import contextlib
import io
import json
import re
import sys
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from pyxform.xls2xform import convert

WHOLE = re.compile(r"-?(0|[1-9]\d{0,8})")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
BROKEN = re.compile(r"-?(0|[1-9]\d{0,6})\.\d{1,4}")


def cell(text: str):
    """The value that a spreadsheet would make of what is typed."""
    if text == "":
        return None
    if WHOLE.fullmatch(text):
        return int(text)
    if BROKEN.fullmatch(text):
        return float(text)
    if DAY.fullmatch(text):
        return datetime.fromisoformat(text)
    if text in {"TRUE", "FALSE"}:
        return text == "TRUE"
    return text


def make_workbook(sheets: list, path: Path) -> None:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for sheet in sheets:
        page = workbook.create_sheet(sheet["name"])
        for row in sheet["rows"]:
            page.append([cell(text) for text in row])
    workbook.save(path)


def compile_form(job: dict) -> dict:
    form = Path(job["form"])
    sheets = form.parent / "sheets.json"
    if form.suffix == ".xlsx" and sheets.exists():
        make_workbook(json.loads(sheets.read_text(encoding="utf-8")), form)
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            result = convert(form)
    except Exception as fault:  # pyxform also refuses by faults that it does not name.
        return {"accepted": False, "message": f"{type(fault).__name__}: {fault}", "warnings": []}
    Path(job["xform"]).write_text(result.xform, encoding="utf-8")
    if result.itemsets is not None:
        (form.parent / "itemsets.csv").write_text(result.itemsets, encoding="utf-8", newline="")
    return {"accepted": True, "message": "", "warnings": list(result.warnings)}


def main() -> None:
    jobs, said = sys.argv[1:]
    results = {job["name"]: compile_form(job) for job in json.loads(Path(jobs).read_text(encoding="utf-8"))}
    Path(said).write_text(json.dumps(results, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
