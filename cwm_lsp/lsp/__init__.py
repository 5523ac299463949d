"""The language server: what editors ask, in the Language Server Protocol's words."""
