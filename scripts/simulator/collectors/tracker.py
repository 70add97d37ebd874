"""The tracker's own rows, of a company that tells less than it could.

Without such limits the plan is written as it is, by `simulator/render.py`.
"""

from collections import defaultdict

from .files import lines_of, write_file


def write(number, calls, landing, codec):
    """Write the documents of each load in one file."""
    loads = defaultdict(list)
    for call in calls:
        loads[call.load].append(call.document)
    for load, documents in sorted(loads.items()):
        write_file(
            landing, "tracker/events", load, f"part-{number}.ndjson.gz", lines_of(documents), codec
        )
