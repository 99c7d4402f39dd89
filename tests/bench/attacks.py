"""What attacks do to a running server: time to their answer, growth of memory, and how long others wait meanwhile.

Usage: python tests/bench/attacks.py [waitress|granian] [a part of an attack's name]. Prints Markdown tables; asserts
nothing. Each attack has a fresh server on the demonstration data. "Others" is a second caller, who shakes hands with
the API twenty times a second; what is not answered within ten seconds counts as such. Linux only.
"""

import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.bench.operations import NAMESPACE, PAGE, demo_server, login, request
from tests.support.outbox import MailServer
from tests.support.servers import HOST, RunningServer, free_port, serving
from tests.support.sockets import ENVELOPES, TEXT_XML, send

MEBIBYTE = 1024 * 1024
SERVERS = {"waitress": (), "granian": ("--server", "granian", "--workers", "1")}
PATIENCE = 10.0
"""Seconds after which a caller gives up."""

SECONDS = 8
"""How long an attack goes on that has no end of its own."""

SMTP_PORT = free_port()
MAIL = {
    "VETTRAK_SMTP_HOST": HOST,
    "VETTRAK_SMTP_PORT": str(SMTP_PORT),
    "VETTRAK_MAIL_SENDER": "server@rto.example",
    "VETTRAK_PORTAL_URL": "https://portal.rto.example",
}
Attack = Callable[[RunningServer], str]


def raw(server: RunningServer, head: str, body: bytes = b"") -> str:
    """Send the bytes of a request; return the seconds until the answer was whole, and its status."""
    with socket.create_connection((HOST, server.port), timeout=60) as connection:
        began = time.perf_counter()
        connection.sendall(f"{head}\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode() + body)
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    return f"{time.perf_counter() - began:.3f} s, {answer[9:12].decode() or 'hung up'}"


def post(server: RunningServer, body: bytes) -> str:
    """Send a SOAP body in the same way."""
    head = f"POST {PAGE} HTTP/1.1\r\nContent-Type: {TEXT_XML}\r\nContent-Length: {len(body)}"
    return raw(server, head, body)


def path_backtracking(server: RunningServer) -> str:
    """Ask for a path that names a site five thousand times and ends in line feeds."""
    return raw(server, f"GET /{'staff/' * 5000}%0a%0ab HTTP/1.1")


def namespace_expansion(server: RunningServer) -> str:
    """Send many elements in a namespace with a long name, which a parser writes out for each of them."""
    elements = "".join(f"<b{number}/>" for number in range(20_000))
    inner = f'<a xmlns="{"u" * 80_000}">{elements}</a><ValidateClient xmlns="{NAMESPACE}"/>'
    return post(server, f'<s:Envelope xmlns:s="{ENVELOPES["1.1"]}"><s:Body>{inner}</s:Body></s:Envelope>'.encode())


def long_number(server: RunningServer) -> str:
    """Send a whole number of four million zeros that ends in a letter."""
    return post(server, request("GetUnitsForEnrolment", sToken="x", iEnro_ID=f"{'0' * 4_190_000}x"))


def dribble(server: RunningServer, count: int, start: str) -> str:
    """Open connections that send one byte a second after the start of a request."""
    with ExitStack() as stack:
        held = [stack.enter_context(socket.create_connection((HOST, server.port))) for _ in range(count)]
        for connection in held:
            connection.sendall(start.encode())
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            time.sleep(1)
            for connection in held:
                with suppress(OSError):
                    connection.sendall(b"a")
    return "-"


def slow_connections(server: RunningServer) -> str:
    """Hold two hundred connections whose headers never end."""
    return dribble(server, 200, f"POST {PAGE} HTTP/1.1\r\nHost: {HOST}\r\nX-A: ")


def many_slow_connections(server: RunningServer) -> str:
    """Hold fifteen hundred of them."""
    return dribble(server, 1500, f"POST {PAGE} HTTP/1.1\r\nHost: {HOST}\r\nX-A: ")


def slow_bodies(server: RunningServer) -> str:
    """Hold nine connections whose bodies never end."""
    head = f"POST {PAGE} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: {TEXT_XML}\r\nContent-Length: 4000000\r\n\r\n"
    return dribble(server, 9, head)


def wrong_log_ins(server: RunningServer) -> str:
    """Log in wrongly, 25 times a second, each time with another name."""

    def attempt(number: int) -> float:
        time.sleep(max(0.0, began + number / 25 - time.monotonic()))
        started = time.monotonic()
        body = request("ValidateClient", sUsername=f"guess{number}", sPassword="wrong")
        send(server, PAGE, body, seconds=60, Content_Type=TEXT_XML)
        return time.monotonic() - started

    began = time.monotonic()
    with ThreadPoolExecutor(50) as pool:
        return f"{max(pool.map(attempt, range(25 * SECONDS))):.3f} s at worst"


def unwritable_mail(server: RunningServer) -> str:
    """Let a student ask for a mail to an address that no mail can have; time until the next person's mail arrives."""
    mail_server = MailServer(SMTP_PORT)
    mail_server.start()
    try:
        ask_for_link(server, "student", "00004", "a@[1")
        ask_for_link(server, "integration", "00001", "good@x.example")
        began = time.monotonic()
        while time.monotonic() - began < 60:
            if "good@x.example" in mail_server.tried:
                return f"{time.monotonic() - began:.0f} s"
            time.sleep(0.2)
        return "no mail within 60 s"
    finally:
        mail_server.stop()


def ask_for_link(server: RunningServer, username: str, code: str, address: str) -> None:
    """Give a client an address and let it have a link for a new password."""
    token = send(server, PAGE, login(username), Content_Type=TEXT_XML).value("Token")
    names = "<Clie_Surname>T</Clie_Surname><Clie_Given>S</Clie_Given>"
    client = f"{names}<Clie_Code>{code}</Clie_Code><Clie_Email>{escape(address)}</Clie_Email>"
    send(server, PAGE, request("UpdateClientDetails", sToken=token, cClient=client), Content_Type=TEXT_XML)
    send(server, PAGE, request("TriggerPortalPasswordReset", token=token, clientCode=code), Content_Type=TEXT_XML)


ATTACKS: tuple[Attack, ...] = (
    path_backtracking,
    namespace_expansion,
    long_number,
    slow_connections,
    many_slow_connections,
    slow_bodies,
    wrong_log_ins,
    unwritable_mail,
)


@contextmanager
def second_caller(server: RunningServer) -> Iterator[list[float]]:
    """Call as long as the body runs; give the list of the seconds that each call took."""
    waited: list[float] = []
    ended = threading.Event()

    def call() -> None:
        while not ended.wait(0.05):
            began = time.perf_counter()
            with suppress(OSError):
                send(server, PAGE, request("API_Handshake"), seconds=PATIENCE, Content_Type=TEXT_XML)
            waited.append(time.perf_counter() - began)

    thread = threading.Thread(target=call)
    thread.start()
    try:
        yield waited
    finally:
        ended.set()
        thread.join()


def play(url: str, options: tuple[str, ...], attack: Attack) -> str:
    """Attack a fresh server; return the cells of the table's row."""
    with serving(url, *options, **MAIL) as server:
        send(server, PAGE, login("integration"), Content_Type=TEXT_XML)
        before = server.memory("VmHWM")
        with second_caller(server) as waited:
            try:
                told = attack(server)
            except OSError as error:
                told = f"no answer: {type(error).__name__}"
            time.sleep(0.2)  # what was asked meanwhile is still to be answered
        grown = (server.memory("VmHWM") - before) / MEBIBYTE
    worst = max(waited, default=0.0)
    others = f"{worst:.3f} s" if worst < PATIENCE else "not answered"
    return f"{told} | +{grown:.0f} MiB | {others}"


def main() -> None:
    """Print a table for each web server."""
    chosen = [word for word in sys.argv[1:] if word not in SERVERS]
    kinds = [word for word in sys.argv[1:] if word in SERVERS] or list(SERVERS)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        demo_server(folder).database.close()
        original = Path(folder) / "bench.db"
        for kind in kinds:
            print(f"\n| attack on {kind} | answer | memory | others wait at worst |\n|---|---|---|---|")
            for attack in ATTACKS:
                if all(word in attack.__name__ for word in chosen):
                    copy = shutil.copyfile(original, Path(folder) / "attacked.db")
                    cells = play(f"sqlite:///{copy.as_posix()}", SERVERS[kind], attack)
                    print(f"| {attack.__name__.replace('_', ' ')} | {cells} |", flush=True)


if __name__ == "__main__":
    main()
