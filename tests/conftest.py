"""What all tests share."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from geosent.analyzer import Analyzer

# The same examples on every run and every machine, and no clock: a check that fails, fails again.
settings.register_profile(
    "geosent",
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("geosent")


@pytest.fixture(scope="session")
def analyzer() -> Analyzer:
    """The default analyzer, made once for each process: its tables take a while to load."""
    return Analyzer()
