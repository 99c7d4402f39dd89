"""`vettrak-api quarantine purge`."""

import pytest


def test_purging_an_empty_quarantine(run):
    run("db", "upgrade")
    purged = run("quarantine", "purge", "--older-than", "30")
    assert purged.code == 0
    assert purged.out.startswith("Emptied 0 web employers, 0 web relationships")


def test_the_days_must_be_told(run):
    assert run("quarantine", "purge").code == 2


@pytest.mark.parametrize("days", ["-1", "36501", "800000", "9" * 30, "many"])
def test_impossible_days_are_told(run, runtime, days):
    done = run("quarantine", "purge", "--older-than", days)
    assert (done.code, "--older-than" in done.err, "Error" in done.err) == (2, True, True)


def test_a_hundred_years_are_possible(run, runtime):
    assert run("quarantine", "purge", "--older-than", "36500").code == 0
