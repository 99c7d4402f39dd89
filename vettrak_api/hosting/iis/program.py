"""The planner as a program: `vettrak-api iis plan` and `python planner.pyz` both end here."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from vettrak_api.hosting.iis.machine import Machine, this_machine
from vettrak_api.hosting.iis.plans import Plan, make_plan
from vettrak_api.hosting.iis.wishes import USUAL_PYTHON, read_wishes

FORMAT = 1
"""Of the JSON; the scripts refuse another."""


def planned(arguments: Sequence[str], program: str, own_version: str, machine: Machine | None = None) -> str:
    """Return the plan that a command line asks for, as text or JSON; raises Refusal."""
    named, as_json = read_wishes(arguments, program)
    machine = machine or this_machine(_brought(named))
    plan = make_plan(named, machine, own_version)
    return as_data(plan) if as_json else as_text(plan, is_real=machine.is_real)


def _brought(named: Mapping[str, Any]) -> set[str]:
    """Name the files that an administrator brings along."""
    return {named.get("python", USUAL_PYTHON), *(named.get(name, "") for name in ("settings", "packages", "winsw"))}


def as_data(plan: Plan) -> str:
    """Return a plan for the scripts, in ASCII, which every console passes on as it is."""
    steps = [
        {
            "title": step.title,
            "action": step.action.told(),
            "undo": [action.told() for action in step.undo],
            "undo_of_half": [action.told() for action in step.undo_of_half],
        }
        for step in plan.steps
    ]
    return json.dumps({"format": FORMAT, "action": plan.action, "steps": steps, "notes": plan.notes}, indent=1)


def as_text(plan: Plan, *, is_real: bool = True) -> str:
    """Return a plan for people."""
    wishes = plan.wishes
    lines = [f"{plan.action}: {wishes.site}{wishes.directory or '/'} in {wishes.home_folder} by way of {wishes.way}"]
    if not is_real:
        lines.append("This is no Windows: the plan is that of a server on which nothing is installed yet.")
    for number, step in enumerate(plan.steps, 1):
        lines += ["", f"{number:3}. {step.title}", f"     {step.action.words()}"]
        lines += [f"     taken back: {action.words()}" for action in step.undo]
    if not plan.steps:
        lines += ["", "Nothing is to be done."]
    lines += ["", *plan.notes, ""]
    return "\n".join(lines)
