"""Text messages on every kind of database: credit is spent once, and what became of a message is kept."""

import pytest
from sqlalchemy import delete, update

from tests.support.gateway import SETTINGS, Gateway, account, history, sms_waiting
from tests.support.scenarios import at_once
from tests.support.soap import Api
from vettrak_api.app import Site
from vettrak_api.model.outbox import OutboxMessage
from vettrak_api.model.sms import ClientSms, SmsAccount
from vettrak_api.outbox.delivery import send_due
from vettrak_api.outbox.queue import SMS
from vettrak_api.outbox.sms_account import look_after_account
from vettrak_api.runtime import build_runtime


@pytest.fixture
def gateway():
    gateway = Gateway()
    gateway.start()
    yield gateway
    gateway.stop()


@pytest.fixture
def school(runtime, world):
    """The server, with settings by which it may send text messages; it forgets them in the end."""
    settings = runtime.settings.model_copy(update=SETTINGS | {"sms_credit": 5})
    yield build_runtime(settings, runtime.clock, runtime.database.engine)
    with world.session() as session:
        session.execute(delete(ClientSms))
        session.execute(delete(OutboxMessage))
        session.execute(update(SmsAccount).values(used=0, balance=None, asked=None, unreachable=None))


@pytest.fixture
def send(school, world):
    api, token = Api(Site(school)), world.token()
    person = world.client("Zwiebel", mobile_phone="0400 000 001")
    told = [("TSMSRecipient", {"ClientCode": person.code}), ("TSMSRecipient", {"MobilePhone": "0400000002"})]
    return lambda: api.SendSMSMessages(token, messageContent="Grüße 🙂", smsRecipients=told, isMarketing=False)


def test_the_last_credit_goes_to_one(send, world):
    answers = at_once([send] * 4)
    assert sorted(answer.SmsSent for answer in answers) == [0, 0, 2, 2]
    assert sorted(answer.SmsBalance for answer in answers) == [0, 0, 1, 3]
    refused = {answer.Auth.StatusMessage for answer in answers if not answer.SmsSent}
    assert refused == {"Insufficient SMS credit."}
    assert (len(sms_waiting(world)), len(history(world))) == (4, 2)


def test_what_becomes_of_messages(school, send, world, gateway):
    gateway.answers["+61400000001"] = 422
    gateway.balance = 3
    assert send().SmsSent == 2
    assert send_due(school, SMS) == 1
    assert [message.body["text"] for message in gateway.taken] == ["Grüße 🙂"]
    assert [(kept.state, kept.reason, kept.text) for kept in history(world)] == [("failed", "HTTP 422", "Grüße 🙂")]
    assert (account(world).used, account(world).balance) == (1, 3)
    gateway.stop()
    look_after_account(school)
    assert send().Auth.StatusMessage == "SMS service is not available."
