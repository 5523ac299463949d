"""How a client's settings reach us: when it starts, when it pushes them, and when it is asked for them.

What they mean is `session.configuration`'s business; what follows from them, the server's.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from cwm_lsp.lsp.logs import TOLD
from cwm_lsp.session.configuration import DEFAULT, Configuration, flattened, read

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

logger = logging.getLogger(__name__)
SECTION = "cwm"


class Configurator:
    """Holds what the client has said so far, and what that comes to."""

    def __init__(self, server: LanguageServer, *, allow_remote_host: bool) -> None:
        """Args:
        server: of the client that is asked and complained to.
        allow_remote_host: what the command line or the environment says.
        """
        self._server = server
        self._allow_remote_host = allow_remote_host
        self._at_start: dict[str, object] = {}
        self._later: dict[str, object] = {}
        self._complaints: tuple[str, ...] = ()
        self._complained: set[str] = set()
        self._asked = 0
        self.configuration = DEFAULT

    def begin(self, options: object) -> Configuration:
        """Read the initialization options; what is wrong with them is told by `complain`, once the logs are open."""
        self._at_start = flattened(options)
        return self._read()

    async def follow(self, apply: Callable[[Configuration], None]) -> None:
        """Have the client tell of changes, if it offers that, and ask for what is set now.

        Args:
            apply: called with the settings if they are others.
        """
        workspace = self._server.client_capabilities.workspace
        changes = workspace.did_change_configuration if workspace is not None else None
        if changes is not None and changes.dynamic_registration:
            registration = types.Registration(
                "cwm-lsp/configuration",
                types.WORKSPACE_DID_CHANGE_CONFIGURATION,
                types.DidChangeConfigurationRegistrationOptions(SECTION),
            )
            try:
                await self._server.client_register_capability_async(types.RegistrationParams([registration]))
            except JsonRpcException as error:
                logger.info("The client tells of no changed settings: %s", error)
        if self._can_ask:
            await self._ask(apply)

    async def changed(self, pushed: object, apply: Callable[[Configuration], None]) -> None:
        """Settings have changed.

        Args:
            pushed: what came with the news: everything, or nothing from a client that wants to be asked.
            apply: called with the settings if they are others.
        """
        if self._can_ask:
            await self._ask(apply)
        elif pushed is not None:
            self._asked += 1
            self._take(pushed, apply)

    @property
    def _can_ask(self) -> bool:
        workspace = self._server.client_capabilities.workspace
        return workspace is not None and bool(workspace.configuration)

    async def _ask(self, apply: Callable[[Configuration], None]) -> None:
        self._asked += 1
        asked = self._asked
        try:
            answer = await self._server.workspace_configuration_async(
                types.ConfigurationParams([types.ConfigurationItem(section=SECTION)])
            )
        except JsonRpcException as error:
            logger.warning("The client doesn't say its settings: %s", error)
            return
        # Of several questions under way only the last one's answer counts.
        if asked == self._asked:
            self._take({SECTION: answer[0]} if answer else {}, apply)

    def _take(self, given: object, apply: Callable[[Configuration], None]) -> None:
        self._later = flattened(given)
        before = self.configuration
        if self._read() != before:
            apply(self.configuration)
        self.complain()

    def _read(self) -> Configuration:
        reading = read(self._at_start, self._later, allow_remote_host=self._allow_remote_host)
        self.configuration, self._complaints = reading.configuration, reading.complaints
        return self.configuration

    def complain(self) -> None:
        """Tell what could not be used; the same thing once."""
        for complaint in self._complaints:
            if complaint not in self._complained:
                self._complained.add(complaint)
                TOLD.warning("%s", complaint)
                self._server.window_log_message(types.LogMessageParams(types.MessageType.Warning, complaint))
                self._server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, complaint))
