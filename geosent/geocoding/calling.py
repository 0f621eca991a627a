"""What geocoders have in common: the type of their answers, and which arguments they take."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, TypeAlias

from geopy.location import Location

#: What `geocode` and `reverse` give: a location, with `exactly_one=False` a list, or None.
Answer: TypeAlias = "Location | list[Location] | None"


def accepted(method: Callable[..., Any], arguments: dict[str, Any]) -> dict[str, Any]:
    """Those of some keyword arguments that a method takes.

    >>> accepted(lambda query, *, limit=None: None, {"limit": 5, "language": "en"})
    {'limit': 5}
    """
    parameters = inspect.signature(method).parameters.values()
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
        return arguments
    known = {parameter.name for parameter in parameters}
    return {name: value for name, value in arguments.items() if name in known}
