# Two commands: `make run` starts the service desk, `make test` proves it. Nothing but Python 3.11+ and make is needed.

SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test lint types check services services-stop lock clean

# --- set-up: a stamp holds the hash of what was installed, so nothing is done twice -----------------------------

var/setup/venv:
	@echo "==> virtual environment"
	@$(PYTHON) -m venv .venv
	@mkdir -p var/setup && touch $@

var/setup/%: requirements/%.txt | var/setup/venv
	@echo "==> Python packages ($*)"
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r $<
	@touch $@

services: var/setup/dev
	@$(BIN)/python -m itsm.embedded start

services-stop:
	@$(BIN)/python -m itsm.embedded stop
