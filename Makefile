# Two commands on a fresh machine: `make demo` talks, `make test` is green. `make check` is what the build runs.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV_VERSION = 0.13.9
BIN = .venv/bin
READY = .venv/ready
export UV_PYTHON_DOWNLOADS = never

.PHONY: demo test check lint types imports slow fix words

demo: $(READY)            ## one household's story in the terminal, then a chat
	@$(BIN)/hearthline demo

test: $(READY)            ## what a newcomer runs; no network, no root, no service but what a wheel brings
	$(BIN)/pytest -n 2 --dist loadfile -m "not slow and not live"

check: lint types imports test slow  ## what the build runs; run it before every commit

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy

imports: $(READY)
	$(BIN)/lint-imports

slow: $(READY)            ## more examples, longer runs
	$(BIN)/pytest -n 2 --dist load -m "slow and not live"

fix: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

words: $(READY)           ## bring the catalogues up to date with the code
	$(BIN)/pybabel -q extract -F babel.cfg -k "_" -k "Term:1c,2" --no-location --sort-output -o .venv/hearthline.pot .
	$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap -D hearthline -i .venv/hearthline.pot -d dialogs/locale

$(READY): pyproject.toml uv.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@test -x $(BIN)/uv || $(BIN)/python -m pip install -q --disable-pip-version-check uv==$(UV_VERSION)
	@$(BIN)/uv sync --locked -q --compile-bytecode
	@$(BIN)/python -m compileall -q bot dialogs integrations nlu policies_kb
	@touch $@

# Rasa, the second engine, in an environment of its own: 2.5 GB, Python 3.10.
RASA = .venv-rasa/bin
RASA_READY = .venv-rasa/ready
RASA_MODEL = nlu/model/rasa/light.tar.gz
RASA_PYTHON ?= $(shell PYENV_VERSION=3.10.13 python3.10 -c 'import sys; print(sys.executable)' 2>/dev/null || echo python3.10)
RASA_PORT ?= 5005
RASA_FILES = $(wildcard nlu/data/*/*.yml) nlu/rasa/config.yml nlu/rasa/domain.yml
RASA_QUIET = RASA_TELEMETRY_ENABLED=false TF_CPP_MIN_LOG_LEVEL=3 PYTHONWARNINGS=ignore SQLALCHEMY_SILENCE_UBER_WARNING=1

.PHONY: rasa rasa-install rasa-train rasa-diet rasa-serve rasa-readings rasa-try rasa-lock

rasa: rasa-serve          ## Rasa trained on our data and served on the loopback address

rasa-install: $(RASA_READY)

rasa-train: $(RASA_MODEL)

rasa-diet: nlu/model/rasa/diet.tar.gz  ## Rasa's own best, for bench/nlu.py; half an hour and longer

rasa-serve: $(RASA_MODEL)
	$(RASA_QUIET) $(RASA)/rasa run --enable-api -m $(RASA_MODEL) -i 127.0.0.1 -p $(RASA_PORT)

rasa-readings: $(READY) $(RASA_MODEL)  ## write down what Rasa says to the contract's messages; after a change of training data
	$(BIN)/python -m tests.contract.rasa_readings record

rasa-try: $(READY) $(RASA_MODEL)  ## the contract suite on Rasa itself
	$(BIN)/python -m tests.contract.rasa_readings try

rasa-lock: $(READY)
	$(BIN)/uv pip compile -q --no-header --python $(RASA_PYTHON) nlu/rasa/requirements.in -o nlu/rasa/requirements.lock

$(RASA_MODEL): $(RASA_READY) $(RASA_FILES)
	$(RASA_QUIET) $(RASA)/rasa data validate --data nlu/data --domain nlu/rasa/domain.yml --config nlu/rasa/config.yml
	$(RASA_QUIET) $(RASA)/rasa train nlu --nlu nlu/data --domain nlu/rasa/domain.yml --config nlu/rasa/config.yml \
		--out $(@D) --fixed-model-name light

nlu/model/rasa/diet.tar.gz: $(RASA_READY) nlu/rasa/config-diet.yml $(RASA_FILES)
	$(RASA_QUIET) $(RASA)/rasa train nlu --nlu nlu/data --domain nlu/rasa/domain.yml --config nlu/rasa/config-diet.yml \
		--out $(@D) --fixed-model-name diet

$(RASA_READY): $(READY) nlu/rasa/requirements.lock
	@$(BIN)/uv venv -q --allow-existing --python $(RASA_PYTHON) .venv-rasa
	@$(BIN)/uv pip sync -q --python $(RASA)/python nlu/rasa/requirements.lock
	@touch $@
