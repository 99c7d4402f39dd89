"""The exact versions that the tests run with: constraints.txt, which dev.py installs by and `dev.py lock` renews.

Read by dev.py before anything is installed: nothing but the standard library here.
"""

from __future__ import annotations

import json
import re

HEAD = """\
# The exact versions of what vettrak_api and its tests need, as pip's constraints: pip install -c constraints.txt ...
# Written by `python dev.py lock`; a test compares it with pyproject.toml.
"""

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def canonical(name: str) -> str:
    """Return a package's name as packages are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def requirements(text: str) -> list[str]:
    """Return every requirement of the text of a pyproject.toml but those on the project itself."""
    import tomllib  # not in the Pythons that dev.py refuses

    project = tomllib.loads(text)["project"]
    extras = project["optional-dependencies"].values()
    listed = [*project["dependencies"], *(wanted for extra in extras for wanted in extra)]
    return [wanted for wanted in listed if _name(wanted) != canonical(project["name"])]


def without_markers(texts: list[str]) -> list[str]:
    """Return requirements as if they held for every Python, so that one Python can find the versions for all."""
    return [text.partition(";")[0].strip() for text in texts]


def markers(texts: list[str]) -> dict[str, str]:
    """Return the markers of requirements that have one, by package."""
    return {_name(text): text.partition(";")[2].strip() for text in texts if ";" in text}


def constraints(report: str, conditions: dict[str, str]) -> str:
    """Return the text of constraints.txt for what pip reports that it would install."""
    found = [item["metadata"] for item in json.loads(report)["install"]]
    versions = {canonical(each["name"]): each["version"] for each in found}
    lines = [_line(name, version, conditions.get(name)) for name, version in sorted(versions.items())]
    return HEAD + "".join(f"{line}\n" for line in lines)


def _line(name: str, version: str, marker: str | None) -> str:
    return f"{name}=={version}; {marker}" if marker else f"{name}=={version}"


def _name(requirement: str) -> str:
    match = NAME.match(requirement)
    if match is None:
        raise ValueError(f"this is no requirement: {requirement!r}")
    return canonical(match[0])
