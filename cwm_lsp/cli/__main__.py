"""`python -m cwm_lsp.cli`, for where the program itself is not installed."""

import sys
from pathlib import Path

from cwm_lsp.cli import main

# Python puts the working folder first among the places that modules come from. That is the user's project, and a `rich.py`
# in it must not be executed.
if sys.path and Path(sys.path[0]).absolute() == Path.cwd():
    del sys.path[0]

sys.exit(main())
