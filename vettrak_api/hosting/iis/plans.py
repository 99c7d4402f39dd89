"""Plans: what an installation, an upgrade, a roll-back or an uninstallation does, in order."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from vettrak_api.hosting.iis import checks, file_steps, iis_steps
from vettrak_api.hosting.iis.actions import ASK, NO_ODBC, Action, Step, remove
from vettrak_api.hosting.iis.configuration import Configuration
from vettrak_api.hosting.iis.machine import Machine
from vettrak_api.hosting.iis.texts import values
from vettrak_api.hosting.iis.wishes import (
    INSTALL,
    MISUSED,
    ROLL_BACK,
    SERVICE,
    UNINSTALL,
    UPGRADE,
    Refusal,
    Wishes,
    own_python,
    require_sound,
)

KEPT = tuple(
    entry.name
    for entry in fields(Wishes)
    if entry.name not in {"action", "settings", "packages", "winsw", "backup_taken"}
)
"""Wishes that are written down, so that later plans need not be told them again."""

LATER = {
    UPGRADE: {"home_folder", "python", "packages", "version", "processes", "body_limit", "backup_taken"},
    ROLL_BACK: {"home_folder", "version"},
    UNINSTALL: {"home_folder"},
}
"""What may be named when something is installed already."""

BACKUP = "Is there a backup of the database from right now, one that has been restored once for trial?"


@dataclass(frozen=True)
class Plan:
    """Steps in their order. notes: what somebody should know who reads them."""

    action: str
    wishes: Wishes
    steps: tuple[Step, ...]
    notes: tuple[str, ...] = ()

    @property
    def changes(self) -> tuple[Step, ...]:
        """The steps that change something which is not as it should be."""
        return tuple(step for step in self.steps if not step.again)


@dataclass(frozen=True)
class State:
    """What was installed in a folder: by which wishes, the version before, and whether the ODBC source is ours."""

    wishes: dict[str, Any]
    previous: str = ""
    makes_source: bool = False


def state_file(home: str) -> str:
    """Return where it is written down what was installed."""
    return f"{home}\\installation.json"


def read_state(home: str, machine: Machine) -> State | None:
    """Return what was installed in a folder; None for nothing. Raises Refusal when the file is spoiled."""
    text = machine.read(state_file(home))
    if text is None:
        return None
    try:
        told = json.loads(text)
        wishes = {name: told["wishes"][name] for name in KEPT}
        return State(wishes, str(told["previous"]), makes_source=bool(told["makes_source"]))
    except (ValueError, KeyError, TypeError):
        raise Refusal(
            f"{state_file(home)} can not be read. Restore it from a backup, or remove it and install again."
        ) from None


def make_plan(named: Mapping[str, Any], machine: Machine, own_version: str) -> Plan:
    """Plan what a command line asks for; raises Refusal."""
    action, home = named["action"], named.get("home_folder", Wishes.home_folder)
    require_sound(Wishes(home_folder=home))
    state = read_state(home, machine)
    if action == INSTALL:
        wishes = Wishes(**{"version": own_version, "python": own_python(), **named})
    else:
        _require_later(action, named)
        if state is None:
            return _nothing(action, home)
        fresh = {"version": own_version} if action == UPGRADE else {}
        wishes = Wishes(**{**state.wishes, **fresh, **named})
    require_sound(wishes)
    planned = {INSTALL: _install, UPGRADE: _upgrade, ROLL_BACK: _roll_back, UNINSTALL: _uninstall}
    return planned[action](wishes, machine, machine.configuration(), state)


def _require_later(action: str, named: Mapping[str, Any]) -> None:
    strange = sorted(set(named) - LATER[action] - {"action"})
    if strange:
        listed = ", ".join(f"--{name.replace('_', '-')}" for name in strange)
        raise Refusal(f"{action} takes no {listed}: what was installed is written down in its folder.", MISUSED)


def _nothing(action: str, home: str) -> Plan:
    if action == UNINSTALL:
        return Plan(action, Wishes(action=action, home_folder=home), (), (f"Nothing is installed in {home}.",))
    raise Refusal(f"Nothing is installed in {home}. Name the folder by --home-folder, or install first.")


def _install(wishes: Wishes, machine: Machine, iis: Configuration, state: State | None) -> Plan:
    """Everything that is missing."""
    if state is not None and state.wishes["version"] != wishes.version:
        raise Refusal(
            f"{wishes.home_folder} holds version {state.wishes['version']}. Use upgrade to bring it to "
            f"{wishes.version}."
        )
    iis_steps.require_modules(wishes, iis)
    base = checks.require_python(wishes, machine)
    checks.require_place(wishes, iis)
    checks.require_folders(wishes, machine)
    checks.require_driver(wishes, machine)
    checks.require_free_service_port(wishes, machine)
    source = tuple(file_steps.odbc(wishes, machine))
    makes_source = bool(source) or (state is not None and state.makes_source)
    written = State(_kept(wishes), state.previous if state else "", makes_source=makes_source)
    steps = [
        *iis_steps.features(wishes, machine, iis),
        *file_steps.home(wishes, machine),
        *_written_down(wishes, machine, written),
        *iis_steps.pool(wishes, machine, iis),
        *file_steps.environment(wishes, machine),
        *source,
        *file_steps.settings(wishes, machine),
        *file_steps.service(wishes, machine),
        *file_steps.rights(wishes, machine, base.folder, is_first=state is None),
        file_steps.migration(wishes),
        *iis_steps.fastcgi(wishes, machine, iis),
        *file_steps.web_files(wishes, machine),
        *iis_steps.site(wishes, machine, iis),
        *iis_steps.application(wishes, machine, iis),
        *iis_steps.openings(wishes, machine, iis),
        *iis_steps.routing(wishes, machine, iis),
        *_started(wishes, machine),
        *iis_steps.visited(wishes, iis),
    ]
    return Plan(INSTALL, wishes, tuple(steps), _notes(wishes))


def _upgrade(wishes: Wishes, machine: Machine, iis: Configuration, state: State | None) -> Plan:
    """Put a version beside the one that runs, bring the tables up to date, and switch."""
    assert state is not None  # noqa: S101 - make_plan has seen to it
    before = replace(wishes, version=state.wishes["version"], processes=state.wishes["processes"])
    if wishes.version == before.version:
        return Plan(UPGRADE, wishes, (), (f"{wishes.home_folder} holds version {wishes.version} already.",))
    base = checks.require_python(wishes, machine)
    checks.require_folders(wishes, machine)
    asked = () if wishes.backup_taken else (Step("Ask for the backup", Action(ASK, text=BACKUP), again=True),)
    steps = [
        *asked,
        *file_steps.environment(wishes, machine),
        *file_steps.rights(wishes, machine, base.folder, is_first=False),
        *iis_steps.fastcgi(wishes, machine, iis),
        file_steps.migration(wishes),
        *_switched(wishes, machine, iis),
        *_written_down(wishes, machine, State(_kept(wishes), before.version, state.makes_source)),
    ]
    note = (
        f"Version {before.version} stays beside; rollback switches back to it. The tables stay as they are: what the "
        f"newer version has added does not disturb {before.version}. If it refuses to serve, restore the backup."
    )
    return Plan(UPGRADE, wishes, tuple(steps), (note,))


def _roll_back(wishes: Wishes, machine: Machine, iis: Configuration, state: State | None) -> Plan:
    """Switch to a version that is there still: the one before, unless another is named."""
    assert state is not None  # noqa: S101 - make_plan has seen to it
    current = state.wishes["version"]
    target = wishes.version if wishes.version != current else state.previous
    if not target:
        raise Refusal(f"{wishes.home_folder} has held no version but {current}.")
    if not machine.exists(f"{wishes.home_folder}\\versions\\{target}\\Scripts\\python.exe"):
        raise Refusal(f"Version {target} is not in {wishes.home_folder}\\versions any more.")
    wishes = replace(wishes, version=target)
    steps = [
        *iis_steps.fastcgi(wishes, machine, iis),
        *_switched(wishes, machine, iis),
        *_written_down(wishes, machine, State(_kept(wishes), current, state.makes_source)),
    ]
    note = (
        f"The database is left as it is. If {target} refuses to serve with it, restore the backup from before the "
        "upgrade."
    )
    return Plan(ROLL_BACK, wishes, tuple(steps), (note,))


def _uninstall(wishes: Wishes, machine: Machine, iis: Configuration, state: State | None) -> Plan:
    """Remove what was made, and neither settings, logs nor data."""
    assert state is not None  # noqa: S101 - make_plan has seen to it
    kept = [values(wishes)["settings"], values(wishes)["logs"]]
    kept += [f"{wishes.home_folder}\\data"] if wishes.database == "sqlite" else []
    note = f"Left: {', '.join(kept)}, and the database. Remove by hand what is not needed any more."
    return Plan(UNINSTALL, wishes, tuple(_removals(wishes, machine, iis, state)), (note,))


def _removals(wishes: Wishes, machine: Machine, iis: Configuration, state: State) -> Iterator[Step]:
    yield from iis_steps.place_removed(wishes, machine, iis)
    yield from iis_steps.fastcgi_removed(wishes, machine, iis)
    yield from file_steps.rights_removed(wishes, machine)
    yield from file_steps.service_removed(wishes, machine)
    yield from iis_steps.pool_removed(wishes, machine, iis)
    if state.makes_source and wishes.odbc_source in machine.odbc_sources():
        yield Step(f"Remove the ODBC source {wishes.odbc_source}", Action(NO_ODBC, name=wishes.odbc_source))
    for name in ("versions", "site", "root", "service", "installation.json"):
        path = f"{wishes.home_folder}\\{name}"
        if machine.exists(path):
            yield Step(f"Remove {path}", remove(path))


def _switched(wishes: Wishes, machine: Machine, iis: Configuration) -> Iterator[Step]:
    """Let the server run on the version of the wishes; taken back, it runs on the former one again."""
    restart = tuple(step.action for step in _started(wishes, machine))
    service_steps = file_steps.service(wishes, machine)
    for step in (*service_steps, *file_steps.web_files(wishes, machine)):
        yield replace(step, undo=(*step.undo, *restart))
    yield from _started(wishes, machine)
    yield from iis_steps.visited(wishes, iis)


def _started(wishes: Wishes, machine: Machine) -> Iterable[Step]:
    if wishes.way == SERVICE:
        return (file_steps.service_started(wishes),)
    return (iis_steps.restarted(wishes, machine),)


def _kept(wishes: Wishes) -> dict[str, Any]:
    return {name: getattr(wishes, name) for name in KEPT}


def _written_down(wishes: Wishes, machine: Machine, state: State) -> Iterator[Step]:
    told = {"format": 1, "wishes": state.wishes, "previous": state.previous, "makes_source": state.makes_source}
    text = json.dumps(told, indent=2, sort_keys=True) + "\n"
    yield from file_steps.rewritten("Write down what was installed", state_file(wishes.home_folder), text, machine)


def _notes(wishes: Wishes) -> tuple[str, ...]:
    notes = [f"The server runs as {wishes.identity}."]
    if wishes.database == "sqlserver":
        notes.append(
            f"With Trusted_Connection SQL Server must know {wishes.identity} on this computer, or the computer's own "
            "account (DOMAIN\\COMPUTER$) from another one; docs/guide-iis.md has the statements."
        )
    if not wishes.public_url:
        notes.append("No --public-url: the WSDL names the host that each request was sent to.")
    return tuple(notes)
