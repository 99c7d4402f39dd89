"""Where a new organisation's database will be."""

import pytest
from sqlalchemy.exc import ArgumentError

from vettrak_api.tenants import databases
from vettrak_api.tenants.databases import home_for


@pytest.mark.parametrize(
    ("pattern", "url", "schema"),
    [
        ("sqlite:////srv/rtos/", "sqlite:////srv/rtos/al-pha.db", ""),
        ("postgresql://u:p%40ss@db/", "postgresql://u:p%40ss@db/vettrak_al_pha", ""),
        ("postgresql://u:p%40ss@db/rtos", "postgresql://u:p%40ss@db/rtos", "vettrak_al_pha"),
        ("mariadb://u@db:3307/?unix_socket=/s", "mariadb://u@db:3307/vettrak_al_pha?unix_socket=%2Fs", ""),
        ("mssql+pyodbc://u:p@db/?driver=X", "mssql+pyodbc://u:p@db/vettrak_al_pha?driver=X", ""),
    ],
)
def test_the_pattern_says_where_a_database_or_a_schema_is_made(pattern, url, schema):
    assert home_for(pattern, "al-pha") == databases.Home(url, schema)
    assert "p%40ss" not in repr(home_for(pattern, "al-pha"))


@pytest.mark.parametrize("pattern", ["mariadb://u@db/rtos", "mssql+pyodbc://u@db/rtos", "nothing"])
def test_a_pattern_that_names_a_database_where_none_has_schemas_is_refused(pattern):
    with pytest.raises(ArgumentError):
        home_for(pattern, "alpha")
