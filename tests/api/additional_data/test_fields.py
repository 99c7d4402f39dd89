"""Area additional_data: the entities, and where each of their fields comes from."""

import datetime

import pytest
from sqlalchemy import select

from tests.support.queries import Query
from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.model.enrolments import ClassAttendance, Contract, Enrolment
from vettrak_api.model.events import Award, Event
from vettrak_api.model.reference import AttendanceType, AwardType, EventType

ENTITIES = [
    "Client", "Employer", "Enrolment", "Contract", "Class", "ClassAttendance",
    "ClientEvent", "EmployerEvent", "ClientAward", "EmployerContact", "EnrolledUnit",
]  # fmt: skip


@pytest.fixture
def query(api, token):
    return Query(api, token)


class TestEntities:
    def test_come_in_their_order(self, api, token):
        assert api.GetAdditionalDataEntityNames(token).TextList == ENTITIES

    def test_are_told_to_any_token(self, api, world):
        assert api.GetAdditionalDataEntityNames(world.token(world.client())).TextList == ENTITIES

    def test_are_none_without_a_token(self, api):
        answer = api.GetAdditionalDataEntityNames(None)
        assert (answer.Auth.Status, answer.TextList) == (-1, [])


class TestFields:
    @pytest.fixture
    def fields(self, api, token):
        return lambda entity: {f.FieldName: f for f in api.GetAdditionalDataFieldsForEntity(token, entity).FieldList}

    @pytest.mark.parametrize("entity", ENTITIES)
    def test_come_in_the_order_of_the_catalogue_the_key_first(self, fields, entity):
        declared = load_catalogue().additional_data.entities[entity]
        assert list(fields(entity)) == [field.name for field in declared.fields]
        assert next(iter(fields(entity))) == declared.key

    def test_plain_texts_have_a_length(self, fields):
        surname = fields("client")["Surname"]
        assert (surname.FieldType, surname.MaximumLength, surname.IsUpdateable) == ("String", 50, True)
        assert surname.ValidValuesList is None

    def test_fixed_lists_have_values_and_no_length(self, fields):
        gender = fields("Client")["Gender"]
        assert gender.MaximumLength is None
        assert [value.FieldValue for value in gender.ValidValuesList] == ["M", "F", "X"]
        flag = fields("Employer")["ActiveFlag"]
        assert [(value.FieldValue, value.ValueDescription) for value in flag.ValidValuesList] == [
            ("Y", "Yes"),
            ("N", "No"),
        ]

    def test_lookups_have_neither_length_nor_values(self, fields):
        country = fields("Client")["CountryOfBirthCode"]
        status = fields("Enrolment")["StatusName"]
        assert (country.MaximumLength, country.ValidValuesList) == (None, None)
        assert (status.MaximumLength, status.ValidValuesList) == (None, None)

    def test_other_types_have_no_length(self, fields):
        created = fields("Client")["CreatedDate"]
        assert (created.FieldType, created.MaximumLength, created.IsUpdateable) == ("DateTime", None, False)

    def test_of_an_unknown_entity_are_refused(self, api, token):
        answer = api.GetAdditionalDataFieldsForEntity(token, "Person")
        assert (answer.Auth.Status, answer.Auth.StatusMessage) == (-1, "Unknown entity.")
        assert answer.FieldList == []

    def test_are_told_to_any_token(self, api, world):
        assert api.GetAdditionalDataFieldsForEntity(world.token(world.client()), "Class").Auth.Status == 1


class TestEveryField:
    """Every field of every entity is read, filtered, sorted and counted in one record that fills them."""

    MOMENT = datetime.datetime(2026, 9, 1, 18)

    @pytest.fixture(autouse=True)
    def records(self, world):
        parent = world.employer("Mother Company")
        employer = world.employer(parent_id=parent.id)
        person = world.client(email="x@example.com")
        staff = world.staff()
        world.employment(person, employer)
        world.contact(employer, person, is_primary=True)
        location = world.location()
        qualification = world.qualification()
        occurrence = world.occurrence(
            location_id=location.id, qualification_id=qualification.id, employer_id=employer.id
        )
        lesson = world.class_session(occurrence, self.MOMENT, location_id=location.id)
        enrolment = world.enrolment(
            person, occurrence, location_id=location.id, qualification_id=qualification.id, employer_id=employer.id
        )
        world.enrolled_unit(enrolment, "UNIT9", percentage=80)
        absent = world.one(select(AttendanceType.id).where(AttendanceType.name == "Absent"))
        world.add(
            ClassAttendance(
                class_session_id=lesson.id,
                client_id=person.id,
                attendance_type_id=absent,
                start=self.MOMENT,
                finish=self.MOMENT + datetime.timedelta(hours=1, minutes=20),
            )
        )
        world.add(
            Contract(
                client_id=person.id,
                employer_id=employer.id,
                qualification_id=qualification.id,
                status_id=world.status("Active"),
                state_id=2,
            )
        )
        visit = world.one(select(EventType.id).where(EventType.name == "Workplace Visit"))
        world.add(Event(client_id=person.id, event_type_id=visit, start=self.MOMENT, staff_id=staff.id))
        world.add(Event(employer_id=employer.id, event_type_id=visit, start=self.MOMENT, complete=True))
        certificate = world.one(select(AwardType.id).where(AwardType.name == "Certificate"))
        world.add(
            Award(
                client_id=person.id,
                enrolment_id=enrolment.id,
                qualification_id=qualification.id,
                award_type_id=certificate,
            )
        )
        self.codes = {
            "ClientCode": person.code,
            "EmployerIdentifier": employer.identifier,
            "ParentIdentifier": parent.identifier,
            "QualificationCode": qualification.code,
            "LocationCode": location.code,
            "StaffCode": staff.code,
        }

    @pytest.mark.parametrize("entity", ENTITIES)
    def test_can_be_used_alone_in_every_part_of_a_query(self, query, entity):
        for field in load_catalogue().additional_data.entities[entity].fields:
            every = query(entity, [], [field.name], [field.name])
            filled = query(entity, [(field.name, "IsNotNull")], [field.name])
            assert len(filled) <= len(every) >= 1, field.name
            counted = query(entity, [], [(field.name, "Count"), (field.name, "Max")])
            assert counted[0][0] == str(len(filled)), field.name
            for (value,) in filled[:1]:
                assert [value] in query(entity, [(field.name, "Equals", value)], [field.name]), field.name

    @pytest.mark.parametrize(
        ("entity", "field", "value"),
        [
            ("ClassAttendance", "Hours", "-1.33"),
            ("ClassAttendance", "AttendanceTypeName", "Absent"),
            ("ClientEvent", "EventName", "Workplace Visit"),
            ("ClientEvent", "CompleteFlag", "N"),
            ("EmployerEvent", "CompleteFlag", "Y"),
            ("ClientAward", "AwardTypeName", "Certificate"),
            ("EmployerContact", "PrimaryFlag", "Y"),
            ("EnrolledUnit", "ResultName", "Not Yet Started"),
            ("EnrolledUnit", "UnitName", "How to serve beer"),
            ("Contract", "StateShortName", "Vic"),
            ("Enrolment", "StatusName", "Active"),
        ],
    )
    def test_comes_from_its_place(self, query, entity, field, value):
        owner = "EmployerIdentifier" if entity == "EmployerEvent" else "ClientCode"
        assert query(entity, [(owner, "Equals", self.codes[owner])], [field]) == [[value]]

    @pytest.mark.parametrize(
        ("entity", "fields"),
        [
            ("Client", ["EmployerIdentifier"]),
            ("Employer", ["ParentIdentifier"]),
            ("Enrolment", ["ClientCode", "EmployerIdentifier", "QualificationCode", "LocationCode"]),
            ("Contract", ["ClientCode", "EmployerIdentifier", "QualificationCode"]),
            ("Class", ["LocationCode"]),
            ("ClassAttendance", ["ClientCode"]),
            ("ClientEvent", ["ClientCode", "StaffCode"]),
            ("EmployerEvent", ["EmployerIdentifier"]),
            ("ClientAward", ["ClientCode", "QualificationCode"]),
            ("EmployerContact", ["EmployerIdentifier", "ClientCode"]),
            ("EnrolledUnit", ["ClientCode"]),
        ],
    )
    def test_codes_of_others_are_told(self, query, entity, fields):
        assert query(entity, [(fields[0], "Equals", self.codes[fields[0]].lower())], fields) == [
            [self.codes[field] for field in fields]
        ]

    def test_hours_can_be_filtered_and_summed(self, query):
        assert query("ClassAttendance", [("Hours", "Equals", "-1.33")], [("Hours", "Sum")]) == [["-1.33"]]
        owner = ("ClientCode", "Equals", self.codes["ClientCode"])
        assert query("ClassAttendance", [("Hours", "GreaterThan", "0"), owner], ["Hours"]) == []

    def test_enrolments_of_employers_are_none(self, query, world):
        made = world.enrolment(None, world.occurrence(), kind="M", employer_id=world.employer().id)
        listed = [number for (number,) in query("Enrolment", [], ["EnrolmentId"])]
        assert len(listed) == len(world.everything(select(Enrolment.id).where(Enrolment.kind != "M")))
        assert str(made.id) not in listed

    def test_statistics_that_were_never_stated_say_so(self, query):
        fields = ["AboriginalFlag", "HighestSchoolLevelCode", "SurveyContactStatusCode", "CountryOfBirthCode"]
        assert query("Client", [("ClientCode", "Equals", self.codes["ClientCode"])], fields) == [["@", "@@", "A", None]]
