"""A neural debugger as a language server: predicted values for Python code, nothing executed.

The package's floors, from the ground up: `source`, `trace` and `engine`; `verify`; `predict`; `session`; `lsp`, `dap` and
`evaluate`; `cli`. A module imports from floors below its own, never upward (ARCHITECTURE.md).
"""

__version__ = "0.1.0"
