"""The page behind a password reset link: choose a new password, once."""

from collections.abc import Callable, Iterable
from html import escape
from typing import Any
from urllib.parse import parse_qs

from vettrak_api.model.audit import Author
from vettrak_api.runtime import Runtime
from vettrak_api.security.password_resets import find_reset, use_reset

LONGEST_FORM = 4096

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Choose a new password</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
<style>body{{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:28rem;padding:0 1rem}}
input,button{{font:inherit;display:block;width:100%;box-sizing:border-box;padding:.5rem;margin:.25rem 0 1rem}}</style>
</head><body><h1>Choose a new password</h1>{content}</body></html>
"""
FORM = """{problems}<form method="post"><input type="hidden" name="key" value="{key}">
<label for="password">New password</label>
<input id="password" name="password" type="password" autocomplete="new-password" maxlength="100" required>
<label for="again">The same again</label>
<input id="again" name="again" type="password" autocomplete="new-password" maxlength="100" required>
<button>Save</button></form>"""
SPENT = "<p>This link is not valid any more. Please ask for a new one.</p>"
DONE = "<p>Your new password is saved. You can close this page and log in.</p>"


def password_reset_page(
    runtime: Runtime, environ: dict[str, Any], start_response: Callable[..., Any]
) -> Iterable[bytes]:
    """Show the form for a live link, and save what it sends; every answer forbids caching and referrers."""
    if environ["REQUEST_METHOD"] == "POST":
        content = _save(runtime, _form(environ))
    else:
        key = parse_qs(environ.get("QUERY_STRING", "")).get("key", [""])[0]
        content = FORM.format(problems="", key=escape(key, quote=True)) if _is_live(runtime, key) else SPENT
    body = PAGE.format(content=content).encode()
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'"),
    ]
    start_response("200 OK", headers)
    return [body]


def _form(environ: dict[str, Any]) -> dict[str, str]:
    length = min(int(environ.get("CONTENT_LENGTH") or 0), LONGEST_FORM)
    fields = parse_qs(environ["wsgi.input"].read(length).decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}


def _is_live(runtime: Runtime, key: str) -> bool:
    with runtime.database.reading() as session:
        return find_reset(session, runtime.settings, runtime.clock, key) is not None


def _save(runtime: Runtime, form: dict[str, str]) -> str:
    key, password = form.get("key", ""), form.get("password", "")
    if password != form.get("again"):
        return _again(key, ["The two passwords differ."])
    author = Author("password reset", "password-reset", runtime.clock.now())
    with runtime.database.writing(author) as session:
        problems = use_reset(session, runtime.settings, runtime.clock, runtime.passwords, key, password)
    return _again(key, problems) if problems else DONE


def _again(key: str, problems: list[str]) -> str:
    told = "".join(f"<p role='alert'>{escape(problem)}</p>" for problem in problems)
    return FORM.format(problems=told, key=escape(key, quote=True))
