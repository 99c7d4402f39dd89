"""Classes as iCalendar: what RFC 5545 asks of lines, and times of the training organisation in UTC."""

import datetime
from types import SimpleNamespace

import pytest

from vettrak_api.web.portals.calendars import LONGEST_LINE, calendar_of, escaped, folded

STAMP = datetime.datetime(2026, 11, 29, 1, 2, 3, tzinfo=datetime.UTC)


def meeting(**values):
    told = {
        "Inst_ID": 7,
        "Inst_Start": datetime.datetime(2026, 12, 1, 9),
        "Inst_Finish": datetime.datetime(2026, 12, 1, 12, 30),
        "Inst_Desc": "Body systems",
        "Prog_Name": "Support",
        "Inst_Code": "C1",
        "Loca_Code": "FOOT",
        "Room_Code": "2",
    }
    return SimpleNamespace(**(told | values))


def lines(*classes, zone="Australia/Sydney"):
    return calendar_of(classes, zone=zone, host="rto.example", stamp=STAMP).split("\r\n")


def test_tells_each_class():
    assert lines(meeting()) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//vettrak_api//portals//EN",
        "BEGIN:VEVENT",
        "UID:class-7@rto.example",
        "DTSTAMP:20261129T010203Z",
        "DTSTART:20261130T220000Z",
        "DTEND:20261201T013000Z",
        "SUMMARY:Body systems",
        "LOCATION:FOOT\\, room 2",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


@pytest.mark.parametrize(
    ("zone", "month", "told"),
    [("Australia/Sydney", 7, "230000Z"), ("Australia/Sydney", 12, "220000Z"), ("Australia/Perth", 12, "010000Z")],
)
def test_times_are_those_of_the_zone_and_the_season(zone, month, told):
    start = datetime.datetime(2026, month, 1, 9)
    shown = lines(meeting(Inst_Start=start, Inst_Finish=start), zone=zone)
    assert next(line for line in shown if line.startswith("DTSTART")).endswith(f"T{told}")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("a, b; c \\ d", "a\\, b\\; c \\\\ d"),
        ("one\r\nEND:VEVENT", "one\\nEND:VEVENT"),
        ("\x0bEND:VEVENT\u2028x", "END:VEVENTx"),
        ("Käse 🧀", "Käse 🧀"),
    ],
)
def test_what_somebody_typed_stays_in_its_line(typed, told):
    assert escaped(typed) == told


def test_a_class_of_no_name_and_no_place_is_one_all_the_same():
    nameless = dict.fromkeys(("Inst_Desc", "Prog_Name", "Inst_Code", "Loca_Code", "Room_Code"))
    shown = lines(meeting(**nameless))
    assert "SUMMARY:Class" in shown
    assert not [line for line in shown if line.startswith("LOCATION")]


@pytest.mark.parametrize("text", ["x" * 400, "🧀" * 100, "é" * 37 + "x"])
def test_lines_are_folded_between_characters(text):
    pieces = list(folded(text))
    assert all(len(piece.encode()) <= LONGEST_LINE for piece in pieces)
    assert pieces[0] + "".join(piece.removeprefix(" ") for piece in pieces[1:]) == text
    assert all(piece.startswith(" ") for piece in pieces[1:])
