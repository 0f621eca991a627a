# make demo   the main job on the articles in examples/
# make test   every check
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test bench lint clean

demo: .venv/run.stamp
	$(BIN)/geosent examples --top 20 --html report.html
	@echo "The report is in report.html: open it in a browser."

# Lint and types first, they are fast; then the tests, with doctests and branch coverage.
test: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/coverage erase
	$(BIN)/pytest -n 2 --cov --cov-report=term

bench: .venv/dev.stamp
	$(BIN)/python -m benchmarks

# An environment is made once, and again only when what the package needs has changed.
.venv/run.stamp: setup.cfg pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/dev.stamp: setup.cfg pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --editable '.[dev]'
	@touch $@ .venv/run.stamp

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis report.html
