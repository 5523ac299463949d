"""`textDocument/diagnostic`: what there is to say of finished predictions, unless that is what the client has already."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from lsprotocol import types

from cwm_lsp.lsp.diagnostics import diagnostics

if TYPE_CHECKING:
    from cwm_lsp.lsp.server import Server


def diagnostic(
    ls: Server, params: types.DocumentDiagnosticParams
) -> types.RelatedFullDocumentDiagnosticReport | types.RelatedUnchangedDocumentDiagnosticReport:
    """The diagnostics of a file; none for one that isn't open."""
    snapshot = ls.session.snapshot(params.text_document.uri)
    found = diagnostics(ls, snapshot) if snapshot is not None else []
    result = hashlib.sha256(repr(found).encode("utf-8", "replace")).hexdigest()[:16]
    if result == params.previous_result_id:
        return types.RelatedUnchangedDocumentDiagnosticReport(result)
    return types.RelatedFullDocumentDiagnosticReport(found, result_id=result)
