"""What geosent raises: one class for each thing a caller can do something about."""


class GeosentError(Exception):
    """The base of every error that geosent raises on purpose."""


class GeosentTypeError(GeosentError, TypeError):
    """A value of another kind than is needed: the message says which kind is."""


class GeosentValueError(GeosentError, ValueError):
    """A value of the right type that cannot be used: the message says which and what to do."""


class MissingExtraError(GeosentError, ImportError):
    """An optional dependency is not installed: the message names the extra that brings it."""

    def __init__(self, what: str, extra: str) -> None:
        # Both are kept, or the error could not travel from one process to another.
        super().__init__(what, extra)

    def __str__(self) -> str:
        what, extra = self.args
        return f"{what} needs an extra: pip install 'geosent[{extra}]'"


class UnknownCountryError(GeosentError, KeyError):
    """A code or name that is no country, or a country that a profile does not hold."""

    def __str__(self) -> str:  # KeyError would show the message in quotes
        return str(self.args[0]) if self.args else ""


class InputError(GeosentError):
    """A file that cannot be read: the message names the file, the line if any, and the reason."""


class GeosentWarning(UserWarning):
    """Something was done without, and the result is still right: the message says what."""
