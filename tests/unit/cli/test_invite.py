"""vettrak-api user invite: people without a password get a link to choose one, once."""

import re

import pytest
from sqlalchemy import func, select

from vettrak_api.model.outbox import OutboxMessage
from vettrak_api.security.password_resets import find_reset


@pytest.fixture
def portal(monkeypatch):
    for name, value in {"PORTAL_URL": "https://portal.example", "SMTP_HOST": "mail.example",
                        "MAIL_SENDER": "training@rto.example"}.items():  # fmt: skip
        monkeypatch.setenv(f"VETTRAK_{name}", value)


def queued(runtime):
    with runtime.database.reading() as session:
        return [message.payload for message in session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))]


def count(runtime):
    with runtime.database.reading() as session:
        return session.scalar(select(func.count(OutboxMessage.id)))


@pytest.fixture
def people(world):
    """Two who are to be invited, and one for each reason not to be."""
    for name in ("minh", "siobhan"):
        world.client(username=name, username_key=name, email=f"{name}@example.com")
    world.client(username="ready", email="ready@example.com", password_hash="set already")
    world.client(username="gone", email="gone@example.com", active=False)
    world.client(username="nowhere")
    world.client(email="nobody@example.com")


def test_who_has_no_password_is_invited_once(run, runtime, people, portal):
    assert "Queued 2 mails" in run("user", "invite").out
    assert count(runtime) == 2
    assert "Queued 0 mails" in run("user", "invite").out
    assert count(runtime) == 2


def test_a_link_works_for_two_weeks(run, runtime, people, portal, clock):
    run("user", "invite")
    text = str(queued(runtime)[0])
    key = re.search(r"password-reset\?key=([\w-]+)", text)[1]
    with runtime.database.reading() as session:
        reset = find_reset(session, runtime.settings, runtime.clock, key)
        assert reset.expires - reset.created == 14 * 86_400_000


def test_without_a_portal_nobody_is_invited(run, runtime, people):
    done = run("user", "invite")
    assert (done.code, "VETTRAK_PORTAL_URL" in done.err) == (2, True)
    assert count(runtime) == 0
