"""Files of the landing zone, and how collectors write times and identifiers."""

import json
from datetime import datetime, timedelta, timezone

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def moment(milliseconds):
    """Return a time of the plan as a datetime, UTC."""
    return EPOCH + timedelta(milliseconds=milliseconds)


def day(number):
    """Return the date of a day since 1970."""
    return moment(number * 86_400_000).date()


def uuid(number):
    """Return a UUID that carries 64 bits."""
    text = f"{number:016x}"
    return f"{text[:8]}-{text[8:12]}-4{text[12:15]}-8{text[15]}00-{text[:12]}"


def write_file(landing, table, load, name, text, codec):
    """Write one compressed file of a load."""
    path = landing / table / f"load_date={day(load)}" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(codec.compress(text.encode(), asbytes=True))


def lines_of(rows):
    """Return rows as lines of JSON."""
    dumped = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    return "".join(line + "\n" for line in dumped)


def without_nulls(row):
    """Return a row without what it does not know."""
    return {name: value for name, value in row.items() if value is not None}
