"""Password hashes (argon2id), the cheap repeat of a login, and the policy for new passwords."""

import hashlib
import hmac
import secrets
import threading
from collections import OrderedDict
from string import ascii_letters, digits

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from vettrak_api.clock import Clock
from vettrak_api.security.places import OURSELVES, Applicant, Places
from vettrak_api.settings import PasswordPolicy, Settings

REMEMBERED_LOGINS = 10_000

GENERATED_LENGTH = 24
READABLE = "".join(sorted((set(ascii_letters + digits) - set("0O1lI")) | set("-_")))
"""What generated passwords are made of: nothing that a shell, XML or a connection string reads in its own way."""


class Passwords:
    """Hashes and verifies passwords; remembers for a token lifetime that a login was right.

    What is remembered is a keyed digest of password and stored hash under a key that only this process knows
    and forgets when it ends; neither the password nor anything checkable elsewhere is kept. A changed password
    changes the stored hash, so the memory no longer fits.
    """

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._hasher = PasswordHasher(settings.argon2_passes, settings.argon2_memory_kib, parallelism=1)
        self._clock = clock
        self._lifetime = int(settings.token_timeout_minutes * 60_000)
        self._key = secrets.token_bytes(32)
        self._right: OrderedDict[bytes, int] = OrderedDict()
        self._lock = threading.Lock()
        self._places = Places()
        self._nobody = self._hasher.hash(secrets.token_urlsafe(16))

    def hash(self, password: str, applicant: Applicant = OURSELVES) -> str:
        """Return the salted argon2id hash of a password; raises Busy when there is no place for the applicant."""
        with self._places.place(applicant):
            return self._hasher.hash(password)

    def is_remembered(self, stored: str, password: str) -> bool:
        """Tell whether this very pair proved right within the last token lifetime; costs microseconds."""
        mark = self._mark(stored, password)
        with self._lock:
            until = self._right.get(mark, 0)
        return until > self._clock.milliseconds()

    def verify(self, stored: str | None, password: str, applicant: Applicant = OURSELVES) -> bool:
        """Check a password against a stored hash; None takes the same time and is never right.

        Raises Busy, before anything is computed, when there is no place for the applicant.
        """
        with self._places.place(applicant):
            try:
                right = self._hasher.verify(stored or self._nobody, password)
            except (VerificationError, InvalidHashError):
                return False
        if not stored:
            return False
        self._remember(stored, password)
        return right

    def _remember(self, stored: str, password: str) -> None:
        with self._lock:
            self._right[self._mark(stored, password)] = self._clock.milliseconds() + self._lifetime
            while len(self._right) > REMEMBERED_LOGINS:
                self._right.popitem(last=False)

    def _mark(self, stored: str, password: str) -> bytes:
        return hmac.digest(self._key, f"{stored}\0{password}".encode("utf-8", "surrogatepass"), hashlib.sha256)


def generated_password(policy: PasswordPolicy) -> str:
    """Return a password that nobody has chosen, for an account without a mailbox; it keeps the policy.

    Of 24 characters, about 139 random bits, or as many as the policy wants; none is easily taken for another.
    """
    length = max(GENERATED_LENGTH, policy.minimum_length)
    while True:
        password = "".join(secrets.choice(READABLE) for _ in range(length))
        if password[0].isalnum() and password[-1].isalnum() and not broken_rules(policy, password):
            return password


def broken_rules(policy: PasswordPolicy, password: str | None) -> list[str]:
    """Return one sentence for each rule of the policy that a password breaks; blank always breaks one."""
    text = password or ""
    if not text.strip():
        return ["A password is required."]
    demands = (
        (len(text) < policy.minimum_length, f"At least {policy.minimum_length} characters are needed."),
        (policy.require_upper and not any(map(str.isupper, text)), "An upper case letter is needed."),
        (policy.require_lower and not any(map(str.islower, text)), "A lower case letter is needed."),
        (policy.require_digit and not any(map(str.isdigit, text)), "A digit is needed."),
        (policy.require_other and text.isalnum(), "A character other than letters and digits is needed."),
    )
    return [sentence for broken, sentence in demands if broken]
