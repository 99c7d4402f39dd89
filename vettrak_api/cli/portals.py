"""`vettrak-api portals`: the sample portals, a web server of their own that knows the API by its address alone."""

from importlib.util import find_spec
from typing import Annotated

import typer
from pydantic import ValidationError
from waitress.server import create_server

from vettrak_api.cli.common import MISUSED, Problem, errors, is_here, read_process_settings
from vettrak_api.cli.demonstration import host_of
from vettrak_api.hosting.logs import configure_logging
from vettrak_api.hosting.stopping import serve_until_told

LARGEST_REQUEST = 1024 * 1024
"""Bytes; forms are smaller."""


def portals(
    *,
    api: Annotated[
        str | None,
        typer.Option(help="The server's address, up to its virtual directory; wins over VETTRAK_PORTALS_API_URL."),
    ] = None,
    host: Annotated[str, typer.Option(help="Address to listen at; 0.0.0.0 is every network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="TCP port to listen at.")] = 8100,
    threads: Annotated[int, typer.Option(min=1, max=200, help="Pages at once.")] = 16,
) -> None:
    """Serve the sample portals for students, employers and staff until Ctrl-C.

    They call the API by SOAP, and need no database. VETTRAK_PORTALS_USERNAME and VETTRAK_PORTALS_PASSWORD name a
    log-in with the API role, without which awards are not checked, payments not shown and attendance not marked.
    """
    if find_spec("zeep") is None:
        raise Problem('The SOAP client of the portals is not installed. Run: pip install "vettrak-api[portals]"')
    from vettrak_api.web.portals.settings import PortalSettings  # noqa: PLC0415 - no other command needs them
    from vettrak_api.web.portals.site import portal_site  # noqa: PLC0415 - see above

    try:
        settings = PortalSettings()
    except ValidationError as error:
        # The values are left out: one of them is a password.
        told = (f"VETTRAK_PORTALS_{str(each['loc'][0]).upper()}: {each['msg']}" for each in error.errors())
        raise Problem("\n".join(told), MISUSED) from None
    settings = settings.model_copy(update={"api_url": api}) if api else settings
    host_of(settings.api_url)
    configure_logging(read_process_settings())
    try:
        server = create_server(
            portal_site(settings),
            host=host,
            port=port,
            threads=threads,
            ident=None,
            clear_untrusted_proxy_headers=False,
            max_request_body_size=LARGEST_REQUEST,
            expose_tracebacks=False,
        )
    except OSError as error:
        raise Problem(f"{host}:{port} can not be used: {error.strerror or error}. Try another --port.") from None
    errors.print(f"Portals at http://{host}:{port} of the API at {settings.api_url}")
    if not is_here(host):
        errors.print("This address is open to the network without encryption: put a web server with HTTPS in front.")
    if not settings.has_integration:
        errors.print(
            "VETTRAK_PORTALS_USERNAME is not set: awards are not checked, payments not shown, attendance not marked."
        )
    errors.print("Ctrl-C stops the portals.")
    try:
        serve_until_told(server)
    finally:
        server.close()
    errors.print("Stopped.")
