"""`vettrak-api tenant upgrade` on database servers: by two administrators at once, while a server answers."""

import os
import subprocess
import sys

import pytest

from tests.conftest import CHEAP, SetClock
from tests.support.outcomes import outcome
from tests.support.soap import Api
from tests.support.tenant_servers import SERVERS, placed
from tests.support.tenants import AtHost, settings_for, site_for, tenants_file
from vettrak_api.database import migrations
from vettrak_api.database.connections import Database
from vettrak_api.errors import DatabaseUnfit
from vettrak_api.settings import Settings
from vettrak_api.tenants import databases

pytestmark = pytest.mark.slow

NAMES = [f"rto{number}" for number in range(6)]


@pytest.fixture(scope="module", params=SERVERS)
def place(request):
    with placed(request.param) as place:
        yield place


@pytest.fixture
def file(place, tmp_path):
    """Six organisations whose databases are empty, and one whose database is not there."""
    for name in NAMES:
        databases.make(place.pattern, name)
    tables = {name: {"hosts": [f"{name}.example"], **place.home(name).values} for name in [*NAMES, "away"]}
    yield tenants_file(tmp_path / "tenants.toml", **tables)
    place.clear()


def administrator(file, jobs=2):
    """Start an upgrade of all in a process of its own."""
    environment = {
        **os.environ,
        "VETTRAK_TENANTS": str(file),
        **{f"VETTRAK_{k.upper()}": str(v) for k, v in CHEAP.items()},
    }
    command = [sys.executable, "-m", "vettrak_api.cli", "tenant", "upgrade", "--jobs", str(jobs)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_two_administrators_at_once_upgrade_each_organisation_once(place, file):
    site = site_for(settings_for(file), SetClock())
    api = Api(AtHost(site, "rto5.example"))
    assert outcome(api.ValidateClient("x", "y")) == (-3, DatabaseUnfit().message)
    both = [administrator(file), administrator(file)]
    told = [process.communicate(timeout=600) for process in both]
    newest = migrations.newest_revision()
    for process, (out, err) in zip(both, told, strict=True):
        assert process.returncode == 1, (out, err)
        assert "6 organisations are up to date." in out
        assert "[7/7] " in out
        assert "away: FAILED" in out
        assert "1 could not be upgraded:\n  away: " in err
    for name in NAMES:
        changed = [out for out, _ in told if f"{name}: from nothing to {newest}" in out]
        assert len(changed) == 1, told
        database = Database(Settings(**place.home(name).values))
        assert migrations.differences(database) == []
        database.close()
    assert outcome(api.ValidateClient("x", "y"))[0] == -1
    site.close()
