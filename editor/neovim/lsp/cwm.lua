-- The language server for Neovim 0.11 and later: put this folder on the runtime path, or copy the file to
-- ~/.config/nvim/lsp/cwm.lua, and say vim.lsp.enable("cwm"). See docs/editors.md.

---@type vim.lsp.Config
return {
  cmd = { "cwm-lsp", "lsp" },
  filetypes = { "python" },
  root_markers = { "pyproject.toml", "setup.cfg", "setup.py", ".git" },
  on_attach = function(_, buffer)
    vim.lsp.inlay_hint.enable(true, { bufnr = buffer })
  end,
}
