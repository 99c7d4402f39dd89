"""What waits to be sent, read as people would read it; and a mail server that answers as told."""

import inspect
import json
from email import message_from_bytes, policy
from types import SimpleNamespace

from aiosmtpd.controller import Controller
from sqlalchemy import select

from tests.support.servers import free_port
from vettrak_api.model.outbox import OutboxMessage
from vettrak_api.outbox.queue import MAIL, queue_mail

SETTINGS = {"smtp_host": "127.0.0.1", "smtp_port": free_port(), "mail_sender": "server@rto.example"}
"""For a server that sends mails; one port for all tests of a process, which run one after another."""


def messages(world):
    """All that the outbox holds, the oldest first."""
    return world.all(select(OutboxMessage).order_by(OutboxMessage.id))


def mails(world):
    """The mails that wait, with recipient, subject and text."""
    waiting = [message for message in messages(world) if message.payload]
    assert {message.kind for message in waiting} <= {MAIL}
    return [SimpleNamespace(recipient=row.recipient, **json.loads(row.payload)) for row in waiting]


def put_mail(runtime, recipient="ann@example.com", subject="News", text="A secret link", now=None):
    """Queue a mail as the rules do."""
    with runtime.database.writing() as session:
        queue_mail(session, now or runtime.clock.now(), recipient, subject, text)


class MailServer:
    """A real SMTP server: takes mails, or answers as `answers` tells for a recipient, or `answer` for all.

    An answer is what the server says, or a function, perhaps async, that is called with the dialogue and returns it.
    `tried` are the recipients in the order in which they were named; `got` are pairs of recipients and mail.
    """

    def __init__(self, port=SETTINGS["smtp_port"], **options):
        self.answer = None
        self.answers = {}
        self.tried = []
        self.got = []
        self._options = {"hostname": "127.0.0.1", "port": port, **options}
        self._controller = None

    def start(self):
        self._controller = Controller(self, **self._options)
        self._controller.start()

    def stop(self):
        self._controller.stop()

    def stop_listening(self):
        """Take no further connections; only from an answer, which runs where the server does."""
        self._controller.server.close()

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.tried.append(address)
        answer = self.answers.get(address, self.answer)
        said = answer(server) if callable(answer) else answer
        if inspect.isawaitable(said):
            said = await said
        if said is None:
            envelope.rcpt_tos.append(address)
            return "250 OK"
        return said

    async def handle_DATA(self, server, session, envelope):
        self.got.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"

    @property
    def recipients(self):
        return [recipient for recipients, _ in self.got for recipient in recipients]
