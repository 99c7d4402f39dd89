"""Classes as a file for calendars (iCalendar, RFC 5545)."""

import datetime
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

LONGEST_LINE = 75
"""Bytes of a line (RFC 5545, section 3.1); what is longer goes on in the next, which begins with a blank."""

ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def calendar_of(classes: Iterable[Any], *, zone: str, host: str, stamp: datetime.datetime) -> str:
    """Return a calendar of classes.

    zone: the one that the times of classes are of.
    host: makes the identifiers of classes unique in the world, so that a second file replaces the first.
    stamp: the moment when the file is made, in UTC.
    """
    local = ZoneInfo(zone)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//vettrak_api//portals//EN"]
    for each in classes:
        lines += [
            "BEGIN:VEVENT",
            f"UID:class-{each.Inst_ID}@{host}",
            f"DTSTAMP:{_utc(stamp)}",
            f"DTSTART:{_utc(each.Inst_Start.replace(tzinfo=local))}",
            f"DTEND:{_utc(each.Inst_Finish.replace(tzinfo=local))}",
            f"SUMMARY:{escaped(title_of(each))}",
        ]
        place = place_of(each)
        lines += [f"LOCATION:{escaped(place)}"] if place else []
        lines += ["END:VEVENT"]
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def title_of(each: Any) -> str:
    """Return what a class is called."""
    return each.Inst_Desc or each.Prog_Name or each.Inst_Code or "Class"


def place_of(each: Any) -> str:
    """Return where a class is."""
    room = f"room {each.Room_Code}" if each.Room_Code else ""
    return ", ".join(part for part in (each.Loca_Code, room) if part)


def escaped(text: str) -> str:
    """Return a text as a value of a calendar; nothing that anybody typed can begin a line of its own."""
    return "".join(each for each in text.translate(ESCAPES) if each.isprintable() or each == " ")


def folded(line: str) -> Iterable[str]:
    """Yield a line in pieces of no more bytes than a line may have, never breaking a character."""
    piece, length = "", 0
    for character in line:
        size = len(character.encode())
        if length + size > LONGEST_LINE:
            yield piece
            piece, length = " ", 1
        piece, length = piece + character, length + size
    yield piece


def _utc(moment: datetime.datetime) -> str:
    return f"{moment.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"
