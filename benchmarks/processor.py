"""Where the processor's time went, as Linux counts it."""

from __future__ import annotations

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def use_cores(number: int) -> int:
    """Keep this process, and all that it starts from now on, to so many cores; return how many."""
    cores = sorted(os.sched_getaffinity(0))[:number]
    os.sched_setaffinity(0, cores)
    return len(cores)


def cpu_seconds(pid: int) -> float:
    """Seconds that a process and its children have used, for themselves and in the kernel.

    In hundredths.
    """
    # The program's name, in brackets, may hold spaces.
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return (int(fields[11]) + int(fields[12])) / _TICKS + sum(map(cpu_seconds, map(int, children)))


def busy_seconds() -> float:
    """Seconds that the cores in use here were busy, for whomever; waiting for a disk is not."""
    cores = {f"cpu{core}" for core in os.sched_getaffinity(0)}
    lines = (line.split() for line in Path("/proc/stat").read_text("ascii").splitlines())
    total = 0
    for name, *numbers in lines:
        if name in cores:
            user, nice, system, _idle, _waiting, *interrupts = map(int, numbers[:8])
            total += user + nice + system + sum(interrupts)
    return total / _TICKS


def queued_seconds() -> float:
    """Seconds that this process's main thread could have run, had a core been free."""
    return int(Path("/proc/self/schedstat").read_text("ascii").split()[1]) / 1e9


def most_bytes() -> int:
    """Bytes of memory that this process held at most, since it was started as what it is.

    What `getrusage` tells is of before that, too: of the process that it was made from.
    """
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    peak = next(line for line in lines if line.startswith("VmHWM:"))
    return int(peak.split()[1]) * 1024
