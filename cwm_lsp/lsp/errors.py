"""Errors that answer requests by the protocol's own codes."""

from __future__ import annotations

from lsprotocol import types
from pygls.exceptions import JsonRpcException


class ContentModified(JsonRpcException):
    """The text has changed since the question; the client asks again by itself."""

    CODE = types.LSPErrorCodes.ContentModified
    MESSAGE = "The text has changed."
