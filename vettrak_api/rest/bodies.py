"""Bodies of requests: JSON objects, read strictly."""

import json
from decimal import Decimal
from typing import Any, NoReturn

from flask import Request
from werkzeug.exceptions import UnsupportedMediaType

from vettrak_api.errors import Malformed
from vettrak_api.rest.records import Record

JSON = "application/json"


def read_body(request: Request) -> Record:
    """Return the object that a request brings.

    Raises UnsupportedMediaType for another media type, RequestEntityTooLarge for more bytes than the settings allow,
    and Malformed for what is no JSON object, or names a field twice.
    """
    if request.mimetype != JSON or request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise UnsupportedMediaType(f"The body must be {JSON}, and not be encoded; say so in Content-Type.")
    raw = request.get_data(cache=False)
    try:
        told = json.loads(
            raw.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_object,
        )
    except RecursionError:
        raise Malformed("The body is nested too deeply.") from None
    except UnicodeDecodeError:
        raise Malformed("The body is not encoded in UTF-8.") from None
    except json.JSONDecodeError as error:
        raise Malformed(f"The body is not JSON: {error.msg} in line {error.lineno}, column {error.colno}.") from None
    except ValueError:
        raise Malformed("The body holds a number that is too long.") from None
    if not isinstance(told, dict):
        raise Malformed("The body must be a JSON object.")
    return told


def _refuse_constant(name: str) -> NoReturn:
    raise Malformed(f"{name} is no JSON.")


def _object(pairs: list[tuple[str, Any]]) -> Record:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise Malformed("An object of the body names a field twice.")
    return made
