"""The code lists that are too long for a module: files with the columns code and name."""

import csv
from importlib.resources import files

LONG_LISTS = {"COUNTRY": "countries.csv", "LANGUAGE": "languages.csv", "ANZSIC": "anzsic.csv"}
"""Files by the name of their list."""


def read_list(file: str) -> tuple[tuple[str, str], ...]:
    """Read a file of this folder as pairs of code and name; a list whose file is not there is empty."""
    path = files("vettrak_api.reference_data").joinpath(file)
    if not path.is_file():
        return ()
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple((row["code"], row["name"]) for row in csv.DictReader(lines))
