"""Short ways to say what an answer was."""

OK = (1, None)
"""Success without a message."""

DENIED = (-1, "Access denied.")


def told(name, text):
    """Return a text of that length that a parameter takes: for an e-mail address, it becomes one."""
    return f"{text}xx"[: max(len(text) - 2, 1)] + "@b" if "mail" in name.lower() else text


def outcome(reply):
    """Return Status and StatusMessage of an answer, bare or inside a result."""
    auth = reply.Auth or reply
    return auth.Status, auth.StatusMessage
