"""Reads the CSV file of a definition seed, and reports what is wrong with the file itself."""

import csv
import difflib
from dataclasses import dataclass, field
from pathlib import Path

# what spreadsheets write in place of the comma
OTHER_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Problem:
    """One mistake; `column` and `found` are empty where the line or the file is wrong."""

    file: str
    line: int
    column: str
    found: str
    problem: str
    suggested_fix: str


@dataclass
class Seed:
    """A definition seed as dbt knows it, and the rows of its file.

    rows : one mapping per row, of trimmed cells by column ("" when blank); the line that the row
        begins at is under ""
    """

    name: str
    file: str
    path: Path
    columns: dict[str, dict]
    meta: dict
    rows: list[dict] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    # whether every row of the file was read, so that others can be held against it
    is_readable: bool = True

    def report(self, line: int, column: str, found: str, problem: str, suggested_fix: str) -> None:
        self.problems.append(Problem(self.file, line, column, found, problem, suggested_fix))

    def reject(self, line: int, problem: str, suggested_fix: str) -> None:
        """Reports something that keeps one row, or all of them, from being read."""
        self.is_readable = False
        self.report(line, "", "", problem, suggested_fix)


def read(seed: Seed) -> None:
    """Fills `rows`, or reports why it cannot."""
    if not seed.columns:
        described = seed.path.with_suffix(".yml")
        seed.reject(1, f"{described.name} names no column of it" if described.exists()
                    else f"{described.name} is missing beside {seed.path.name}",
                    "Describe the seed and its columns there.")
        return
    content = seed.path.read_bytes()
    if content.startswith(UTF_16):
        seed.reject(1, "is encoded as UTF-16", "Save the file as CSV in UTF-8.")
        return
    try:
        # a byte order mark, which Excel writes, is no part of the first name
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        seed.reject(line, "has a character that is not UTF-8", "Save the file as CSV in UTF-8.")
        return
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        seed.reject(line, "has a NUL character", "Delete it.")
        return
    # line endings of any system
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    records = records_of(seed, [line + "\n" for line in lines])
    if not seed.is_readable:
        return
    if not records:
        seed.reject(1, "is empty", f"Write the header: {','.join(seed.columns)}")
        return
    (first, header), *rows = records
    check_header(seed, first, [name.strip() for name in header])
    if not seed.is_readable:
        return
    header = [name.strip() for name in header]
    for line, cells in rows:
        if len(cells) != len(header):
            seed.reject(line, f"has {count(len(cells), 'field')}, the header has {len(header)}:"
                        f" {odd_field(cells, header)}", advice(cells, header))
            continue
        blanks = dict.fromkeys(seed.columns, "")
        seed.rows.append({"": line} | blanks | dict(zip(header, map(str.strip, cells))))


def records_of(seed: Seed, lines: list[str]) -> list[tuple[int, list[str]]]:
    """The records with the line that each begins at; blank lines are none."""
    reader = csv.reader(lines, strict=True)
    records: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for cells in reader:
            if any(map(str.strip, cells)) or len(cells) > 1:
                records.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error:
        seed.reject(begins, "has a quote that is not closed, or text behind a closed one",
                    'Close it; a quote inside of a quoted text is written twice: "".')
    return records


def check_header(seed: Seed, line: int, header: list[str]) -> None:
    expected = list(seed.columns)
    if len(header) == 1 and len(expected) > 1:
        for delimiter, plural in OTHER_DELIMITERS.items():
            if delimiter in header[0]:
                seed.reject(line, f"has {plural} between its fields",
                            "Save the file with commas between the fields.")
                return
    missing = [name for name in expected if name not in header]
    for name in dict.fromkeys(header):
        if header.count(name) > 1:
            seed.reject(line, f"has the column '{name}' {header.count(name)} times",
                        "Keep one of them.")
        elif name not in expected:
            near = difflib.get_close_matches(name, missing, 1, 0.4)
            seed.reject(line, f"has the unknown column '{name}'",
                        f"Write {near[0]}." if near else "Take it out, or describe it in the YAML.")
            missing = [other for other in missing if other not in near]
    for name in missing:
        if seed.columns[name].get("optional"):
            continue
        seed.reject(line, f"has no column '{name}'",
                    f"Add it to the header: {','.join(expected)}")


def odd_field(cells: list[str], header: list[str]) -> str:
    """The first column without a field, or the first field without a column."""
    if len(cells) < len(header):
        return f"none for '{header[len(cells)]}'"
    return f"'{cells[len(header)].strip()}' is behind the last, '{header[-1]}'"


def advice(cells: list[str], header: list[str]) -> str:
    if len(cells) < len(header):
        return "Write a comma for each field, blank ones too."
    return ("Put a text that has a comma in quotes, separate the values of a list with |, or "
            "delete the commas that are too many.")


def count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
