"""`python -m cwm_lsp.cli`, for where the program itself is not installed."""

import sys

from cwm_lsp.cli import main

sys.exit(main())
