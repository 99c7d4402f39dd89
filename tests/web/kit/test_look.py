"""What templates and the stylesheet keep to, so that the look stays one."""

import re
from pathlib import Path

import pytest

from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.web.kit.rendering import word_parts

WEB = Path(__file__).resolve().parents[3] / "vettrak_api" / "web"
STYLE = (WEB / "kit" / "static" / "kit.css").read_text(encoding="utf-8")
TEMPLATES = sorted(WEB.rglob("templates/*.html"))

CLASS = re.compile(r'class="([^"]*)"')
BETWEEN = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(", re.IGNORECASE)


def classes_of(template):
    """The classes that a template names, but for those that it makes up."""
    source = BETWEEN.sub("", template.read_text(encoding="utf-8"))
    return {name for names in CLASS.findall(source) for name in names.split()}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(WEB)))
def test_every_class_of_a_template_is_in_the_stylesheet(template):
    assert {name for name in classes_of(template) if not re.search(rf"\.{name}(?![\w-])", STYLE)} == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(WEB)))
def test_no_template_holds_style_or_script_of_its_own(template):
    source = template.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]* src=)", source)


def test_the_stylesheet_is_known_to_be_looked_through():
    assert {"note", "field", "choices"} <= set().union(*map(classes_of, TEMPLATES))


def test_colours_are_told_once_at_the_top():
    tokens, rest = STYLE.split("/* ---- Ground")
    assert "--accent: light-dark(" in tokens
    screen, _, printed = rest.partition("/* ---- Print")
    assert COLOUR.findall(re.sub(r"/\*.*?\*/", "", screen)) == []
    assert set(COLOUR.findall(printed)) <= {"#000", "#333", "#999"}


def test_the_stylesheet_asks_for_nothing():
    assert not re.search(r"@import|url\(|expression\(", STYLE)


def test_long_names_may_break_between_their_words():
    assert word_parts("GetClientAVDetails") == ["Get", "Client", "AV", "Details"]
    assert word_parts("Clie_Surname") == ["Clie_", "Surname"]
    catalogue = load_catalogue()
    for name in (*catalogue.operations, *catalogue.types, "Clie_Code", "", "_", "É9x"):
        assert "".join(word_parts(name)) == name
