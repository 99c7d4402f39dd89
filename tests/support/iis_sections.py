"""What IIS knows of the sections that our web.config files use: elements, attributes, and what these may hold.

Facts from Microsoft's documentation of IIS, of URL Rewrite and of HttpPlatformHandler, in our own words and only as far
as they are used. Names do not mind letter case in IIS; here they must be written as Microsoft writes them.
"""

import re


def text(value):
    return bool(value)


def truth(value):
    return value in {"true", "false"}


def number(least=0, most=2**32 - 1):
    return lambda value: value.isdigit() and least <= int(value) <= most


def one_of(*words):
    return lambda value: value in words


def minutes(most):
    """A time of whole minutes, as hh:mm:ss."""

    def check(value):
        found = re.fullmatch(r"(\d\d):(\d\d):00", value)
        return found is not None and 0 <= int(found[1]) * 60 + int(found[2]) <= most

    return check


class Element:
    """An element: its attributes, those of them that it needs, and the elements inside."""

    def __init__(self, attributes=None, needed=(), inside=None):
        self.attributes, self.needed, self.inside = attributes or {}, needed, inside or {}


EMPTY = Element()

FASTCGI_LIMITS = {
    "instanceMaxRequests": number(1, 10_000_000),
    "idleTimeout": number(10, 2_592_000),
    "activityTimeout": number(10, 2_592_000),
    "requestTimeout": number(10, 2_592_000),
    "maxInstances": number(0, 10_000),
    "signalBeforeTerminateSeconds": number(0, 60),
    "stderrMode": one_of("ReturnStdErrIn500", "ReturnGeneric500", "IgnoreAndReturn200", "TerminateProcess"),
}
"""Of a program that is started by FastCGI; the section stands in applicationHost.config alone."""

HANDLER = Element(
    {
        "name": text,
        "path": text,
        "verb": text,
        "modules": text,
        "scriptProcessor": text,
        "resourceType": one_of("File", "Directory", "Either", "Unspecified"),
        "requireAccess": one_of("None", "Read", "Write", "Script", "Execute"),
    },
    needed=("name", "path", "verb"),
)
RULE = Element(
    {"name": text, "stopProcessing": truth, "enabled": truth},
    needed=("name",),
    inside={
        "match": Element({"url": text, "ignoreCase": truth, "negate": truth}),
        "conditions": Element(inside={"add": Element({"input": text, "pattern": text, "ignoreCase": truth})}),
        "serverVariables": Element(inside={"set": Element({"name": text, "value": text, "replace": truth}, ("name",))}),
        "action": Element(
            {
                "type": one_of("None", "Rewrite", "Redirect", "CustomResponse", "AbortRequest"),
                "url": text,
                "appendQueryString": truth,
                "logRewrittenUrl": truth,
            }
        ),
    },
)
PLATFORM = Element(
    {
        "processPath": text,
        "arguments": text,
        "startupTimeLimit": number(0, 3600),
        "startupRetryCount": number(0, 100),
        "rapidFailsPerMinute": number(0, 100),
        "requestTimeout": minutes(43_200),
        "processesPerApplication": number(1, 100),
        "forwardWindowsAuthToken": truth,
        "stdoutLogEnabled": truth,
        "stdoutLogFile": text,
    },
    needed=("processPath",),
    inside={
        "environmentVariables": Element(
            inside={"clear": EMPTY, "environmentVariable": Element({"name": text, "value": lambda _: True}, ("name",))}
        )
    },
)
LIMITS = Element(
    {"maxAllowedContentLength": number(), "maxUrl": number(), "maxQueryString": number()},
    inside={
        "headerLimits": Element(
            inside={"add": Element({"header": text, "sizeLimit": number()}, ("header", "sizeLimit"))}
        )
    },
)
WEB_SERVER = Element(
    inside={
        "handlers": Element(inside={"clear": EMPTY, "add": HANDLER}),
        "httpErrors": Element(
            {
                "existingResponse": one_of("Auto", "Replace", "PassThrough"),
                "errorMode": one_of("DetailedLocalOnly", "Custom", "Detailed"),
            }
        ),
        "urlCompression": Element({"doStaticCompression": truth, "doDynamicCompression": truth}),
        "security": Element(inside={"requestFiltering": Element(inside={"requestLimits": LIMITS})}),
        "httpPlatform": PLATFORM,
        "rewrite": Element(inside={"rules": Element(inside={"clear": EMPTY, "rule": RULE})}),
    }
)
SETTING = Element({"key": text, "value": lambda _: True}, ("key", "value"))
CONFIGURATION = Element(
    inside={
        "appSettings": Element(inside={"clear": EMPTY, "add": SETTING}),
        "system.webServer": WEB_SERVER,
    }
)
NOT_HERE = {"fastCgi", "proxy", "allowedServerVariables"}
"""Sections that IIS keeps for applicationHost.config; in a web.config they are an error 500.19."""


def problems(document):
    """Return what IIS would not take of a web.config, in words."""
    assert document.tag == "configuration"
    return list(_problems(document, CONFIGURATION, ""))


def _problems(element, known, path):
    for name, value in element.attrib.items():
        if name not in known.attributes:
            yield f"{path}: {name} is no attribute"
        elif not known.attributes[name](value):
            yield f"{path}: {name}={value} is not possible"
    yield from (f"{path} lacks {name}" for name in known.needed if name not in element.attrib)
    for child in element:
        if not isinstance(child.tag, str):
            continue
        below = f"{path}/{child.tag}".lstrip("/")
        if child.tag in known.inside:
            yield from _problems(child, known.inside[child.tag], below)
        elif child.tag in NOT_HERE:
            yield f"{child.tag} is for applicationHost.config"
        else:
            yield f"{below} is no element"
