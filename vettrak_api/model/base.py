"""What all tables share: naming, column types, stamps, and the folding of text that is compared ignoring case."""

import datetime
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    Numeric,
    String,
    Text,
    Unicode,
)
from sqlalchemy.dialects import mssql, mysql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

_NFKC = partial(unicodedata.normalize, "NFKC")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

CODE = 10
"""Longest client code and employer identifier (contract: TClie.Clie_Code)."""


LONGEST_KEY = 200
"""Characters that a key column holds; a few letters fold to several, so longer keys are cut."""

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # controls that are no blanks
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
"""Unicode's default-ignorable characters, and those that no text holds: they show nothing by themselves."""

_PUNCTUATION = str.maketrans(
    dict.fromkeys("\u00b4\u02bb\u02bc\u2018\u2019\u201b\u2032", "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
)
"""What telephones and word processors write for an apostrophe and a hyphen."""

_PLAIN_LETTERS = str.maketrans({
    "\u00e6": "ae", "\u00f0": "d", "\u00f8": "o", "\u00fe": "th", "\u0111": "d", "\u0127": "h", "\u0131": "i",
    "\u0138": "k", "\u0142": "l", "\u014b": "n", "\u0153": "oe", "\u0167": "t", "\u0180": "b", "\u0199": "k",
    "\u01b4": "y", "\u01b6": "z", "\u01e5": "g", "\u0253": "b", "\u0257": "d", "\u0268": "i", "\u026b": "l",
    "\u0289": "u",
})  # fmt: skip
"""Letters that Unicode does not take apart, as people write them who lack them."""

_NAME_PUNCTUATION = str.maketrans(
    dict.fromkeys(
        "`\u02b9\u02bd\u02be\u02bf\u02c8\u02ca\u02cb\u02f4\u0374\u055a\u05f3\u07f4\u07f5\u201a\u2035\ua78b\ua78c", "'"
    )
    | dict.fromkeys("\u02d7\u058a\u05be\u1400\u1806\u2043\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u301c\u3030\u30a0", "-")
    | {"\u2800": " "}
)
"""What else stands for an apostrophe, a hyphen or a blank within names, where it can mean nothing else."""

_JOINTS = re.compile(r" ?(')[' ]*| ?(-)[- ]*")
"""An apostrophe or a hyphen with the blanks around it, or several of them: O' Hara, Gray - Lee."""


def size_of(text: str) -> int:
    """Return how many characters of a column a text takes, on the strictest database.

    SQL Server counts UTF-16 units, so that a character beyond U+FFFF, an emoji for one, takes two.
    """
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, longest: int) -> str:
    """Return as much of a text as a column of this length takes on every database; no character is halved."""
    return text[:longest] if text.isascii() else text.encode("utf-16-le")[: 2 * longest].decode("utf-16-le", "ignore")


def fold(text: str | None) -> str:
    """Return text as codes, user names and addresses are compared: trimmed, single blanks, no case (R-ARGS).

    What looks the same is the same: full width, ligatures, typographic apostrophes and hyphens, and whatever shows
    nothing (Unicode's NFKC_Casefold, and the punctuation). Null and blank are the same. Stored beside the original
    in a *_key column, so that an index serves the comparison on every database, whatever its collation.
    """
    if not text:
        return ""
    plain = text if text.isascii() and text.isprintable() else _NFKC(visible(text).casefold())
    return cut(" ".join(plain.casefold().split()), LONGEST_KEY)


def fold_name(text: str | None) -> str:
    """Return a person's or company's name as it is compared, everywhere: two with the same are the same name.

    As `fold`, without accents; letters with strokes and the like are plain ones, every apostrophe is one, every dash
    a hyphen, without blanks beside them.
    """
    folded = fold(text)
    if folded.isascii() and folded.replace(" ", "").isalnum():
        return folded
    plain = folded if folded.isascii() else _without_accents(folded)
    joined = _JOINTS.sub(_joint, plain.translate(_NAME_PUNCTUATION))
    return cut(" ".join(unicodedata.normalize("NFC", joined).split()), LONGEST_KEY)


def _without_accents(folded: str) -> str:
    parts = unicodedata.normalize("NFKD", folded)
    return "".join(part for part in parts if not unicodedata.combining(part)).translate(_PLAIN_LETTERS)


def _joint(found: re.Match[str]) -> str:
    return found[1] or found[2]


def visible(text: str) -> str:
    """Return text in its plain form (NFKC), with plain apostrophes and hyphens, without what shows nothing."""
    composed = unicodedata.normalize("NFC", text).translate(_PUNCTUATION)
    return _NFKC(_INVISIBLE.sub("", composed)).translate(_PUNCTUATION)


def fold_exactly(text: str | None) -> str:
    """Return text folded by case and blanks alone, as the keys of look-alikes are (`LookAlike`)."""
    kept = _UNSTORABLE.sub("", text or "")
    return cut(" ".join(unicodedata.normalize("NFC", kept).split()).casefold(), LONGEST_KEY)


def fits_code(text: str) -> bool:
    """Tell whether the columns of client codes and identifiers hold a text, which is plain ASCII, and its key."""
    return text.isascii() and 0 < len(fold(text)) <= CODE and len(text) <= CODE


def can_be_stored(text: str) -> bool:
    """Tell whether every database takes a text: PostgreSQL takes no NUL, and none takes half a character."""
    return text.isprintable() or _UNSTORABLE.search(text) is None


class NameList(TypeDecorator[list[str]]):
    """A short ordered list of names in one text column, one per line; null and empty are an empty list."""

    impl = Unicode(500)
    cache_ok = True

    def process_bind_param(self, value: list[str] | None, dialect: Dialect) -> str | None:
        """Join the names."""
        del dialect
        return "\n".join(value) if value else None

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], list[str]]:
        """Return what splits the text into the names."""
        del dialect, coltype
        return lambda text: text.split("\n") if text else []


class Amount(TypeDecorator[Decimal]):
    """A number of dollars, hours or percent: two decimal places, ten digits before them.

    SQLite keeps them as binary fractions, of which a decimal must be made anew in every row; amounts repeat, so the
    latest are remembered.
    """

    impl = Numeric(12, 2)
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Decimal | None] | None:
        """Return what makes a stored value a decimal with two places."""
        return _two_places if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


@lru_cache(maxsize=10_000)
def _two_places(stored: float | None) -> Decimal | None:
    return None if stored is None else Decimal(f"{stored:.2f}")


class Load(TypeDecorator[Decimal]):
    """A study load: a share of a year, with four decimal places."""

    impl = Numeric(10, 4)
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Decimal | None] | None:
        """Return what makes a stored value a decimal with four places."""
        return _four_places if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


@lru_cache(maxsize=1_000)
def _four_places(stored: float | None) -> Decimal | None:
    return None if stored is None else Decimal(f"{stored:.4f}")


DATETIME2: TypeEngine[Any] = mssql.DATETIME2(0)  # type: ignore[no-untyped-call]

Moment = DateTime().with_variant(DATETIME2, "mssql").with_variant(mysql.DATETIME(), "mysql", "mariadb")
"""A local time of the RTO to the second."""

Key = BigInteger().with_variant(Integer, "sqlite")
"""Surrogate keys; SQLite numbers rows by itself only in an INTEGER column."""


class Base(DeclarativeBase):
    """Declarative base with constraint names that migrations can drop on every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime.datetime: Moment,
        datetime.date: Date(),
        Decimal: Amount(),
        list[str]: NameList(),
        dict[str, Any]: JSON(none_as_null=True),
    }


def length_of(column: Any) -> int:
    """Return how many characters a column of text holds, as `size_of` counts: `length_of(Client.surname)`."""
    return int(column.type.length)


class Stamped:
    """Rows that remember when and by whom they were made and last changed (R-WRITE).

    The columns are filled by `vettrak_api.model.audit`, never by operations.
    """

    created_at: Mapped[datetime.datetime | None] = mapped_column(sort_order=900)
    created_by: Mapped[str | None] = mapped_column(String(20), sort_order=901)
    modified_at: Mapped[datetime.datetime | None] = mapped_column(sort_order=902, index=True)
    modified_by: Mapped[str | None] = mapped_column(String(20), sort_order=903)


class Audited:
    """Rows without stamps whose changes the change log tells all the same, as parts of the record they belong to.

    `vettrak_api.model.belonging` says what that is; lists of codes stand for themselves. Stamped rows are told anyway.
    """


Code = String
"""The column type of a code: plain ASCII, so that SQL Server compares it without conversion."""

Words = Unicode
"""The column type of text that people write."""


LongText = Text().with_variant(mssql.NVARCHAR(None), "mssql")
"""Text without a useful maximum."""
