"""`vettrak-api quarantine purge`."""


def test_purging_an_empty_quarantine(run):
    run("db", "upgrade")
    purged = run("quarantine", "purge", "--older-than", "30")
    assert purged.code == 0
    assert purged.out.startswith("Emptied 0 web clients, 0 web employers")


def test_the_days_must_be_told(run):
    assert run("quarantine", "purge").code == 2
    assert run("quarantine", "purge", "--older-than", "-1").code == 2
