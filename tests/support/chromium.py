"""A headless Chromium."""

from contextlib import contextmanager

from tests.support.tools import give_up, need

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def headless():
    """Run Chromium for as long as the body."""
    program = need("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        give_up("the Python package playwright is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()
