# `make run` starts the whole service desk, `make test` proves it. Nothing but Python 3.11+ and make is needed.

SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

TESTS ?= tests
TEST_PROCESSES ?= 2
SOURCES := advisories api benchmarks calls changes cmdb complaints demo discrepancies emergency handovers importing \
	incidents itsm knowledge notifications outreach people problems records releases roster servicedesk sla tests \
	visits manage.py

.PHONY: run day test faults bench check lint types migrations unit services services-stop lives pictures lock audit clean

# ITSM_DEMO= make run starts without the seed company.
run: export ITSM_DEMO ?= 1
run: var/setup/embedded var/setup/front-end
	@exec $(BIN)/python -m itsm.run

# The order is the order of speed: what fails soon fails first. pytest's summary is the last line.
test: lint types migrations unit

check: lint types migrations audit

lint: var/setup/dev
	@echo "==> style"
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet . || { $(BIN)/ruff format --check .; exit 1; }
	@echo "==> floors"
	@$(BIN)/lint-imports --no-logo

types: var/setup/dev
	@echo "==> types"
	@$(BIN)/mypy $(filter-out tests,$(SOURCES))

migrations: services var/setup/front-end
	@echo "==> migrations"
	@$(BIN)/python manage.py makemigrations --check --dry-run

unit: services var/setup/front-end
	@echo "==> tests"
	@$(BIN)/python manage.py compile_translations
	@$(BIN)/pytest -n $(TEST_PROCESSES) $(TESTS)

# Everything is killed in turn while people work, and at each point of an emergency; a storm of 2,000 calls. What was
# counted is shown. `make test` has a shorter run of the same: one victim at each point, 400 calls.
faults: export ITSM_FAULTS := all
faults: services var/setup/front-end
	@$(BIN)/pytest -q -s -p no:xdist tests/faults

# How fast everything is, at fifty thousand and at a million incidents: benchmarks/RESULTS.md.
# One figure: make bench ONLY=board ROWS=50000
bench: services var/setup/front-end
	@$(BIN)/python -m benchmarks

# PostgreSQL and Redis in the background, where DATABASE_URL and REDIS_URL name no others.
services: var/setup/dev
	@$(BIN)/python -m itsm.embedded start

services-stop:
	@$(BIN)/python -m itsm.embedded stop

# The day of the story, before the demo that `make run` serves in another terminal. Slower: make day SPEED=20
SPEED ?= 60
day: export ITSM_DEMO ?= 1
day: var/setup/embedded
	@$(BIN)/python manage.py play_day --speed $(SPEED)

# docs/lives, from the declared kinds.
lives: var/setup/dev
	@$(BIN)/python manage.py draw_lives

# The README's pictures, of the demo that `make run` serves in another terminal.
pictures: var/setup/dev
	@$(BIN)/python docs/pictures/take.py

# After a change of pyproject.toml. The two smaller locks take their versions from the whole one.
LOCK := $(BIN)/uv pip compile --quiet --system-certs --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-header pyproject.toml
lock: var/setup/dev
	$(LOCK) --group dev --output-file requirements/dev.txt
	$(LOCK) --constraint requirements/dev.txt --output-file requirements/runtime.txt
	$(LOCK) --constraint requirements/dev.txt --group embedded --output-file requirements/embedded.txt
	$(BIN)/uv pip compile --quiet --system-certs --universal --python-version 3.11 --generate-hashes \
		--no-annotate --no-header --group node --output-file requirements/node.txt

# Known holes in the locked packages. Not part of `make test`, for it asks services on the network.
audit: var/setup/dev
	@echo "==> audit"
	@$(BIN)/python -m itsm.audit

clean: services-stop
	rm -rf .venv node_modules var

# What is installed already is not installed again: each lock is newer or older than its stamp.
var/setup/venv:
	@echo "==> virtual environment"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one by PYTHON=..."; exit 1; }
	@$(PYTHON) -m venv .venv
	@mkdir -p var/setup && touch $@

var/setup/dev var/setup/embedded var/setup/node: var/setup/%: requirements/%.txt var/setup/venv
	@echo "==> Python packages ($*), a minute or two the first time"
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps --requirement $<
	@touch $@

var/setup/front-end: package.json package-lock.json itsm/vendor.py | var/setup/venv
	@command -v npm >/dev/null || $(MAKE) --silent --no-print-directory var/setup/node
	@echo "==> front-end packages"
	@$(BIN)/python -m itsm.vendor
	@touch $@
