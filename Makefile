# Kiosk: `make demo` and `make test` are all that a new machine needs.
VENV := .venv
PY := $(VENV)/bin/python
PYTHONS := 3.11 3.12 3.13 3.14
STAMP := $(VENV)/.installed

.PHONY: setup demo test check tests browser screens lint types floors words wheel lowest fmt bench soak hours clean

# The words of each language, as Python reads them, follow their sources: without them a gate speaks English.
SPOKEN := $(wildcard kiosk/locale/*/LC_MESSAGES/kiosk.po)

setup: $(STAMP) $(SPOKEN:.po=.mo)

$(STAMP): pyproject.toml constraints.txt setup.sh
	sh setup.sh $(VENV)
	touch $@

%.mo: %.po $(STAMP)
	$(VENV)/bin/pybabel --quiet compile --input-file $< --output-file $@

# Every text of Kiosk into every language's catalogue: new ones without a translation, those that are gone taken out.
words: setup
	$(PY) tests/wording.py
	$(MAKE) $(SPOKEN:.po=.mo)

demo: setup
	$(PY) -m kiosk demo

test: setup lint types floors tests wheel

# The domain is pure, so every branch of it can be tested, and is. With the same examples each time: whoever tests a new
# machine tests the machine. pytest alone, `make soak` and `make hours` draw new ones.
tests: setup browser
	$(PY) -m pytest --hypothesis-seed=0 --cov=kiosk.domain --cov-branch --cov-report=term-missing:skip-covered --cov-fail-under=100

# What the tests of pages need besides: Debian's Chromium, and npm for axe-core. Whoever only runs Kiosk needs neither.
browser:
	sh tests/browser/setup.sh

# Pictures of every page in every language, light and dark, into docs/screens.
screens: setup browser
	PYTHONPATH=tests $(PY) -m browser.screens

# The wheel, built from the sdist, installed into an empty environment and used in another folder.
wheel: setup
	rm -rf dist
	$(PY) -m build --no-isolation --outdir dist
	$(PY) -m pytest -n 0 tests/wheel.py

lint: setup
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

# Each Python that Kiosk runs on, whichever is here: libraries' types differ from one to the next.
types: setup
	printf '%s\n' $(PYTHONS) | xargs -P 2 -I VERSION $(VENV)/bin/mypy --python-version VERSION --cache-dir .mypy_cache/VERSION
	$(VENV)/bin/mypy --config-file tests/mypy.ini --cache-dir .mypy_cache/tests

floors: setup
	$(VENV)/bin/lint-imports

fmt: setup
	$(VENV)/bin/ruff check --fix-only .
	$(VENV)/bin/ruff format .

bench: setup
	$(PY) -m benchmarks

soak: setup browser
	KIOSK_SOAK=1 $(PY) -m pytest -m "soak or not soak"

# The oldest libraries that pyproject.toml allows, in an environment of their own, with the tests that use them most.
lowest: setup
	test -x build/lowest/bin/python || python3 -m venv build/lowest
	build/lowest/bin/python -m pip install --quiet --disable-pip-version-check -c constraints-lowest.txt -e '.[dev]'
	build/lowest/bin/python -m pytest -q $(addprefix tests/,badge cli domain keys store vision test_bootstrap.py test_config.py)

# The whole suite with the clock in the night and on 29 February. Linux alone, with a C compiler; by night, like soak.
HOURS := 2027-03-02T00:30 2027-03-02T03:59 2028-02-29T00:30 2028-02-29T12:00
hours: setup
	mkdir -p build && cc -shared -fPIC -O2 -o build/hours.so tests/hours.c -ldl
	for at in $(HOURS); do \
	    echo "== $$at"; \
	    KIOSK_HOURS_SHIFT=$$(( $$(date -ud $$at +%s) - $$(date +%s) )) LD_PRELOAD=$(CURDIR)/build/hours.so \
	        $(PY) -m pytest -q || exit 1; \
	done

clean:
	rm -rf $(VENV) build dist *.egg-info
