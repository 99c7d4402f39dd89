"""How much memory a program has taken at most, as it says itself at its end."""

import sys

import pytest

TELL_PEAK = """
with open("/proc/self/status", encoding="ascii") as status:
    print(next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM:")))
"""
"""Prints the mebibytes. Not by ru_maxrss: that begins with what the process had that has started this one."""

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process so")
