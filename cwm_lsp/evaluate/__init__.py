"""How good an engine is: predictions against real runs in a child process, on data sets and generated programs."""
