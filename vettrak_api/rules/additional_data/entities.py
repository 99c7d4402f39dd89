"""The eleven entities: for every field of the catalogue where its value comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import aliased

from vettrak_api.catalogue.loader import EntityField, load_catalogue
from vettrak_api.errors import InvalidInput
from vettrak_api.model.base import fold
from vettrak_api.model.clients import Client, Employment
from vettrak_api.model.employers import Employer, EmployerContact
from vettrak_api.model.enrolments import EMPLOYER, ClassAttendance, Contract, EnrolledUnit, Enrolment
from vettrak_api.model.events import Award, Event
from vettrak_api.model.occurrences import ClassSession, Occurrence
from vettrak_api.model.programmes import Qualification, Unit
from vettrak_api.model.reference import (
    AttendanceType,
    AwardType,
    EnrolmentStatus,
    EnrolmentType,
    EventType,
    Location,
    ResultType,
    State,
)
from vettrak_api.rules.additional_data.hours import hours_between
from vettrak_api.rules.additional_data.people import CLIENT_SOURCES, EMPLOYER_SOURCES
from vettrak_api.rules.additional_data.sources import Join, Source, coded, column, computed, flag, joined, worded
