"""Two organisations that one process serves, made once for all tests of this folder."""

import pytest

from tests.api.writing.test_cheap_writes import PREFERENCES
from tests.conftest import SetClock
from tests.support.tenants import InAFile, settings_for, site_for, tenants_file


@pytest.fixture(scope="module")
def two(template, tmp_path_factory):
    folder, clock = tmp_path_factory.mktemp("tenants"), SetClock()
    both = [InAFile(folder, template, name, clock) for name in ("alpha", "bravo")]
    tables = {
        each.name: {"hosts": [each.host], "database_url": f"sqlite:///{each.path}", **PREFERENCES} for each in both
    }
    tables["bravo"] |= {"timezone": "Australia/Perth", "staff_pages": True}
    site = site_for(settings_for(tenants_file(folder / "tenants.toml", **tables)), clock)
    yield [each.join(site) for each in both]
    for each in both:
        each.close()
    site.close()
