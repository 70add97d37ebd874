"""The collectors that the simulated company can use: one file each, and what they share.

Each has `write(number, calls, landing, codec)`, which writes the files of one town.
"""

from . import ga4, segment, snowplow, tracker
from .calls import calls_of
from .limits import limits_of, within

COLLECTORS = {"tracker": tracker, "segment": segment, "ga4": ga4, "snowplow": snowplow}


def write(collector, others, town, rows, renderer, landing, codec):
    """Write a town's events as a collector does, without its limits and those of others."""
    limits = limits_of([collector, *others])
    told = (within(call, limits) for call in calls_of(town, rows, renderer))
    calls = [call for call in told if call]
    COLLECTORS[collector].write(town.number, calls, landing, codec)
