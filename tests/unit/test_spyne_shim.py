"""Spyne 2.14 works on the Python that runs this."""

import io
import subprocess
import sys

import pytest
import six

from vettrak_api import spyne_shim

spyne_shim.install()

from spyne import Application, Array, ComplexModel, Integer, ServiceBase, Unicode, rpc  # noqa: E402
from spyne.protocol.soap import Soap11  # noqa: E402
from spyne.server.wsgi import WsgiApplication  # noqa: E402

REQUEST = b"""<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
<Repeat xmlns="urn:shim"><count>2</count><name>beer</name></Repeat></s:Body></s:Envelope>"""


class Row(ComplexModel):
    __namespace__ = "urn:shim"

    ID = Integer
    Name = Unicode


class Repeater(ServiceBase):
    @rpc(Integer, Unicode, _returns=Array(Row))
    def Repeat(ctx, count, name):
        return [Row(ID=number, Name=name) for number in range(count)]


def application():
    return WsgiApplication(
        Application([Repeater], "urn:shim", in_protocol=Soap11(validator="lxml"), out_protocol=Soap11())
    )


def answer(method, query="", body=b""):
    statuses = []
    environ = {
        "REQUEST_METHOD": method,
        "QUERY_STRING": query,
        "CONTENT_TYPE": "text/xml; charset=utf-8",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.url_scheme": "http",
        "PATH_INFO": "/",
        "SCRIPT_NAME": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
    }
    content = b"".join(application()(environ, lambda status, headers, error=None: statuses.append(status)))
    return statuses, content


def test_a_soap_call_is_answered():
    statuses, content = answer("POST", body=REQUEST)
    assert statuses == ["200 OK"]
    assert content.count(b"beer") == 2


def test_a_wsdl_is_made():
    statuses, content = answer("GET", query="wsdl")
    assert statuses == ["200 OK"]
    assert b'name="Repeat"' in content


def test_spyne_uses_the_present_six():
    from spyne.util import six as used
    from spyne.util.six.moves.urllib.parse import unquote

    assert used.__version__ == six.__version__
    assert used.get_function_name(answer) == "answer"
    assert unquote("%41") == "A"


def test_installing_again_changes_nothing():
    before = sys.modules[spyne_shim.VENDORED_SIX]
    spyne_shim.install()
    assert sys.modules[spyne_shim.VENDORED_SIX] is before


@pytest.mark.slow
def test_importing_spyne_through_the_package_warns_of_nothing(tmp_path):
    # Byte code elsewhere, so that the compiler speaks as it does on the first import.
    program = "import vettrak_api; import spyne.protocol.soap, spyne.server.wsgi"
    command = [sys.executable, "-W", "error", "-X", f"pycache_prefix={tmp_path}", "-c", program]
    subprocess.run(command, check=True, timeout=120)
