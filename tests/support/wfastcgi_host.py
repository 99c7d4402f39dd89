"""Runs the real wfastcgi.py where there is no Windows: what it asks of Windows is answered here, and nothing else.

It asks for folder watching, which never sees a change here, and for the end of the process.
"""

import ctypes
import os
import runpy
import threading
from types import SimpleNamespace


class Function:
    """A function of Windows, whose result and argument types may be declared."""

    def __init__(self, function):
        self.function = function

    def __call__(self, *arguments):
        return self.function(*arguments)


def wait_for_ever(*_arguments):
    threading.Event().wait()
    return 0


ctypes.windll = SimpleNamespace(
    kernel32=SimpleNamespace(
        ReadDirectoryChangesW=Function(wait_for_ever),
        CreateFileW=Function(lambda *arguments: 1),
        CloseHandle=Function(lambda *arguments: 1),
        GetLastError=Function(lambda: 0),
        ExitProcess=Function(os._exit),
        WaitForSingleObject=Function(wait_for_ever),
    )
)
runpy.run_module("wfastcgi", run_name="__main__")
