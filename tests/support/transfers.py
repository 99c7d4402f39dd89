"""Databases that were imported and exported, and whether the sheets are the same."""

from vettrak_api.rules.reference.loading import load_reference_data
from vettrak_api.transfer import running
from vettrak_api.transfer.exporting import export_to


def exported(runtime, folder):
    """Export a database, and return the sheets' bytes by name."""
    export_to(runtime.database, folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def there_and_back(runtime, empty, tmp_path):
    """Export a database, import that into an empty one, and export again; return both exports."""
    before = exported(runtime, tmp_path / "before")
    with empty.database.writing() as session:
        load_reference_data(session)
    report = running.import_files(empty, tmp_path / "before", dry_run=False)
    assert [str(fault) for fault in report.faults] == []
    return before, exported(empty, tmp_path / "after")
