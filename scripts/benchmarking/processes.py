"""Commands in a process of their own, and what they cost."""

import os
import subprocess
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

TICK_SECONDS = 0.1


class BenchmarkError(Exception):
    """A measurement that cannot be made or does not hold; the message says why."""


@dataclass
class Usage:
    """What a process took.

    cpu_seconds are user and system time of all its threads, peak_bytes its largest resident
    memory, spill_bytes the most that lay in its spill folder at a time (looked at ten times
    a second).
    """

    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int
    spill_bytes: int

    def __add__(self, other: "Usage") -> "Usage":
        """Two processes one after the other: times add up, peaks do not."""
        return Usage(
            self.wall_seconds + other.wall_seconds,
            self.cpu_seconds + other.cpu_seconds,
            max(self.peak_bytes, other.peak_bytes),
            max(self.spill_bytes, other.spill_bytes),
        )

    def as_dict(self) -> dict:
        return asdict(self)


def run(command: list, log: Path, cwd: Path, environment: dict, spill: Path) -> Usage:
    """Runs a command to its end, its output in the file `log`.

    `environment` is added to this process's own; `spill` is the folder where the command
    puts what does not fit into memory. Raises BenchmarkError, with the end of the output,
    when the command fails.
    """
    done = threading.Event()
    spilled = [0]

    def watch():
        while not done.wait(TICK_SECONDS):
            spilled[0] = max(spilled[0], folder_bytes(spill))

    watcher = threading.Thread(target=watch, daemon=True)
    # what others wrote goes to the disk at their cost: a database's next commit waits for it
    os.sync()
    with log.open("wb") as output:
        begun = os.times().elapsed
        process = subprocess.Popen(
            command, cwd=cwd, env=os.environ | environment, stdout=output,
            stderr=subprocess.STDOUT,
        )
        watcher.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            process.wait()
            raise
        finally:
            done.set()
            watcher.join()
        wall = os.times().elapsed - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        end = log.read_text(errors="replace")[-4000:]
        raise BenchmarkError(f"{' '.join(map(str, command))}\nended in {process.returncode}:\n{end}")
    # Linux tells kilobytes
    return Usage(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, spilled[0])


def folder_bytes(folder: Path) -> int:
    """Bytes of the files in a folder and below; 0 when it is not there.

    What is removed while it is looked at, the folder itself too, does not count.
    """
    total = 0
    # os.walk passes over folders that it cannot read any more
    for inside, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.stat(os.path.join(inside, name)).st_size
            except OSError:
                pass
    return total
