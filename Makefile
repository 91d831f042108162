# Kiosk: `make demo` and `make test` are all that a new machine needs.
VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.installed

.PHONY: setup demo test check tests lint types floors fmt bench soak clean

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt setup.sh
	sh setup.sh $(VENV)
	touch $@

demo: setup
	$(PY) -m kiosk demo

test: setup lint types floors tests

# The domain is pure, so every branch of it can be tested, and is.
tests: setup
	$(PY) -m pytest --cov=kiosk.domain --cov-branch --cov-report=term-missing:skip-covered --cov-fail-under=100

lint: setup
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types: setup
	$(VENV)/bin/mypy

floors: setup
	$(VENV)/bin/lint-imports

fmt: setup
	$(VENV)/bin/ruff check --fix-only .
	$(VENV)/bin/ruff format .

bench: setup
	$(PY) -m benchmarks

soak: setup
	KIOSK_SOAK=1 $(PY) -m pytest -m "soak or not soak"

clean:
	rm -rf $(VENV) build dist *.egg-info
