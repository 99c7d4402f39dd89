"""docs/clients.md: which clients were tried, and what their programmers stumble over."""

import re

from tests.interop.languages import LANGUAGES, ROOT

PAGE = ROOT / "docs" / "clients.md"

INTRODUCTION = """\
# Clients

Each client below is tried against a running server by its sample, which is [docs/samples](samples) and is meant to be
copied. A sample logs in, keeps its token, logs in again when the token has expired or is not known any more, reads
lists of none, one and several items, sends a date without a zone from a computer in another zone, and tells of a
fault. Programs that were written for the original service are tried too, with PHP, .NET (`wsdl`), Node and zeep: they
play the whole transfer to and from an LMS, in SOAP 1.1 and 1.2.

| Language | Client | Version | SOAP | Sample |
|---|---|---|---|---|
"""

BROWSER = "| JavaScript, browser | fetch | Chromium | 1.1 | [browser](samples/browser) |\n"

COMMON = """
## Whatever the client

- Dates and times are the training organisation's local time. Send them without a zone.
- `Status` tells how a call went; a SOAP fault comes only when the request could not be read, or was too long.
- A token is good for an hour after each use. `-2` with "Token has expired." and `-1` with "Invalid token." both mean:
  log in again, and repeat the call.
- Some clients read no fault from an answer with a status other than 500, such as 413 for a request that is too long:
  be ready for an error of the transport, too.
- Codes are texts: `00042` is not `42`.
"""

ROW = re.compile(r"^\| .* \| .* \| (.*) \| .* \| \[([\w-]+)\]\(samples/", re.MULTILINE)


def page(versions):
    """Return the page's text for the versions that were tried, by the sample's folder."""
    rows = (
        f"| {each.name} | {each.client} | {versions.get(each.folder, '')} | {each.soap} "
        f"| [{each.folder}](samples/{each.folder}) |\n"
        for each in LANGUAGES
    )
    traps = (
        f"\n### {each.name}: {each.client}\n\n" + "".join(f"- {trap}\n" for trap in each.traps) for each in LANGUAGES
    )
    return INTRODUCTION + "".join(rows) + BROWSER + COMMON + "\n## Traps\n" + "".join(traps)


def versions(written):
    """Return the versions that a page tells, by the sample's folder."""
    return {folder: version for version, folder in ROW.findall(written) if folder != "browser"}


def write(tried):
    """Write the page anew with the versions of these samples; the others stay as they are."""
    known = versions(PAGE.read_text(encoding="utf-8")) if PAGE.exists() else {}
    PAGE.write_text(page(known | tried), encoding="utf-8")
