# Two commands matter: `make run` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PYTEST := $(PY) -m pytest -q -p no:cacheprovider
WORKERS ?= 2
# Each worker gets neighbouring tests, which share what is made for a module, and later what another has not begun.
IN_WORKERS := -n $(WORKERS) --dist worksteal
# The first four keep one core busy each: tests/run_parts.py runs them at the same time.
PARTS := browser growth types lint unit postgres
# Tests that start processes, migrate back and forth or measure gold data are slow: only `make test` runs them.
SLOW := tests/benchmarks tests/management/test_sample.py tests/newsroom/backup tests/newsroom/test_processes.py tests/newsroom/test_dockerfile.py \
	tests/search/test_processes.py tests/readers/test_corpus.py tests/test_migration_of_names.py

.DEFAULT_GOAL := help
.PHONY: help run test thorough quick check lint types unit postgres browser guide mutants growth bench eval lock sbom check-wheels install clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

run: $(VENV)/.run ## Start the site on http://127.0.0.1:8000 (PORT=… for another port); Ctrl-C stops it
	@exec $(PY) manage.py run_site

install: $(VENV)/.run ## Install the dependencies of the site, and start nothing

test: $(VENV)/.dev ## Install the test dependencies, run every check and test, and list the failures
	@$(PY) tests/run_parts.py $(PARTS)

thorough: export THOROUGH = true
thorough: test ## The same with every random sequence and four times as many examples, other ones each time

quick: $(VENV)/.dev ## Lint, types and the fast tests on SQLite: minutes, not a quarter of an hour
	@$(PY) tests/run_parts.py lint types fast

.PHONY: fast
fast: $(VENV)/.dev
	$(PYTEST) $(IN_WORKERS) -m "not browser and not model" $(SLOW:%=--ignore=%)

check: lint types ## Lint, types, import contracts, missing migrations

# djade knows the language of Django, in which those of the admin pages are written.
TEMPLATES = $(shell find templates/admin -name "*.html")
lint: $(VENV)/.dev ## ruff, its formatter, those of the templates, and the import contracts
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(VENV)/bin/djade --check --target-version 5.2 $(TEMPLATES)
	@$(VENV)/bin/djhtml --check --tabwidth 2 templates
	@$(VENV)/bin/lint-imports --no-logo 2>/dev/null || $(VENV)/bin/lint-imports

types: $(VENV)/.dev ## mypy; missing migrations
	@$(PY) -m mypy
	@$(PY) manage.py makemigrations --check --dry-run

unit: $(VENV)/.dev ## Every test without a browser, on SQLite
	$(PYTEST) $(IN_WORKERS) -m "not browser"

postgres: $(VENV)/.dev ## Every test that uses the database, on a real PostgreSQL, started and stopped here
	$(PY) tests/with_postgres.py $(PYTEST) $(IN_WORKERS) -m "not browser"

browser: $(VENV)/.dev chromium ## Browser tests in Chromium
	@$(PY) manage.py build_assets
	$(PYTEST) -m browser

guide: $(VENV)/.dev chromium ## Take the pictures of docs/editors-guide.md again
	@$(PY) manage.py build_assets
	@GUIDE_PICTURES=1 $(PYTEST) -m browser tests/browser/test_guide_pictures.py

mutants: $(VENV)/.dev ## Change the code in small ways and list what no test notices (COUNT=200 SEED=1)
	@$(PY) -m tests.mutants --count $(or $(COUNT),200) --seed $(or $(SEED),1)

growth: $(VENV)/.dev ## Count the database work of each page on 1,000 and 10,000 stories; fails where it grows too much
	@$(PY) -m benchmarks.growth

bench: $(VENV)/.dev $(if $(WAGTAIL),.wagtail/.installed) ## Measure every type of page beside a bare Django view; N=10000 for a generated corpus of that size, WAGTAIL=1 for Wagtail beside it
	@$(PY) -m benchmarks.bench $(if $(N),--stories $(N)) $(if $(WAGTAIL),--wagtail .wagtail/bin/python)

# A peer that the project is compared with, in an environment of its own.
.wagtail/.installed: benchmarks/wagtail_site/requirements.txt $(VENV)/.dev
	@$(VENV)/bin/uv venv -q --python $(PY) --clear .wagtail
	@$(VENV)/bin/uv pip install -q --python .wagtail/bin/python --require-hashes -r benchmarks/wagtail_site/requirements.txt
	@touch $@

eval: $(VENV)/.dev ## Measure reading and extraction on gold data; fails below the scores in benchmarks/floors.toml
	@$(PY) -m benchmarks.evaluate

COMPILE = $(VENV)/bin/uv pip compile -q --universal --python-version 3.11 --no-header --no-annotate --no-emit-index-url
WITH_HASHES = $(COMPILE) --generate-hashes -c constraints.txt
lock: | $(VENV)/.pip ## Write constraints.txt, the files with the hashes of all packages, and the SBOM again from the pins
	@$(COMPILE) requirements-dev.txt -o constraints.txt
	@$(WITH_HASHES) requirements.txt -o requirements.lock
	@$(WITH_HASHES) requirements-dev.txt -o requirements-dev.lock
	@$(WITH_HASHES) --no-deps requirements-assets.txt -o requirements-assets.lock
	@$(WITH_HASHES) requirements-tools.txt -o requirements-tools.lock
	@$(MAKE) --no-print-directory sbom

SBOM_TOOL = $(VENV)/bin/uv tool run -q --from cyclonedx-bom==7.5.0 cyclonedx-py
sbom: | $(VENV)/.pip ## Write the list of all packages that the site runs with (CycloneDX) to docs/sbom.cdx.json
	@grep -hoE '^[a-z0-9][^ ]*==[^ ]+' requirements.lock requirements-assets.lock \
		| $(SBOM_TOOL) requirements --output-reproducible --of JSON -o docs/sbom.cdx.json -

check-wheels: | $(VENV)/.pip ## Ask the package index whether every pin has a wheel for every supported Python
	@$(PY) tests/check_wheels.py

clean: ## Remove built files and caches; the data folder stays
	@rm -rf static/built .mypy_cache .ruff_cache .import_linter_cache .pytest_cache

.PHONY: chromium
chromium:
	@bash tests/ensure_chromium.sh

$(VENV)/.pip:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 to 3.14 is needed, and $(PYTHON) was not found."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' \
		|| { echo "Python 3.11 to 3.14 is needed; $(PYTHON) is $$($(PYTHON) -V 2>&1). Try: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
		|| { echo "Python's venv module is missing. On Debian: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info >= (3, 14))' \
		|| echo "Note: the site is tested on Python 3.11 to 3.13. On 3.14 its packages install, but it has not been tested."
	@echo "Creating a virtual environment in $(VENV)/ …"
	@$(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install -q --require-hashes -r requirements-tools.lock 2> >(grep -v WARNING >&2)
	@touch $@

# Every file is compared with its hash, and nothing is built from source.
INSTALL = $(VENV)/bin/uv pip install -q --python $(PY) --require-hashes --only-binary :all:

$(VENV)/.run: requirements.lock requirements-assets.lock | $(VENV)/.pip
	@echo "Installing the dependencies of the site …"
	@$(INSTALL) -r requirements.lock
	@$(INSTALL) --no-deps -r requirements-assets.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@echo "Installing the dependencies of the tests …"
	@$(INSTALL) -r requirements-dev.lock
	@touch $@
