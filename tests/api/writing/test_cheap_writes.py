"""What a call of an operation that writes may cost: one transaction of constants, each with a reason.

SQL that is put together anew costs more than executing it, so no statement is built while a call runs. Which
statements an operation executes stands in a table here: one more is noticed, and has to be justified.
"""

import shutil

import pytest

from tests.conftest import CHEAP, SetClock
from tests.support.counting import cost, in_short
from tests.support.soap import Api
from tests.support.world import World
from tests.support.writing import Writing, writing_operations
from vettrak_api.app import Site
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings

PREFERENCES = {
    "link_enrolments": True,
    "unique_external_codes": True,
    "attendance_starts_units": True,
    "attendance_starts_tasks": True,
    "portal_url": "https://portal.example",
    "mail_sender": "training@write.example",
    "smtp_host": "mail.example",
    "sms_gateway": "log",
    "sms_credit": 1000,
}
"""Settings with which there is most to do."""

STATEMENTS = {
    # one list per coded field; the new code, the external code and the user name may be others'
    "UpdateClientAdditionalFields": (
        "access_token reference_code state division client client change_log client client client client_statistics "
        "~client ~client_statistics person_key +person_key +change_log"
    ),
    # the new identifier and the external code may be others', or the identifier was
    "UpdateEmployerAdditionalFields": (
        "access_token employer employer change_log employer ~employer person_key +person_key +change_log"
    ),
    # the account, locked, and what waits already
    "SendSMSMessageToNumber": "access_token sms_account outbox +outbox",
    # also who they are, and their history
    "SendSMSMessages": "access_token client sms_account outbox +outbox +client_sms +change_log",
    # earlier links die
    "TriggerPortalPasswordReset": "access_token client -password_reset +outbox +password_reset",
    # the user name may be another's; tokens of the former password die
    "UpdateClientUsernamePassword": (
        "access_token client client -access_token ~client person_key +person_key +change_log"
    ),
    # its type, the last parchment number and which of the next are taken, the units that it names
    "AddAward": (
        "access_token enrolment award_type parchment_counter award ~parchment_counter +award +award_unit +change_log"
    ),
    # the invoice, what the type receives, the place; its items, of which one is paid in part, and the enrolment of that
    "RecordPaymentForInvoice": (
        "access_token invoice payment_type location invoice_item ~invoice ~invoice_item +payment +payment_share "
        "enrolment ~enrolment enrolment invoice person_key +person_key +change_log"
    ),
    # a free user name; the code follows from the number
    # the type, the staff member, whose enrolment it is
    "AddClientEvent": "access_token client event_type client enrolment +event +change_log",
    "AddEmployerEvent": "access_token employer event_type client +event +change_log",
    # what it was, with its type
    "UpdateClientEvent": "access_token event client enrolment ~event person_key +person_key +change_log",
    "UpdateEmployerEvent": "access_token event client ~event person_key +person_key +change_log",
    "AddClient": "access_token division client +client ~client +change_log",
    # its other contacts
    "AddContactToEmployer": (
        "access_token client employer employer_contact ~employer_contact +employer_contact "
        "person_key +person_key +change_log"
    ),
    # the external code may be another's
    "UpdateEmployerDetails": "access_token state employer employer ~employer person_key +person_key +change_log",
    # the same person, a free user name
    "AddClientAfterCheck": "access_token division client client +client ~client +change_log",
    # namesakes, the new client and its code, an equal relationship
    "AddClientRelationship": (
        "access_token client relationship_type relation client +client ~client client_relationship "
        "+client_relationship +change_log"
    ),
    # the root division, which is one of the defaults
    "CreateClient": "access_token division client +client ~client +change_log",
    # both lists are made anew
    "UpdateClientAVDetails": (
        "access_token reference_code client client_statistics ~client_statistics client_disability "
        "+client_disability -client_disability client_prior_education +client_prior_education "
        "-client_prior_education person_key +person_key +change_log"
    ),
    # the e-mail is the user name, which may be another's
    "UpdateClientDetails": (
        "access_token state client client client division employer position employment ~client ~employment "
        "+employment person_key +person_key +change_log"
    ),
    # the other client's e-mail is its user name
    "UpdateClientRelationship": (
        "access_token client_relationship relationship_type relation client client ~client "
        "~client_relationship person_key person_key +person_key +change_log"
    ),
    # whether its name or code is known
    "AddPosition": "access_token position +position +change_log",
    # the enrolments with a seat, locked; what is recorded; results and statuses of what has begun (no table's own)
    "UpdateAttendanceForClientClass": (
        "access_token attendance_type client class_session enrolment class_attendance ~class_attendance "
        "result_type enrolled_unit ~enrolled_unit enrolled_task ~enrolled_task +result_history "
        "enrolled_task enrolled_unit enrolment person_key +person_key +change_log"
    ),
    # the client's active enrolments are locked without a statement here; their tasks of that code
    "UpdateClientTasks": (
        "access_token task_status client task enrolled_task ~enrolled_task "
        "enrolled_task enrolment person_key +person_key +change_log"
    ),
    # the enrolment, locked, and its task
    "UpdateEnrolledTask": (
        "access_token task_status enrolment task enrolled_task ~enrolled_task "
        "enrolled_task enrolment person_key +person_key +change_log"
    ),
    # what there is to copy (the second `enrolment`), the number, the defaults, links, copies, the price
    "AddEmployeeEnrolmentToBooking": (
        "access_token study_reason referral_source client enrolment occurrence enrolment occurrence_unit "
        "+enrolment_number division +enrolment enrolment enrolled_unit +enrolled_unit occurrence_task "
        "+enrolled_task +enrolment_link +enrolment_staff +class_client +enrolled_task_unit employment "
        "+employment enrolment_price occurrence_price enrolment ~enrolment enrolment person_key +person_key +change_log"
    ),
    # the occurrence's units, those held, the defaults
    "AddUnitsToEnrolment": "access_token enrolment unit enrolled_unit division +enrolled_unit +change_log",
    # units with their results; what belongs to them
    "DeleteUnitsFromEnrolment": (
        "access_token enrolment unit -result_history enrolled_task_unit -enrolled_unit enrolment "
        "person_key +person_key +change_log"
    ),
    # both words are looked up
    "UpdateEnrolment": (
        "access_token enrolment_status enrolment_type enrolment ~enrolment person_key +person_key +change_log"
    ),
    # what there is to copy (`enrolment`), the number, the defaults, links, copies
    "AddLMSClientEnrolmentToOccurrence": (
        "access_token study_reason referral_source client occurrence enrolment occurrence_unit "
        "+enrolment_number division occurrence_price +enrolment +enrolment_price enrolment enrolled_unit "
        "+enrolled_unit occurrence_task +enrolled_task +enrolment_link +enrolment_staff +class_client "
        "occurrence_event +enrolment_invoice_schedule +enrolled_task_unit +event enrolment +change_log"
    ),
    "UpdateLMSEnrolmentStatus": "access_token enrolment ~enrolment enrolment person_key +person_key +change_log",
    "UpdateLMSOccurrenceStatus": "access_token occurrence ~occurrence +change_log",
    # the defaults tell what Not Yet Started is
    "ResetUnitResult": (
        "access_token enrolment enrolled_unit division ~enrolled_unit +result_history "
        "enrolled_unit enrolment person_key +person_key +change_log"
    ),
    "UpdateResult": (
        "access_token result_type enrolment enrolled_unit ~enrolled_unit +result_history "
        "enrolled_unit enrolment person_key +person_key +change_log"
    ),
    "UpdateResultComment": (
        "access_token enrolment enrolled_unit ~enrolled_unit enrolled_unit enrolment person_key +person_key +change_log"
    ),
    "UpdateResultIncludingLinked": (
        "access_token result_type enrolment enrolled_unit ~enrolled_unit +result_history "
        "enrolled_unit enrolment person_key +person_key +change_log"
    ),
    # the occurrence's classes; the earlier choice goes
    "AddClassesToWebEnrolment": (
        "access_token web_enrolment class_session web_class_choice +web_class_choice ~web_enrolment "
        "person_key +person_key +change_log"
    ),
    # whether it is open, locked, and then whether places are left
    "AddClientWebEnrolment": (
        "access_token referral_source occurrence occurrence +web_enrolment +web_client +change_log"
    ),
    # as AddClientWebEnrolment
    "AddClientWebReservation": (
        "access_token referral_source occurrence occurrence +web_enrolment +web_client +change_log"
    ),
    # as AddClientWebEnrolment
    "AddEmployerWebEnrolment": (
        "access_token referral_source occurrence occurrence +web_enrolment +web_employer +change_log"
    ),
    # as AddClientWebEnrolment
    "AddEmployerWebReservation": (
        "access_token referral_source occurrence occurrence +web_enrolment +web_employer +change_log"
    ),
    # nothing is asked of it
    "AddLooseWebEmployer": "access_token +web_employer +change_log",
    # the occurrence's prices; the earlier choice goes
    "AddPriceTypesToWebEnrolment": (
        "access_token web_enrolment occurrence_price web_price_choice +web_price_choice ~web_enrolment "
        "person_key +person_key +change_log"
    ),
    # the occurrence's units; the earlier choice goes
    "AddUnitsToWebEnrolment": (
        "access_token web_enrolment unit web_unit_choice +web_unit_choice ~web_enrolment person_key "
        "+person_key +change_log"
    ),
    # type and relation are looked up
    "AddWebClientRelationship": "access_token web_enrolment relationship_type relation +web_relationship +change_log",
    # whether it is the first, which takes no further place; the employer's number
    "AddWebEmployee": "access_token web_enrolment web_client web_employer +web_client +change_log",
    # the employer's number
    "AddWebEmployerContact": "access_token web_enrolment web_employer +web_client +change_log",
    # who is to be invoiced
    "AddWebInvoice": "access_token web_enrolment web_employer ~web_enrolment person_key +person_key +change_log",
    # what was recorded before
    "AddWebPayment": "access_token web_enrolment web_payment +web_payment +change_log",
    # the web enrolment, locked
    "AddWebPaymentPlan": "access_token web_enrolment ~web_enrolment person_key +person_key +change_log",
    # whether the occurrence processes reservations at once
    "CompleteWebReservation": (
        "access_token web_enrolment ~web_enrolment occurrence +web_decision person_key +person_key +change_log"
    ),
    # who refers to it
    "DeleteLooseWebEmployer": (
        "access_token web_employer web_enrolment web_client -web_employer person_key +person_key +change_log"
    ),
    # all parts, each row by itself; unused employers, of each who refers to it
    "DeleteWebEnrolment": (
        "access_token web_enrolment web_client web_employer web_payment web_relationship -web_relationship "
        "-web_payment web_class_choice web_unit_choice -web_unit_choice web_price_choice -web_price_choice "
        "-web_client ~web_enrolment web_employer web_enrolment web_client -web_employer web_enrolment "
        "web_client -web_employer +web_decision person_key person_key +person_key +change_log"
    ),
    # as DeleteWebEnrolment
    "RemoveWebEnrolment": (
        "access_token web_enrolment web_client web_employer web_payment web_relationship -web_relationship "
        "-web_payment web_class_choice web_unit_choice -web_unit_choice web_price_choice -web_price_choice "
        "-web_client ~web_enrolment web_employer web_enrolment web_client -web_employer web_enrolment "
        "web_client -web_employer +web_decision person_key person_key +person_key +change_log"
    ),
    # two loose employers, the person, a relative, the enrolment with its copies, the invoice with its payment
    "ProcessWebEnrolment": (
        "access_token web_enrolment occurrence web_enrolment web_relationship web_employer web_decision "
        "employer +employer ~employer web_decision employer +employer ~employer client client +client ~client "
        "+client_statistics client_disability +client_disability client_prior_education "
        "+client_prior_education ~web_client client +client ~client client_relationship +client_relationship "
        "employment +employment web_unit_choice web_price_choice enrolment occurrence_unit +enrolment_number "
        "division occurrence_price +enrolment +enrolment_price enrolment +enrolled_unit occurrence_task "
        "+enrolled_task +enrolment_staff +class_client occurrence_event +enrolment_invoice_schedule "
        "+enrolled_task_unit +event +invoice ~invoice +invoice_item +payment +payment_share ~enrolment "
        "~web_enrolment web_employer web_enrolment web_client ~web_employer web_enrolment web_client "
        "~web_employer +web_decision person_key person_key +person_key +change_log"
    ),
    # who it is by code and by name, the defaults, a free user name, whether the client waits already
    "ProcessWebWaitlist": (
        "access_token web_waitlist web_client client division client +client ~client ~web_client "
        "waitlist_entry +waitlist_entry ~web_waitlist +web_decision person_key person_key +person_key +change_log"
    ),
    # one list per coded field
    "UpdateAdditionalDataForWebRecord": (
        "access_token reference_code web_client ~web_client person_key +person_key +change_log"
    ),
    # states and division; the person, locked with the web enrolment
    "UpdateWebClient": "access_token state division web_client ~web_client person_key +person_key +change_log",
    # the codes
    "UpdateWebClientAVETMISS": "access_token reference_code web_client ~web_client person_key +person_key +change_log",
    # the person and the employer, locked
    "UpdateWebClientEmployer": "access_token web_client web_employer ~web_client person_key +person_key +change_log",
    # whose it is, the web enrolment, locked, and then the person
    "UpdateWebEmployee": (
        "access_token state division web_client web_enrolment web_client ~web_client person_key +person_key +change_log"
    ),
    # as UpdateWebEmployee
    "UpdateWebEmployeeAVETMISS": (
        "access_token reference_code web_client web_enrolment web_client ~web_client person_key +person_key +change_log"
    ),
    # states and the industry's code
    "UpdateWebEmployer": (
        "access_token state reference_code web_enrolment web_employer ~web_employer person_key +person_key +change_log"
    ),
    # as UpdateWebEmployee
    "UpdateWebEmployerContact": (
        "access_token state division web_client web_enrolment web_client ~web_client person_key +person_key +change_log"
    ),
    # the study reason
    "UpdateWebEnrolment": "access_token study_reason web_enrolment ~web_enrolment person_key +person_key +change_log",
    # whether the programme takes waiters
    "AddClientWebWaitlist": "access_token referral_source programme +web_waitlist +web_client +change_log",
    # the person, who goes
    "DeleteWebWaitlist": (
        "access_token web_waitlist web_client -web_client ~web_waitlist +web_decision "
        "person_key person_key +person_key +change_log"
    ),
    # states and division; the entry, locked, and then the person
    "UpdateClientWebWaitlist": (
        "access_token state division web_waitlist web_client ~web_client person_key +person_key +change_log"
    ),
}
"""What each operation executes, as `in_short` tells it, on SQLite, where locks need no statement.

`access_token` is the check of the token; `change_log`, at the end, the one log of changes. What stands before it is
about its former values: whose they are, and `person_key`, the key of whoever has had none for a month, as all here.
"""


@pytest.fixture(scope="module")
def writing(template, tmp_path_factory):
    """Start a server with everything that calls need."""
    path = tmp_path_factory.mktemp("writing") / "writing.db"
    shutil.copyfile(template.settled, path)
    runtime = build_runtime(Settings(database_url=f"sqlite:///{path}", **PREFERENCES, **CHEAP), SetClock())
    world = World(runtime)
    yield Writing(world, Api(Site(runtime)), world.token())
    runtime.database.close()


@pytest.fixture
def spent(writing):
    """Return what the third call of an operation cost, on records of its own; all have to succeed."""

    def call(name):
        for arguments in [writing.arguments(name) for _ in range(3)]:
            with cost(writing.world.runtime) as found:
                answer = getattr(writing.api, name)(writing.token, **arguments)
            assert (answer.Auth or answer).Status == 1, answer
        return found

    return call


@pytest.mark.parametrize("name", writing_operations())
def test_an_operation_has_one_session_with_one_transaction_on_one_connection(spent, name):
    found = spent(name)
    assert (found.sessions, found.begun, found.checkouts) == (1, ["BEGIN IMMEDIATE"], 1)
    assert found.built == {}
    assert in_short(found.executed) == STATEMENTS[name]


def test_every_writing_operation_stands_in_the_table():
    assert sorted(STATEMENTS) == sorted(writing_operations())


def test_how_the_table_names_statements():
    executed = [
        "SELECT a.id, (SELECT max(b.id) FROM b) FROM a WHERE EXISTS (SELECT * FROM c)",
        "SELECT coalesce((SELECT min(d.id) FROM d), ?)",
        "INSERT INTO e (id) SELECT f.id FROM f",
        "UPDATE g SET h=? WHERE g.id = ?",
        "DELETE FROM i WHERE i.id IN (SELECT j.id FROM j)",
    ]
    assert in_short(executed) == "a d +e ~g -i"
