"""The SQL function `canonical_json(text varchar) -> varchar`: one spelling for what is the same JSON.

As RFC 8785 has it, members are in the order of their names (as UTF-16 code units), at any depth,
and texts have no white space and only the escapes that they need. Numbers are written by their
value, a whole one as its digits however it was spelled; unlike there, whole numbers that a double
does not hold keep all their digits. A text that repeats a name within an object, or has a number
that no double holds, is left as it is.
"""

import json
import re
from decimal import Decimal
from math import isinf
from operator import itemgetter

from duckdb.sqltypes import VARCHAR

from dbt.adapters.duckdb.plugins import BasePlugin

FIRST_NAME = itemgetter(0)


def canonical_json(text: str) -> str:
    try:
        value = json.loads(text, object_pairs_hook=ordered, parse_float=number, parse_int=whole)
        written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        if "e-" in written or "e+" in written or "\\u00" in written:
            written = respelled(written)
        return written
    except (ValueError, RecursionError):
        return text


def ordered(members: list[tuple]) -> dict:
    found = dict(sorted(members, key=FIRST_NAME))
    if len(found) < len(members):
        raise ValueError("a name comes twice")
    if found and max(found) > "\ud7ff":
        found = dict(sorted(members, key=lambda member: member[0].encode("utf-16-be")))
    return found


def number(digits: str) -> int | float:
    value = float(digits)
    if isinf(value):
        raise ValueError("no double holds it")
    if not value.is_integer():
        return value
    if abs(value) < 1e16:
        return int(value)
    if abs(value) < 1e21:
        return int(Decimal(repr(value)))
    return value


def whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= 38 else number(digits)


def respelled(text: str) -> str:
    """Numbers and control characters as other engines write them, outside of and in strings."""
    parts = re.split(r'("(?:[^"\\]|\\.)*")', text)
    parts[::2] = [re.sub(r"-?[0-9.]+e[+-][0-9]+", plain_number, part) for part in parts[::2]]
    parts[1::2] = [re.sub(r"\\u....|\\.", capital_digits, part) for part in parts[1::2]]
    return "".join(parts)


def plain_number(found: re.Match) -> str:
    sign, digits, exponent = Decimal(found[0]).as_tuple()
    point = len(digits) + exponent
    text = "".join(map(str, digits))
    if -6 < point <= 0:
        return f"{'-' * sign}0.{'0' * -point}{text}"
    return f"{'-' * sign}{text[0]}{'.' * (len(text) > 1)}{text[1:]}e{point - 1}"


def capital_digits(found: re.Match) -> str:
    return found[0][:2] + found[0][2:].upper()


class Plugin(BasePlugin):
    def configure_connection(self, conn):
        conn.create_function("canonical_json", canonical_json, [VARCHAR], VARCHAR)
