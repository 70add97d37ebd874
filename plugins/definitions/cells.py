"""What a cell of a definition seed may hold, by the `meta` of its column.

type : `text` (the default), `integer`, `number`, `boolean`, `date`, `event_name`, `property`, `source`
choices : the words that it, or each of its values, may be, in any case
required : whether it must not be blank
default : what a blank cell means
optional : whether a file may leave the column out, which is to leave it blank: for columns that came
    later than people's files
min, max, above : bounds of a number; `above` is not in them
references : `<seed>.<column>`: the values that it may have
is_list : whether it holds several values, separated by `|`
format : `snake_case`, `regexp`, `domain`, `instant` (a time in ISO 8601) or `time_zone` (a name of the IANA
    database)
unit : what a number counts, for the message
allows_any : whether a source may be `*`, which is every one
warns : for names of events and properties: `unseen` warns of one that never came, `unknown` of one
    that is not in the taxonomy either
"""

import datetime
import math
import re
import unicodedata
import zoneinfo

TRUE = {"true", "t", "yes", "1"}
FALSE = {"false", "f", "no", "0"}
INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
NUMBER = re.compile(r"[+-]?[0-9]+([.][0-9]*)?([eE][+-]?[0-9]+)?")
# what RE2 reads and Java does not, or reads as something else
NOT_JAVA = re.compile(r"\(\?P<|\[\[:|\\C")
LABEL = r"[^\s.*/:@A-Z]+"
# with `*` for what is below, or for any suffix; or a name, which may have blanks
DOMAIN = re.compile(rf"([*][.])?({LABEL}[.])+({LABEL}|[*])|[^.*/:@A-Z]+")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# of what the engines' parse_utc reads, the plain forms; the same as macros/calculations/as_of_or.sql
INSTANT = re.compile(
    r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.]\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?)?", re.ASCII
)
TYPES = {"text", "integer", "number", "boolean", "date", "event_name", "property", "source"}
KEYS = {
    "type", "choices", "required", "default", "min", "max", "above", "references", "is_list",
    "format", "unit", "warns", "allows_any", "optional",
}


def problem_of(cell: str, meta: dict) -> tuple[str, str] | None:
    """What is wrong with a cell that is not blank, and the suggested fix."""
    kind = meta.get("type", "text")
    if meta.get("is_list") and (problem := problem_of_list(cell)):
        return problem
    if "choices" in meta:
        choices = [str(choice) for choice in meta["choices"]]
        words = cell.split("|") if meta.get("is_list") else [cell]
        if any(word.lower() not in choices for word in words):
            return "is not one of the choices", f"Write {one_of(choices)}."
    elif kind == "boolean":
        if cell.lower() not in TRUE | FALSE:
            return "is neither true nor false", "Write true or false."
    elif kind in ("integer", "number"):
        return problem_of_number(cell, meta)
    elif kind == "date":
        if date_of(cell) is None:
            return "is not a date", "Write year, month and day as in 2026-01-31."
    elif kind == "event_name":
        if event_name(cell) is None:
            return "has no letter and no digit", "Write the name of an event."
    if meta.get("format") == "snake_case" and cell != snake_case(cell):
        fix = snake_case(cell)
        return "is not snake_case", f"Write {fix}." if fix else "Write letters and digits."
    if meta.get("format") == "regexp" and not is_regexp(cell):
        return "is not a regular expression", "Correct the expression."
    if meta.get("format") == "domain" and not DOMAIN.fullmatch(cell):
        return "is not a domain in lower case", "Write it without scheme, port and path."
    if meta.get("format") == "instant" and instant(cell) is None:
        return "is not a time in ISO 8601", "Write it as 2026-01-31 or 2026-01-31T14:30:00Z."
    if meta.get("format") == "time_zone" and cell not in zoneinfo.available_timezones() - {"localtime"}:
        return "is not a time zone", "Write a name of the IANA database, as Europe/Berlin."
    return None


def problem_of_number(cell: str, meta: dict) -> tuple[str, str] | None:
    unit = f" of {meta['unit']}" if "unit" in meta else ""
    is_integer = meta["type"] == "integer"
    asked = f"Write a {'whole ' if is_integer else ''}number{unit}"
    low = f" above {meta['above']}" if "above" in meta else (
        f" from {meta['min']}" if "min" in meta else "")
    number = number_of(cell) if not is_integer or INTEGER.fullmatch(cell) else None
    if number is None:
        return f"is not a {'whole ' if is_integer else ''}number", f"{asked}{low}."
    if number < meta.get("min", -math.inf) or number <= meta.get("above", -math.inf):
        return "is too small", f"{asked}{low}."
    if number > meta.get("max", math.inf):
        return "is too large", f"{asked} up to {meta['max']}."
    return None


def problem_of_list(cell: str) -> tuple[str, str] | None:
    if "," in cell and "|" not in cell:
        fix = "|".join(part.strip() for part in cell.split(","))
        return "has commas between its values", f"Separate them with |: {fix}"
    return None


def typed(cell: str, meta: dict) -> str | None:
    """The text that is cast to the column's type: words in lower case, defaults filled in."""
    if cell == "":
        default = meta.get("default")
        return None if default is None else str(default).lower() if isinstance(
            default, bool) else str(default)
    if "choices" in meta:
        return cell.lower()
    if meta.get("type") == "boolean":
        return "true" if cell.lower() in TRUE else "false"
    return cell


def number_of(cell: str) -> float | None:
    """The number that a text writes in decimal digits; whole ones exactly."""
    if INTEGER.fullmatch(cell):
        return int(cell)
    if NUMBER.fullmatch(cell) and math.isfinite(float(cell)):
        return float(cell)
    return None


def date_of(cell: str) -> datetime.date | None:
    """The date that a text writes as ISO 8601 does, where the calendar has it."""
    try:
        return datetime.date.fromisoformat(cell) if DATE.fullmatch(cell) else None
    except ValueError:
        return None


def instant(cell: str) -> datetime.datetime | None:
    """The time that a text writes, in UTC without one; None for a day that no calendar has."""
    try:
        found = datetime.datetime.fromisoformat(cell) if INSTANT.fullmatch(cell) else None
    except ValueError:
        return None
    return found.replace(tzinfo=found.tzinfo or datetime.UTC) if found else None


def is_regexp(pattern: str) -> bool:
    """Whether every engine can read it: RE2's syntax, without what Java's lacks."""
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        pc.match_substring_regex(pa.array([""]), pattern=pattern)
    except pa.ArrowInvalid:
        return False
    return not NOT_JAVA.search(pattern)


def event_name(cell: str) -> str | None:
    """A name as definitions are compared: macros/calculations/event_name_of.sql."""
    return cell.lower() if cell.endswith("*") else snake_case(cell) or None


def property_name(cell: str) -> str:
    """The same as macros/calculations/property_name_of.sql."""
    spelled = snake_case(cell)
    return ("$" if cell.startswith("$") else "") + spelled if spelled else cell


def snake_case(text: str) -> str:
    """The same as macros/dialect/snake_case.sql."""
    kinds = [kind(letter) for letter in text] + [" "]
    parts = []
    for place, letter in enumerate(text):
        before = kinds[place - 1] if place else " "
        if kinds[place] == "U" and (
            before in "lN" or (before == "U" and kinds[place + 1] == "l")
        ):
            parts.append("_")
        # letter by letter, of which none becomes two
        parts.append("_" if kinds[place] == " " else letter.lower()[0])
    return re.sub("_+", "_", "".join(parts)).strip("_")


def kind(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in ("Lu", "Ll"):
        return category[1].replace("u", "U")
    return {"L": "L", "M": "L", "N": "N"}.get(category[0], " ")


def one_of(words: list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " or " + words[-1]
