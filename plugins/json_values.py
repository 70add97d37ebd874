"""JSON as files hold it: which form a file has, its values one by one, and what no reader takes.

`json_form` tells from the first bytes of a file whether its lines are read one by one or its
values, `Values` cuts a stream of chunks into the values of arrays and of objects end to end, and
`repaired` writes what JSON does not know, and writers write all the same, as JSON.
"""

import json
import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
WHITE_SPACE = b" \t\r\n\x0b\x0c"
OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE = b"[]{}"
# 1: a quote, 2: opens, 3: closes
MARKS = np.zeros(256, np.int8)
MARKS[ord('"')] = 1
MARKS[[OPEN_BRACKET, OPEN_BRACE]] = 2
MARKS[[CLOSE_BRACKET, CLOSE_BRACE]] = 3
ESCAPED = re.compile(rb"\\.", re.DOTALL)
# what stands between values and is none: strings whole, and the rest up to a comma
LOOSE = re.compile(rb'(?:"(?:[^"\\]|\\.)*+"|[^,])+', re.DOTALL)

# a first line that holds a bracket alone, and a member's name behind it
OPENED_OBJECT = re.compile(rb'\{[ \t\r]*\n\s*"(?:[^"\\]|\\.)*"\s*:')

STRING_OR_NO_NUMBER = re.compile(r'"(?:[^"\\]|\\.)*+"|-?\b(?:NaN|Infinity)\b', re.DOTALL)
ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.",
    re.DOTALL,
)


def json_form(head: bytes) -> str | None:
    """How a file that begins with `head` is read: `lines`, `values`, or None for what is no JSON.

    `values`: an array, whose elements are the rows, or objects end to end, over as many lines as
    they take. A file whose first line is a whole JSON value, with other lines behind it, is
    read by lines, and so is one whose first line is broken: each line is then judged alone.
    """
    text = head.removeprefix(BYTE_ORDER_MARK).lstrip(WHITE_SPACE)
    if text[:1] not in (b"{", b"["):
        return None
    first, _, others = text.partition(b"\n")
    end = value_end(first)
    behind = first[end:].strip(WHITE_SPACE) if end else b""
    if end and not behind and (others.strip(WHITE_SPACE) or text[:1] == b"{"):
        return "lines"
    if text[:1] == b"[":
        return "values" if is_array(text) else "lines"
    if end:
        return "values" if behind[:1] in (b"{", b"[") else "lines"
    return "values" if value_end(text) or OPENED_OBJECT.match(text) else "lines"


def is_array(text: bytes) -> bool:
    """Whether a text that begins with `[` is an array of objects, or one over several lines."""
    elements = text[1:].lstrip(WHITE_SPACE)
    if elements[:1] == b"]":
        return not elements[1:].strip(WHITE_SPACE)
    if elements[:1] != b"{" and text[1:].partition(b"\n")[0].strip(WHITE_SPACE):
        return False
    # an object that no comma follows is a line behind a broken one
    for begun in (elements, text.partition(b"\n")[2].lstrip(WHITE_SPACE)):
        if end := value_end(begun):
            return begun[end:].lstrip(WHITE_SPACE)[:1] in (b"", b",", b"]")
    return elements[:1] == b"{"


def value_end(text: bytes) -> int:
    """Where the first JSON value of a text ends, 0 when there is no whole one."""
    try:
        # one byte a letter, so that offsets are those of the bytes
        return json.JSONDecoder().raw_decode(text.decode("latin-1"))[1]
    except (ValueError, RecursionError):
        return 0


@dataclass
class Value:
    """Text of one value, the line it begins on, and why it is none (null: it may be one)."""

    line: int
    text: bytes
    defect: str | None = None


class Values:
    """Cuts chunks of a file into the elements of its arrays and into objects end to end.

    A value is told by its brackets and strings alone; whether it is JSON is judged elsewhere, so
    a broken one leaves those behind it whole. What lies between values is a value, too. One that is
    longer than `longest` comes in pieces, each `oversized`, so that no file decides what is held.
    """

    def __init__(self, longest: int):
        self.longest = longest
        self.line = 1
        self.depth = 0
        self.in_string = self.is_escaped = False
        # in an array that is no value: its elements are
        self.in_array = False
        self.in_value = self.in_pieces = False
        # of the value that has begun, or of what is behind the last one
        self.held: list[bytes] = []
        self.held_line = 1
        self.found: list[Value] = []

    def take(self, chunk: bytes) -> list[Value]:
        """The values that end in the next chunk."""
        letters = np.frombuffer(chunk, np.uint8)
        line_ends = np.flatnonzero(letters == 10)
        places, levels = self._brackets(chunk)
        start = 0

        def take_from(begin: int, end: int) -> tuple[int, bytes]:
            line = self.held_line if self.held else self._line(line_ends, begin)
            text = b"".join((*self.held, chunk[begin:end]))
            self.held = []
            return line, text

        for place, level, mark in zip(places.tolist(), levels.tolist(), letters[places].tolist()):
            opens = mark in (OPEN_BRACE, OPEN_BRACKET)
            if self.in_value:
                if not opens and level == self.in_array:
                    defect = "oversized" if self.in_pieces else None
                    self.found.append(Value(*take_from(start, place + 1), defect))
                    self.in_value = self.in_pieces = False
                    start = place + 1
            elif opens:
                self._between(*take_from(start, place))
                if level == 0 and mark == OPEN_BRACKET:
                    self.in_array = True
                    start = place + 1
                else:
                    self.in_value = True
                    start = place
            elif self.in_array:
                self._between(*take_from(start, place + (mark == CLOSE_BRACE)))
                self.in_array = False
                start = place + 1
        if start < len(chunk):
            if not self.held:
                self.held_line = self._line(line_ends, start)
            self.held.append(chunk[start:])
        self.line += len(line_ends)
        if sum(map(len, self.held)) > self.longest:
            line, text = self.held_line, b"".join(self.held)
            if self.in_value:
                self.found.append(Value(line, text, "oversized"))
                self.in_pieces = True
            else:
                self._between(line, text)
            self.held = []
        found, self.found = self.found, []
        return found

    def end(self, is_truncated: bool) -> list[Value]:
        """What is left at the end of the file, which broke off or was not closed."""
        text = b"".join(self.held)
        if self.in_value or self.in_array or is_truncated:
            if not self.in_value:
                ahead = len(text) - len(text.lstrip(WHITE_SPACE + b","))
                self.held_line += text.count(b"\n", 0, ahead)
                text = text[ahead:].rstrip(WHITE_SPACE)
            return [Value(self.held_line if self.held else self.line, text, "truncated_file")]
        self._between(self.held_line, text)
        return self.found

    def _line(self, line_ends, place: int) -> int:
        return self.line + int(np.searchsorted(line_ends, place))

    def _between(self, line: int, text: bytes) -> None:
        if not text.strip(WHITE_SPACE + b","):
            return
        for loose in LOOSE.finditer(text):
            value = loose[0].strip(WHITE_SPACE)
            if value:
                begin = loose.start() + loose[0].index(value)
                self.found.append(Value(line + text.count(b"\n", 0, begin), value))

    def _brackets(self, chunk: bytes):
        """Brackets outside of strings that may begin or end a value: places, and depth outside."""
        plain = b"_" + chunk[1:] if self.is_escaped else chunk
        if b"\\" in plain:
            plain = ESCAPED.sub(b"__", plain)
        self.is_escaped = plain.endswith(b"\\")
        marks = MARKS[np.frombuffer(plain, np.uint8)]
        places = np.flatnonzero(marks)
        marks = marks[places]
        quotes = marks == 1
        in_string = (np.cumsum(quotes) + self.in_string) % 2
        self.in_string = bool(in_string[-1]) if len(places) else self.in_string
        keep = ~quotes & (in_string == 0)
        places, opens = places[keep], marks[keep] == 2
        if not len(places):
            return places, places
        depth = self.depth + np.cumsum(np.where(opens, 1, -1))
        # what closes nothing changes no depth
        depth -= np.minimum(np.minimum.accumulate(depth), 0)
        self.depth = int(depth[-1])
        levels = depth - opens
        shallow = levels <= 1
        return places[shallow], levels[shallow]


def repaired(texts: pa.StringArray, content: bytes) -> pa.StringArray:
    """JSON texts, `content` among them, with null for NaN and Infinity, which are no values, and
    U+FFFD for half of a surrogate pair, which is no letter. The same array where there are none.
    """
    if not needs_mending(content):
        return texts
    return pa.array([repair(text) for text in texts.to_pylist()], pa.string())


def needs_mending(content: bytes) -> bool:
    """Whether there is what `repair` changes; now and then true where it is not so. By numpy, since
    every row pays for it: a third of what a search for the words takes.
    """
    return (
        has_word(content, b"NaN")
        or has_word(content, b"Infinity")
        or (b"\\" in content and has_half_letter(np.frombuffer(content, np.uint8)))
    )


def has_word(content: bytes, word: bytes) -> bool:
    """Whether a word stands where a value may."""
    if len(content) < len(word):
        return False
    first_two = int.from_bytes(word[:2], "little")
    for offset in (0, 1):
        pairs = np.frombuffer(content, "<u2", (len(content) - offset) // 2, offset)
        for place in (np.flatnonzero(pairs == first_two) * 2 + offset).tolist():
            # as a string, or part of one, it stands behind another letter
            if content.startswith(word, place) and (
                place == 0 or content[place - 1] in b" \t\r\n:,[-"
            ):
                return True
    return False


def has_half_letter(letters) -> bool:
    """Whether an escape of a surrogate stands alone, or behind a backslash."""
    places = np.flatnonzero(letters[:-5] == 92)
    places = places[(letters[places + 1] == 117) & (letters[places + 2] | 32 == 100)]
    if not len(places):
        return False
    third = letters[places + 3] | 32
    low = places[(third >= 99) & (third <= 102)]
    high = places[(third == 56) | (third == 57) | (third == 97) | (third == 98)]
    high = high[letters[high - 1] != 92]
    return not np.array_equal(high + 6, low)


def repair(text: str | None) -> str | None:
    # most of those beside one that needs it
    if text is None or not any(part in text for part in ("NaN", "Infinity", r"\ud", r"\uD")):
        return text
    return STRING_OR_NO_NUMBER.sub(
        lambda found: ESCAPE.sub(whole_letter, found[0]) if found[0][0] == '"' else "null", text
    )


def whole_letter(escape: re.Match) -> str:
    return r"\ufffd" if escape["half"] else escape[0]
