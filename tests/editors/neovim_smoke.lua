-- Driven by test_neovim.py: opens a file, lets Neovim's own client ask for hints, and writes down what it has.

local function label(hint)
  if type(hint.label) == "string" then return hint.label end
  local parts = {}
  for _, part in ipairs(hint.label) do parts[#parts + 1] = part.value end
  return table.concat(parts)
end

local function hints()
  local found = {}
  for _, one in ipairs(vim.lsp.inlay_hint.get({ bufnr = 0 })) do
    local at = one.inlay_hint.position
    found[#found + 1] = { at.line, at.character, label(one.inlay_hint) }
  end
  return found
end

local function holds(text)
  return function()
    for _, hint in ipairs(hints()) do
      if hint[3]:find(text, 1, true) then return true end
    end
    return false
  end
end

local function wait(what, condition)
  if not vim.wait(60000, condition, 20) then error("waited in vain for " .. what .. ": " .. vim.inspect(hints())) end
end

local function smoke()
  vim.lsp.config("cwm", {
    cmd = { vim.env.CWM_TEST_PYTHON, "-m", "cwm_lsp.cli", "lsp" },
    filetypes = { "python" },
    init_options = vim.json.decode(vim.env.CWM_TEST_OPTIONS),
  })
  vim.lsp.enable("cwm")
  vim.cmd.filetype("on")
  vim.cmd.edit(vim.env.CWM_TEST_FILE)
  wait("the client", function() return #vim.lsp.get_clients({ bufnr = 0, name = "cwm" }) > 0 end)
  local client = vim.lsp.get_clients({ bufnr = 0, name = "cwm" })[1]
  vim.lsp.inlay_hint.enable(true, { bufnr = 0 })
  local seen = { encoding = client.offset_encoding }
  wait("hints", holds("'a🍓a'"))
  wait("the result", function()
    for _, hint in ipairs(hints()) do
      if hint[1] == 5 then return true end
    end
    return false
  end)
  seen.hints = hints()

  local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
  params.position = { line = 0, character = 5 }
  local answer = client:request_sync("textDocument/hover", params, 60000, 0)
  seen.hover = answer.result.contents.value

  wait("diagnostics", function() return #vim.diagnostic.get(0) > 0 end)
  seen.problems = {}
  for _, one in ipairs(vim.diagnostic.get(0)) do seen.problems[#seen.problems + 1] = { one.lnum, one.message } end

  -- Behind the berry, in bytes as Neovim counts them.
  local row = 12
  local text = vim.api.nvim_buf_get_lines(0, row, row + 1, true)[1]
  local _, column = text:find("🍓", 1, true)
  vim.api.nvim_buf_set_text(0, row, column, row, column, { "🍓" })
  wait("hints after the edit", holds("'a🍓🍓a'"))
  seen.edited = hints()
  return seen
end

local is_fine, seen = xpcall(smoke, debug.traceback)
local out = assert(io.open(vim.env.CWM_TEST_OUT, "w"))
out:write(vim.json.encode(is_fine and seen or { error = seen }))
out:close()
vim.cmd("qall!")
