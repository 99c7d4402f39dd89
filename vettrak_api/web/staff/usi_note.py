"""What staff are told of USIs that stand on several clients."""

from vettrak_api.runtime import Runtime
from vettrak_api.views.usi_doubles import usi_doubles


def usi_note(runtime: Runtime) -> str:
    """Return one line about clients of the same USI; blank when there are none."""
    with runtime.database.reading() as session:
        told = usi_doubles(session)
    return f"The same USI stands on {'; '.join(map(str, told))}. Please mend one of each." if told else ""
