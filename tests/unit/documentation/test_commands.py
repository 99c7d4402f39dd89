"""docs/commands.md tells of every command, and each of them of all that may be said to it."""

from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from vettrak_api.cli import app

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "commands.md").read_text(encoding="utf-8")


def commands(group, *before):
    """Yield the words and the command of each that does something."""
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from commands(command, *before, name)
        else:
            yield " ".join([*before, name]), command


COMMANDS = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("words", COMMANDS)
def test_a_command_is_told_with_the_meaning_of_all_that_it_takes(words):
    part = PAGE.partition(f"# `vettrak-api {words}`\n")[2].partition("\n#")[0]
    assert part.strip().splitlines()[0][0].isupper()
    assert [each.name for each in COMMANDS[words].params if each.help not in part] == []


@pytest.mark.parametrize("words", COMMANDS)
def test_all_that_a_command_takes_has_a_meaning(words):
    assert [each.name for each in COMMANDS[words].params if not getattr(each, "help", "")] == []
