"""What staff are told of codes and user names that look like another's."""

from vettrak_api.runtime import Runtime
from vettrak_api.views.look_alikes import look_alikes


def look_alike_note(runtime: Runtime) -> str:
    """Return one line about what looks like another's, whatever it is; blank when nothing does."""
    with runtime.database.reading() as session:
        told = look_alikes(session)
    return f"These look like another's: {', '.join(map(str, told))}. Please tell your administrator." if told else ""
