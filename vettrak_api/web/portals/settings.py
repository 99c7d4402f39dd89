"""The settings of the portals, which are a program of their own and share none with the server."""

import secrets
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class PortalSettings(BaseSettings):
    """What the portals are told, each by VETTRAK_PORTALS_ and its name in capital letters."""

    model_config = SettingsConfigDict(env_prefix="VETTRAK_PORTALS_", frozen=True)

    api_url: str = Field("http://127.0.0.1:8000", description="the server's address, up to its virtual directory")
    username: str = Field("", description="log-in with the API role, for what people may not call themselves")
    password: SecretStr = Field(SecretStr(""), description="its password")
    secret: SecretStr = Field(
        default_factory=lambda: SecretStr(secrets.token_urlsafe(32)),
        min_length=16,
        description="signs cookies; the same for all processes. Without it each start logs everybody out",
    )
    organisation: str = Field("", max_length=100, description="the name at the top of every page")
    timezone: str = Field("Australia/Sydney", description="the zone of the server's dates")
    public_url: str = Field("", description="address that people use, if a web server in front changes it")
    trusted_proxies: tuple[str, ...] = Field(("127.0.0.1", "::1"), description="whose forwarded headers count")
    forwarded_headers: tuple[str, ...] = Field(
        ("X-Forwarded-For", "X-Forwarded-Proto"), description="which of them the trusted proxies set"
    )
    call_seconds: float = Field(10, gt=0, le=60, description="a call is given up after this long")
    page_seconds: float = Field(20, gt=0, le=120, description="all calls of a page are given up after this long")
    calls_at_once: int = Field(8, ge=1, le=100, description="calls that wait for the server at once, per process")

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            message = f"unknown time zone {value!r}; use a name such as Australia/Sydney"
            raise ValueError(message) from None
        return value

    @property
    def has_integration(self) -> bool:
        """Whether there is a log-in for protected calls."""
        return bool(self.username)
