"""Play a B2B product with a shop, write what its tracker would, and write down the truth."""

import argparse
import sys
from pathlib import Path

import numpy as np
from tqdm import tqdm

from simulator.plan import DAY, plan_town
from simulator.rows import arrange
from simulator.write import Writer

DEFINITIONS = Path(__file__).parents[1] / "seeds" / "definitions"
TOWN = 8_000
FEWEST = 100


def towns(people):
    """Return the sizes of the towns that so many people make up, none below FEWEST."""
    sizes = [TOWN] * (people // TOWN)
    rest = people % TOWN
    if rest >= FEWEST or not sizes:
        sizes.append(rest)
    else:
        sizes[-1] += rest
    return sizes


def simulate(people, days, seed, start, out, quiet=False):
    """Simulate and return a Counter of rows by disposition.

    Raises ValueError for fewer than 100 people or less than a day, FileExistsError when
    `out` already holds a landing or truth folder.
    """
    if people < FEWEST:
        raise ValueError(f"--people must be at least {FEWEST}, so that every plant has room")
    if days < 1 or seed < 0:
        raise ValueError("--days must be at least 1 and --seed at least 0")
    begin = np.datetime64(start, "D").astype("datetime64[ms]").astype(np.int64)
    with Writer(out, DEFINITIONS) as writer:
        with tqdm(total=people, unit=" people", disable=quiet) as bar:
            for number, size in enumerate(towns(people)):
                rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, number])))
                town = plan_town(rng, number, size, days, int(begin))
                rows, renderer = arrange(town, rng, seed, writer.event_count, number == 0)
                writer.add(town, rows, renderer)
                bar.update(size)
                bar.set_postfix(events=writer.event_count)
        return writer.counts["rows"]


def main(arguments=None):
    """Read the command line and simulate; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, required=True, help="at least 100")
    parser.add_argument("--days", type=int, required=True, help="days on which visits begin")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--start", default="2026-01-01", help="first day, UTC")
    parser.add_argument("--out", type=Path, required=True, help="gets landing/ and truth/")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    given = parser.parse_args(arguments)
    try:
        rows = simulate(
            given.people, given.days, given.seed, given.start, given.out, given.quiet
        )
    except (ValueError, FileExistsError) as error:
        parser.error(str(error))
    print(", ".join(f"{count:,} {name}" for name, count in sorted(rows.items())), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
