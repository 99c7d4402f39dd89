"""The ways to an SMS gateway: by HTTP, or into the log alone, for demonstrations."""

import http.client
import json
import logging
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Protocol
from urllib.parse import SplitResult, urlencode, urlsplit

from vettrak_api.outbox.failures import DeliveryFailed, WayRefused
from vettrak_api.settings import SMS_BY_HTTP, SMS_TO_LOG, Settings

logger = logging.getLogger(__name__)

STEP_SECONDS, WHOLE_SECONDS = 10, 30
"""How long the gateway may be silent, and how long an answer may take as a whole."""

MOST_BYTES = 64 * 1024
"""Of an answer; what is longer is not read."""

MOST_MESSAGES = 2_147_483_647
"""The largest balance that the interface can tell."""

OK = range(200, 300)

REFUSED = frozenset({400, 410, 413, 415, 422})
"""Answers that mean the message itself; all others may be mended, by settings, by credit or by waiting."""


class Gateway(Protocol):
    """Takes text messages."""

    def probe(self) -> int | None:
        """Return the messages left, None when that is not told; raises OSError when the gateway can not be used."""

    def take(self, number: str, message: Mapping[str, Any]) -> int | None:
        """Send one message and return the messages left, or None.

        Raises DeliveryFailed when the gateway refuses it, OSError when nobody knows whether it was taken.
        """


def gateway_of(settings: Settings) -> Gateway | None:
    """Return the gateway that the settings name, None when there is none."""
    if settings.sms_gateway == SMS_TO_LOG:
        return LogGateway()
    return HttpGateway(settings) if settings.sms_gateway == SMS_BY_HTTP and settings.sms_url else None


class LogGateway:
    """Takes every message and sends none: the log tells that there was one, neither its text nor its number."""

    def probe(self) -> int | None:
        """Return None: nobody counts."""
        return None

    def take(self, number: str, message: Mapping[str, Any]) -> int | None:
        """Leave a line in the log."""
        del number
        logger.info("SMS %s of %s characters was not sent: there is no gateway but this log",
                    message["key"], len(message["text"]))  # fmt: skip
        return None


class HttpGateway:
    """Posts each message, and asks for the balance where there is an address for that."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def probe(self) -> int | None:
        """Ask for the balance, or without an address for it connect."""
        if not self._settings.sms_balance_url:
            connected(urlsplit(self._settings.sms_url)).close()
            return None
        status, content = self._ask("GET", self._settings.sms_balance_url)
        if status not in OK:
            raise WayRefused(f"HTTP {status}")
        return balance_in(content)

    def take(self, number: str, message: Mapping[str, Any]) -> int | None:
        """Post one message: what is sent again carries the same Idempotency-Key."""
        members = {
            "to": number,
            "text": message["text"],
            "sender": message["sender"],
            "provider": message["provider"],
            "acceptReplies": message["accept_replies"],
        }
        if self._settings.sms_format == "form":
            form = {name: value or "" for name, value in members.items()}
            form["acceptReplies"] = "true" if message["accept_replies"] else "false"
            kind, body = "application/x-www-form-urlencoded", urlencode(form)
        else:
            kind, body = "application/json", json.dumps(members)
        headers = {"Content-Type": kind, "Idempotency-Key": message["key"]}
        status, content = self._ask("POST", self._settings.sms_url, body.encode(), headers)
        if status not in OK:
            raise DeliveryFailed(f"HTTP {status}", is_permanent=status in REFUSED)
        return balance_in(content)

    def _ask(
        self, method: str, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Return status and content of an answer; redirections are not followed, and the way is closed after it."""
        address = urlsplit(url)
        target = f"{address.path or '/'}{'?' if address.query else ''}{address.query}"
        own = {"Accept": "application/json", "Connection": "close"}
        if self._settings.sms_token:
            own["Authorization"] = f"Bearer {self._settings.sms_token}"
        connection = connected(address)
        # A gateway that sends a byte now and then would never be silent for long.
        end = threading.Timer(WHOLE_SECONDS, _cut, [connection.sock])
        end.daemon = True
        end.start()
        try:
            connection.request(method, target, body, {**own, **(headers or {})})
            answer = connection.getresponse()
            return answer.status, _content(answer)
        except http.client.HTTPException as error:
            raise WayRefused(type(error).__name__) from None
        finally:
            end.cancel()
            connection.close()


def connected(address: SplitResult) -> http.client.HTTPConnection:
    """Return a connection to a gateway, whose certificate is checked; raises OSError."""
    host, port = address.hostname or "", address.port
    connection: http.client.HTTPConnection
    if address.scheme == "https":
        trusted = ssl.create_default_context()
        connection = http.client.HTTPSConnection(host, port, timeout=STEP_SECONDS, context=trusted)
    else:
        connection = http.client.HTTPConnection(host, port, timeout=STEP_SECONDS)
    try:
        connection.connect()
    except UnicodeError:
        raise WayRefused("no host can have this name") from None
    except ssl.SSLError as error:
        # Of a certificate that can not be trusted it is a ValueError, too, as if the message were wrong.
        connection.close()
        raise WayRefused(type(error).__name__) from None
    except OSError:
        connection.close()
        raise
    return connection


def _cut(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _content(answer: http.client.HTTPResponse) -> bytes:
    """Return what the answer holds, nothing when it is too long or breaks off: its status stands all the same."""
    try:
        content = answer.read(MOST_BYTES + 1)
    except (OSError, http.client.HTTPException):
        return b""
    return content if len(content) <= MOST_BYTES else b""


def balance_in(content: bytes) -> int | None:
    """Return the member `balance` of a JSON object, at least 0; None when there is none that is a number."""
    try:
        answer = json.loads(content)
        told = answer.get("balance") if isinstance(answer, dict) else None
        number = None if told is None or isinstance(told, bool) else int(told)
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None
    return None if number is None else min(max(number, 0), MOST_MESSAGES)
