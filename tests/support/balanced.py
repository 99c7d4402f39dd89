"""Several servers on one database behind HAProxy, which hands them the calls in turn."""

from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

from tests.support.cleanup import Janitor
from tests.support.distant import Distant
from tests.support.servers import HOST, PID_FILE, free_port, serving, start, stop
from tests.support.tools import need

CONFIGURATION = """
defaults
    mode http
    timeout connect 5s
    timeout client 60s
    timeout server 60s
frontend calls
    bind {host}:{port}
    option forwardfor
    default_backend servers
backend servers
    balance roundrobin
    http-response set-header X-Server %s
{servers}
"""


@contextmanager
def balanced(database_url, number, **settings):
    """Run so many servers and an HAProxy as long as the body; each server is a WSGI application of its own, too."""
    program = need("haproxy")
    with ExitStack() as stack, TemporaryDirectory(prefix="vettrak-haproxy-", ignore_cleanup_errors=True) as folder:
        servers = [stack.enter_context(serving(database_url, **settings)) for _ in range(number)]
        port, path = free_port(), Path(folder) / "haproxy.cfg"
        lines = [f"    server one{at} {HOST}:{server.port}" for at, server in enumerate(servers)]
        path.write_text(CONFIGURATION.format(host=HOST, port=port, servers="\n".join(lines)), encoding="utf-8")
        stack.callback(Janitor(Path(folder), PID_FILE).clean)
        proxy = start(port, Path(folder) / "log", [program, "-f", str(path)], {}, lambda _: [])
        try:
            each = [Distant(server.address) for server in servers]
            yield SimpleNamespace(all=Distant(proxy.address), each=each, servers=servers)
        finally:
            stop(proxy.process)
