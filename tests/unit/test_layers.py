"""Imports run downwards only: cli, wsgi -> app -> web, rest, operations -> rules -> model."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "vettrak_api"

INDEPENDENT = ("asmx", "catalogue")
"""They could be distributions of their own: nothing of the rest of the package."""

BELOW = {
    "model": {"operations", "views", "web", "rest", "pipeline", "app", "cli", "wsgi", "rules"},
    "rules": {"operations", "views", "web", "rest", "pipeline", "app", "cli", "wsgi"},
    "operations": {"web", "rest", "app", "cli", "wsgi"},
    "views": {"web", "rest", "app", "cli", "wsgi"},
    "web": {"app", "cli", "wsgi"},
    "rest": {"app", "cli", "wsgi"},
    "app": {"cli", "wsgi"},
    "outbox": {"operations", "views", "web", "rest", "pipeline", "app", "cli", "wsgi", "rules"},
    "contract": {"operations", "views", "web", "rest", "pipeline", "app", "cli", "wsgi", "rules", "model"},
    "security": {"operations", "views", "web", "rest", "pipeline", "app", "cli", "wsgi"},
}
"""Part of the package -> the parts above it, which it must not import."""

WITHOUT_THE_WIRE = ("model", "rules")
THE_WIRE = {"spyne", "lxml", "zeep"}


def modules_of(part):
    """A part is a folder or a single module; one that does not exist yet has no modules."""
    single = PACKAGE / f"{part}.py"
    return sorted((PACKAGE / part).rglob("*.py")) + ([single] if single.exists() else [])


def imported_names(path, package=PACKAGE):
    """Every dotted name that a module imports, whether at its top or inside a function."""
    relative = path.relative_to(package.parent).with_suffix("").parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = relative[: len(relative) - node.level] if node.level else ()
            module = ".".join([*start, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def parts_imported(path):
    """The parts of this package that a module imports."""
    names = (name.split(".") for name in imported_names(path))
    return {name[1] for name in names if name[0] == PACKAGE.name and len(name) > 1}


def offenders(part, is_offence):
    return {
        str(path.relative_to(PACKAGE)): found
        for path in modules_of(part)
        if (found := sorted(name for name in parts_imported(path) if is_offence(name)))
    }


@pytest.mark.parametrize("part", INDEPENDENT)
def test_an_independent_part_imports_nothing_of_the_others(part):
    allowed = {part, "spyne_shim"}
    assert offenders(part, lambda name: name not in allowed) == {}


@pytest.mark.parametrize("part", BELOW)
def test_imports_run_downwards(part):
    assert offenders(part, BELOW[part].__contains__) == {}


@pytest.mark.parametrize("part", WITHOUT_THE_WIRE)
def test_the_domain_knows_nothing_of_the_wire(part):
    found = {
        str(path.relative_to(PACKAGE)): names
        for path in modules_of(part)
        if (names := sorted(name for name in imported_names(path) if name.split(".")[0] in THE_WIRE))
    }
    assert found == {}


def test_the_scan_sees_every_way_to_import(tmp_path):
    module = tmp_path / "package" / "part" / "module.py"
    module.parent.mkdir(parents=True)
    module.write_text(
        "import a.b\nfrom c import d\nfrom . import near\nfrom ..other import far\ndef later():\n    import hidden\n",
        encoding="utf-8",
    )
    assert set(imported_names(module, tmp_path / "package")) == {
        "a.b", "c.d", "hidden", "package.part.near", "package.other.far",
    }  # fmt: skip


def test_a_part_that_does_not_exist_yet_has_no_modules():
    assert modules_of("not_written_yet") == []
