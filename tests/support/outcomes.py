"""Short ways to say what an answer was."""

OK = (1, None)
"""Success without a message."""

DENIED = (-1, "Access denied.")


def outcome(reply):
    """Return Status and StatusMessage of an answer, bare or inside a result."""
    auth = reply.Auth or reply
    return auth.Status, auth.StatusMessage
