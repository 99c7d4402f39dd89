"""docs/settings.md tells of every setting: default, values with range and unit, and whether it is secret."""

import pytest

from vettrak_api.documentation import settings as page
from vettrak_api.settings import PasswordPolicy, Settings

ALL = {
    f"{model.model_config['env_prefix']}{name.upper()}": (name, field)
    for model in (Settings, PasswordPolicy)
    for name, field in model.model_fields.items()
    if name != "password_policy"
}
ROWS = {row.split("`")[1]: row for row in list(page.rows())[2:]}
SECRETS = {
    "VETTRAK_AUDIT_KEY",
    "VETTRAK_DATABASE_URL",
    "VETTRAK_SMTP_PASSWORD",
    "VETTRAK_SMS_URL",
    "VETTRAK_SMS_BALANCE_URL",
    "VETTRAK_SMS_TOKEN",
    "VETTRAK_METRICS_TOKEN",
    "VETTRAK_TENANT_DATABASES",
}


def test_every_setting_has_a_row():
    assert list(ROWS) == list(ALL)


@pytest.mark.parametrize("variable", ALL)
def test_a_row_tells_default_values_and_meaning(variable):
    _, _, default, values, example, meaning, _ = ROWS[variable].split(" | ".strip())
    assert all(part.strip() for part in (default, values, example, meaning))
    name, field = ALL[variable]
    if field.annotation in {int, float}:
        assert page.unit_of(name) in values


@pytest.mark.parametrize("variable", ALL)
def test_an_example_can_be_written_so(variable, monkeypatch):
    name, field = ALL[variable]
    model = PasswordPolicy if name in PasswordPolicy.model_fields else Settings
    monkeypatch.setenv(variable, page.example_of(name, field))
    assert model() is not None


def test_secrets_are_marked_and_no_others():
    assert {variable for variable, row in ROWS.items() if "**Secret.**" in row} == SECRETS


def test_what_looks_like_a_secret_is_one():
    suspicious = {name for name in ALL if name.endswith(("_TOKEN", "_PASSWORD", "_KEY", "DATABASE_URL"))}
    assert suspicious <= SECRETS


@pytest.mark.parametrize(
    ("variable", "values"),
    [
        ("VETTRAK_DATABASE_TIMEOUT_SECONDS", "1 to 300 seconds"),
        ("VETTRAK_TOKEN_TIMEOUT_MINUTES", "above 0, to 527040 minutes"),
        ("VETTRAK_ARGON2_PASSES", "1 or more passes"),
        ("VETTRAK_SMS_GATEWAY", "`off`, `log`, `http`"),
        ("VETTRAK_SMS_SENDER", "text, at most 16 characters"),
        ("VETTRAK_BACKGROUND_WORK", "`true`, `false`"),
        ("VETTRAK_TRUSTED_PROXIES", "list"),
    ],
)
def test_values_are_told_in_words(variable, values):
    assert ROWS[variable].split(" | ")[2] == values


def test_a_number_that_counts_nothing_known_is_refused():
    with pytest.raises(KeyError):
        page.unit_of("something_new")


def test_the_page_is_fresh(monkeypatch, tmp_path, capsys):
    assert page.main(["--check"]) == 0
    monkeypatch.setattr(page, "PAGE", tmp_path / "settings.md")
    assert page.main(["--check"]) == 1
    assert "docs/settings.md is stale" in capsys.readouterr().err
    assert page.main([]) == 0
    assert page.main(["--check"]) == 0
