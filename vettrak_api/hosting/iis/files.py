"""Writes the folder that an administrator takes along: scripts, web.config files, the guide, and the planner itself."""

import codecs
import io
import zipfile
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from vettrak_api.hosting.iis.texts import deployment, filled, values
from vettrak_api.hosting.iis.wishes import Wishes

SCRIPTS = ("install.ps1", "upgrade.ps1", "uninstall.ps1", "steps.ps1")
TEMPLATES = ("wfastcgi/web.config", "httpplatform/web.config", "service/web.config", "service/service.xml")
GUIDE = "guide-iis.md"
PLANNER = "planner.pyz"

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time of everything in the planner, so that the same sources give the same bytes."""

START = '''"""Starts the planner, after a look at the Python that runs it."""
import sys

if sys.version_info < (3, 11):
    sys.exit("planner: this is Python %d.%d; needed is Python 3.11 to 3.14 with 64 bits." % sys.version_info[:2])

from vettrak_api import __version__
from vettrak_api.hosting.iis.program import planned
from vettrak_api.hosting.iis.wishes import Refusal

try:
    print(planned(sys.argv[1:], "planner", __version__))
except Refusal as refusal:
    print("planner: " + refusal.message, file=sys.stderr)
    sys.exit(refusal.exit_code)
'''


def write_files(folder: Path, version: str) -> list[Path]:
    """Write everything into a folder and return the files; the web.config files are those of the usual places."""
    source, told = deployment(), values(Wishes(version=version))
    scripts = {name: source.joinpath(name).read_text(encoding="utf-8") for name in SCRIPTS}
    # Windows PowerShell takes a script without a mark for one in the computer's code page.
    contents = {name: codecs.BOM_UTF8 + _windows(text) for name, text in scripts.items()}
    contents |= {name: _windows(filled(name, told)) for name in TEMPLATES}
    contents |= {GUIDE: _windows(guide().read_text(encoding="utf-8")), PLANNER: planner(version)}
    written = []
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        written.append(path)
    return written


def guide() -> Traversable:
    """Return the guide: inside an installed package, or in the docs of a checkout."""
    inside = deployment() / GUIDE
    return inside if inside.is_file() else Path(str(files("vettrak_api"))).parent / "docs" / GUIDE


def planner(version: str) -> bytes:
    """Return the planner as one file that any Python runs, before anything is installed."""
    own = "vettrak_api/hosting/iis"
    contents = {
        "__main__.py": START,
        "vettrak_api/__init__.py": f'"""The planner\'s part of the package."""\n\n__version__ = "{version}"\n',
        "vettrak_api/hosting/__init__.py": "",
    }
    for entry in sorted(files("vettrak_api.hosting.iis").iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".py"):
            contents[f"{own}/{entry.name}"] = entry.read_text(encoding="utf-8")
    for name in TEMPLATES:
        contents[f"vettrak_api/deploy/iis/{name}"] = deployment().joinpath(name).read_text(encoding="utf-8")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in contents.items():
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), text, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _windows(text: str) -> bytes:
    """Return a text as Windows's own programs read it."""
    return text.replace("\r\n", "\n").replace("\n", "\r\n").encode()
