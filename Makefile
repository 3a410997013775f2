# Everything a newcomer needs. `make` alone says what there is.
#
# Nothing here needs root. The environment is .venv; installs happen again only when their inputs have changed.
# Variables: VENV (its folder), PYTHON (the interpreter to make it with), CONSTRAINTS (a pip constraints file),
# DATABASE=sqlite|mariadb and BROWSER=yes|no (for test), ARGS (given to pytest, which then runs once, on SQLite).

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

VENV ?= .venv
PYTHON ?=
CONSTRAINTS ?=
DATABASE ?= sqlite
BROWSER ?= yes
ARGS ?=

export VENV PYTHON CONSTRAINTS DATABASE BROWSER
# What one process compiles, the next ones read.
unexport PYTHONDONTWRITEBYTECODE

IN_VENV := "$(VENV)/bin/python"
PREPARE_DEMO := scripts/prepare demo
PREPARE_TEST := scripts/prepare demo,test,dev

.PHONY: help run test test-packages prove-reminders prove-durability lint check extract_translations compile_translations \
	dummy_translations validate_translations wheel clean

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z_-]+:.*## / { printf "  make %-22s %s\n", $$1, $$2 }' Makefile

run: ## Start the demo course on 127.0.0.1 (installs, migrates and fills it first)
	@$(PREPARE_DEMO)
	@exec $(IN_VENV) manage.py rundemo

test: test-packages ## Run all tests (as root, installs the Debian packages they need)
	@$(PREPARE_TEST)
	@scripts/run_tests $(ARGS)

test-packages:
	@scripts/debian_packages

prove-reminders: test-packages ## Send reminders by two workers through a Redis, and count the mails
	@$(PREPARE_TEST)
	@scripts/prove_reminders $(ARGS)

prove-durability: test-packages ## Type into the journal while the server dies and the network drops, and count what is lost
	@$(PREPARE_TEST)
	@scripts/prove_durability $(ARGS)

lint: ## Check style and the direction of dependencies
	@$(PREPARE_TEST)
	@scripts/say "ruff check (style, likely mistakes)"
	@$(IN_VENV) -m ruff check .
	@scripts/say "ruff format"
	@$(IN_VENV) -m ruff format --check .
	@scripts/say "import-linter"
	@"$(VENV)/bin/lint-imports"

check: ## Check models against their migrations, and against MariaDB
	@$(PREPARE_TEST)
	@scripts/say "makemigrations --check"
	@DJANGO_SETTINGS_MODULE=demo.settings.test $(IN_VENV) manage.py makemigrations --check --dry-run mentoring_xblock demo
	@scripts/say "check on MariaDB"
	@DJANGO_SETTINGS_MODULE=demo.settings.test_mysql scripts/with_mariadb \
		$(IN_VENV) manage.py check --database default --fail-level WARNING

extract_translations: ## Bring the catalogues (.po) up to date with the source
	@$(PREPARE_TEST)
	@$(IN_VENV) scripts/catalogues.py extract

compile_translations: ## Compile the catalogues (.po to .mo)
	@$(PREPARE_TEST)
	@$(IN_VENV) scripts/catalogues.py compile

dummy_translations: ## Make the pseudo-languages eo (accented) and rtl (right to left) to look at
	@$(PREPARE_TEST)
	@$(IN_VENV) scripts/catalogues.py dummy

validate_translations: ## Check that the catalogues are complete, current and compiled
	@$(PREPARE_TEST)
	@$(IN_VENV) scripts/catalogues.py validate

wheel: ## Build the wheel and the sdist into dist/
	@$(PREPARE_TEST)
	@$(IN_VENV) -m build --outdir dist .

clean: ## Remove environments, builds, caches and the demo's database
	rm -rf .venv .venv-* build dist var .tox *.egg-info .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
