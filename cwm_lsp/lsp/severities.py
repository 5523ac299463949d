"""How severe a diagnostic is, from the setting to the protocol's number."""

from __future__ import annotations

from lsprotocol import types

from cwm_lsp.session.configuration import Severity

SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFORMATION: types.DiagnosticSeverity.Information,
    Severity.HINT: types.DiagnosticSeverity.Hint,
}
"""`Severity.OFF` has none."""
