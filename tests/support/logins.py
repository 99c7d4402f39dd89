"""Answers of log-ins, and a count of the passwords that they check."""

BAD = "Invalid Username/Password Combination."


def assert_bad(answer):
    assert vars(answer) == {
        "ID": -1, "Token": "", "Status": -1, "StatusMessage": BAD, "Identifier": "-1", "TokenType": "",
    }  # fmt: skip


def assert_good(answer):
    assert (answer.Status, answer.StatusMessage) == (1, "Success")


class Counting:
    """Stands in for the hasher, and notes each check of a password."""

    def __init__(self, hasher, checks):
        self._hasher, self._checks = hasher, checks

    def verify(self, stored, password):
        self._checks.append(1)
        return self._hasher.verify(stored, password)
