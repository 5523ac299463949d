"""Every request that is answered, by its name. A handler takes the conversation and the arguments, and returns the answer's body
or an awaitable of it; an exception becomes an error response.
"""

from __future__ import annotations

from cwm_lsp.dap.api.handling import Handler
from cwm_lsp.dap.api.life import LIFE
from cwm_lsp.dap.api.looking import LOOKING
from cwm_lsp.dap.api.moving import MOVING
from cwm_lsp.dap.api.placing import PLACING
from cwm_lsp.dap.api.trying import TRYING

HANDLERS: dict[str, Handler] = {**LIFE, **MOVING, **PLACING, **LOOKING, **TRYING}
"""By DAP's names, and a few of our own that begin with `cwm/`."""
