# Two commands do everything on a fresh machine: `make demo` and `make test`.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: demo test chaos lint types translations bench bench-relevance bench-engine eval eval-extraction lock clean

demo: $(READY)
	$(BIN)/searchkit index seeds
	$(BIN)/searchkit search zona hijau Jawa Timur

test: $(READY) lint types
	$(BIN)/python -m pytest -n auto --dist worksteal

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

# What is done to searchkit to see that it holds: killed at every call that changes a file, each
# of these calls refused, the power cut, bytes changed, hostile articles, readers beside a
# writer, readers fuzzed. Takes more than an hour;
# one of them by itself: .venv/bin/python -m tests.chaos kill
chaos: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/chaos/requirements.txt
	$(BIN)/python -m tests.chaos

# New texts of the code into the tables of other languages; lists what is left to translate in
# searchkit/locale/*/LC_MESSAGES/searchkit.po (run it once more when that is done).
translations: $(READY)
	$(BIN)/python tools/translations.py

bench: $(READY)
	$(BIN)/python benchmarks/cold_search.py
	$(BIN)/python benchmarks/extraction.py

# How well judged queries are answered, against the figures accepted last; EVAL=full asks all
# questions, ACCEPT=1 writes down the figures of this run as the accepted ones.
eval: $(READY)
	$(BIN)/python benchmarks/evaluate_relevance.py $(if $(filter full,$(EVAL)),--full) $(if $(ACCEPT),--accept)

# searchkit next to its peers on the same topics, as a table for docs/performance.md; EVAL=full asks
# all questions, HEADLINES=1000 fewer headlines, LOSSES=20 lists what the peers answer better.
bench-relevance: $(READY)
	$(BIN)/python benchmarks/relevance.py $(if $(filter full,$(EVAL)),--full) \
	  $(if $(HEADLINES),--headlines $(HEADLINES)) $(if $(LOSSES),--losses $(LOSSES))

# searchkit's engine next to tantivy, FTS5 and stock Whoosh on the same words, as tables for
# docs/performance.md: SIZE=news, 200k or 1m (see benchmarks/engine.py), QUICK=1 in a minute.
bench-engine: $(READY)
	$(BIN)/python benchmarks/engine.py $(if $(QUICK),--quick) $(if $(SIZE),--size $(SIZE))
	$(if $(QUICK),,-$(BIN)/python benchmarks/engine.py --plot)

# What is read out of labelled articles against their labels; make eval-extraction ARTICLES=FILE.
eval-extraction: $(READY)
	$(BIN)/python benchmarks/evaluate_extraction.py $(ARTICLES)

# Packages come in the exact versions of requirements.lock, checked by hash; the
# network is not asked again until that file or pyproject.toml changes.
$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index \
	  --config-settings editable_mode=compat -e .
	touch $@

# The lock holds the newest versions that pyproject.toml allows on the day it is made.
lock: $(READY)
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --upgrade --all-extras --generate-hashes --allow-unsafe --strip-extras \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
