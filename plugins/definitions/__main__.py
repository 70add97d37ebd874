"""As a program: each line is a question in hexadecimal digits, and gets its answer in such."""

import sys

from plugins.definitions.answer import answer

for line in sys.stdin:
    print(answer(bytes.fromhex(line.rstrip("\n")).decode()).encode().hex())
