"""`vettrak-api retention`: how long personal data are kept, and what would go now."""

from typing import Annotated

import typer

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
        with runtime.database.querying() as reader:
            for kind, days, count in due(reader, settings, now, MOST_COUNTED):
                past = f"; {count}{' or more' if count == MOST_COUNTED else ''} past their time" if days else ""
                tell(kind.words, kind.setting, days, past)
        tell("former values of personal data in the audit trail", "audit_personal_days", settings.audit_personal_days)
        tell("who changed what", "audit_days", settings.audit_days)
    for words, kept in FIXED:
        console.print(f"{words}: kept {kept}")
    console.print("Of people under a legal hold nothing goes. See: vettrak-api client holds")


def tell(words: str, setting: str, days: int, past: str = "") -> None:
    """Say how long something is kept, and by which setting."""
    kept = f"for {days} days" if days else "for ever"
    console.print(f"{words}: kept {kept} (VETTRAK_{setting.upper()}){past}")
