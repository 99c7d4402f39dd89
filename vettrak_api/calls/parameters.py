"""Functions that take their parameters as one declared object, called by wire names as all others are."""

import inspect
from collections.abc import Callable
from dataclasses import is_dataclass
from functools import wraps
from typing import Any, get_type_hints


def declared_object(function: Callable[..., Any]) -> Callable[..., Any] | None:
    """Return the class of the object that holds all parameters besides the call; None where they stand singly."""
    names = list(inspect.signature(function).parameters)[1:]
    declared = get_type_hints(function).get(names[0]) if len(names) == 1 else None
    return declared if isinstance(declared, type) and is_dataclass(declared) else None


def by_wire_names(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a function be called with its parameters by wire name, whether it takes them singly or as one object."""
    declared = declared_object(function)
    if declared is None:
        return function

    @wraps(function)
    def gathered(call: Any, **arguments: Any) -> Any:
        return function(call, declared(**arguments))

    return gathered
