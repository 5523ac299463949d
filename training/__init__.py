"""How the embedded model is made: programs, true traces, training, export. Not part of the installed package."""
