"""What wheels say of themselves: whether a set of them is complete, and the bill of materials of a set."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from zipfile import ZipFile

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import LicenseAcknowledgement
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


@dataclass(frozen=True)
class Wheel:
    """A package in its file: name as packages are compared, version, licence, and what it asks for."""

    path: Path
    name: str
    version: str
    licence: str
    summary: str
    requirements: tuple[Requirement, ...]


def read_wheel(path: Path) -> Wheel:
    """Read what a wheel says of itself."""
    with ZipFile(path) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA") and name.count("/") == 1]
        told = message_from_bytes(archive.read(name))
    requirements = tuple(map(Requirement, told.get_all("Requires-Dist", [])))
    return Wheel(
        path, canonicalize_name(told["Name"]), told["Version"], _licence(told), told.get("Summary", ""), requirements
    )


def _licence(told: Message) -> str:
    """Return a licence's expression or name; classifiers tell it best where there is no expression."""
    classified = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier", []) if line.startswith("License")]
    first_line = str(told.get("License", "")).partition("\n")[0].strip()
    return str(told.get("License-Expression", "")) or " AND ".join(classified) or first_line[:200]


def missing(root: str, extras: Sequence[str], wheels: Iterable[Wheel], environment: Mapping[str, str]) -> set[str]:
    """Return requirements of a package with its extras that no wheel of a set meets in an environment."""
    there = {wheel.name: wheel for wheel in wheels}
    lacking: set[str] = set()
    seen: set[tuple[str, str]] = set()
    waiting = [(root, extra) for extra in ("", *extras)]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        for wanted in _wanted(there[name], extra, environment):
            found = there.get(canonicalize_name(wanted.name))
            if found is None or not wanted.specifier.contains(found.version, prereleases=True):
                lacking.add(f"{wanted} (for {name})")
            else:
                waiting += [(found.name, each) for each in ("", *wanted.extras)]
    return lacking


def _wanted(wheel: Wheel, extra: str, environment: Mapping[str, str]) -> list[Requirement]:
    surroundings = {**environment, "extra": extra}
    return [each for each in wheel.requirements if each.marker is None or each.marker.evaluate(surroundings)]


def bill_of_materials(own: Wheel, wheels: Iterable[Wheel], environment: Mapping[str, str]) -> str:
    """Return a bill of materials in CycloneDX 1.6: each package with version, licence, checksum and what it needs."""
    components = {wheel.name: _component(wheel) for wheel in wheels}
    bom = Bom(components=[component for name, component in components.items() if name != own.name])
    bom.metadata.component = components[own.name]
    for wheel in wheels:
        wanted = {canonicalize_name(each.name) for each in _wanted(wheel, "", environment)}
        needs = [components[name] for name in sorted(wanted & components.keys())]
        bom.register_dependency(components[wheel.name], needs)
    return JsonV1Dot6(bom).output_as_string(indent=2)


def _component(wheel: Wheel) -> Component:
    digest = hashlib.sha256(wheel.path.read_bytes()).hexdigest()
    declared = LicenseAcknowledgement.DECLARED
    licence = LicenseFactory().make_from_string(wheel.licence, license_acknowledgement=declared)
    return Component(
        type=ComponentType.LIBRARY,
        name=wheel.name,
        version=wheel.version,
        description=wheel.summary or None,
        bom_ref=f"{wheel.name}@{wheel.version}",
        purl=PackageURL("pypi", None, wheel.name, wheel.version),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
        licenses=[licence] if wheel.licence else [],
    )
