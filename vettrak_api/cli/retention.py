"""`vettrak-api retention`: how long personal data are kept, and what would go now."""

from typing import Annotated

import typer
from rich.table import Table

from vettrak_api.cli.common import console, open_runtime
from vettrak_api.rules.privacy.retention import FIXED, apply_retention, due

MOST_COUNTED = 10_000


def retention(
    *,
    apply: Annotated[bool, typer.Option("--apply", help="Remove now what is past its time, a portion of it.")] = False,
) -> None:
    """Show how long each kind of personal data is kept and what is past its time; the server removes that hourly."""
    with open_runtime() as runtime:
        now, settings = runtime.clock.now(), runtime.settings
        if apply:
            for words, count in apply_retention(runtime.database, settings, now).items():
                console.print(f"{count} {words}")
        table = Table("what", "kept", "past its time", "setting")
        with runtime.database.querying() as reader:
            for kind, days, count in due(reader, settings, now, MOST_COUNTED):
                shown = f"{count} or more" if count == MOST_COUNTED else str(count)
                table.add_row(
                    kind.words, f"{days} days" if days else "for ever", shown, f"VETTRAK_{kind.setting.upper()}"
                )
        for words, setting in (
            ("former values of personal data in the audit trail", "audit_personal_days"),
            ("who changed what", "audit_days"),
        ):
            days = getattr(settings, setting)
            table.add_row(words, f"{days} days" if days else "for ever", "", f"VETTRAK_{setting.upper()}")
        for words, kept in FIXED:
            table.add_row(words, kept, "", "")
    console.print(table)
    console.print("Of people under a legal hold nothing goes. See: vettrak-api client holds")
