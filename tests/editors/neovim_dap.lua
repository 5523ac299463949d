-- The configuration of docs/debugging.md in a real Neovim, with a small DAP client in nvim-dap's place: what it would start and
-- send is started and sent here. Writes what it saw to the file that CWM_SEEN names.
local seen, done = { stops = {} }, false

local function finish(problem)
  seen.problem = problem
  local file = assert(io.open(vim.env.CWM_SEEN, "w"))
  file:write(vim.json.encode(seen))
  file:close()
  vim.cmd("qall!")
end

-- What of nvim-dap the configuration names.
local dap = { adapters = {}, configurations = {} }
for _, name in ipairs({ "step_back", "reverse_continue" }) do
  dap[name] = function() end
end
package.loaded["dap"] = dap
local ok, problem = pcall(dofile, vim.env.CWM_CONFIGURATION)
if not ok then
  return finish(problem)
end

vim.cmd.edit(vim.env.CWM_FILE)
vim.api.nvim_win_set_cursor(0, { tonumber(vim.env.CWM_LINE), 0 })

-- nvim-dap calls functions, and replaces ${file}, in each value of a configuration.
local configuration = {}
for key, value in pairs(dap.configurations.python[1]) do
  value = type(value) == "function" and value() or value
  configuration[key] = type(value) == "string" and value:gsub("%${file}", vim.fn.expand("%:p")) or value
end
seen.configuration = configuration

local adapter = dap.adapters[configuration.type]
assert(adapter.type == "executable", "an adapter of another kind")
local number, waiting, buffer = 0, {}, ""
local process

local function request(command, arguments, answered)
  number = number + 1
  waiting[number] = answered or function() end
  local text = vim.json.encode({ seq = number, type = "request", command = command, arguments = arguments })
  vim.fn.chansend(process, ("Content-Length: %d\r\n\r\n%s"):format(#text, text))
end

local moves = { "next", "next", "stepBack", "reverseContinue" }

local function stopped(body)
  request("stackTrace", { threadId = 1 }, function(answer)
    local frame = answer.stackFrames[1]
    table.insert(seen.stops, { reason = body.reason, name = frame.name, line = frame.line })
    local move = table.remove(moves, 1)
    if move ~= nil then
      request(move, { threadId = 1 })
    else
      done = true
      request("disconnect", {}, function() finish() end)
    end
  end)
end

local function heard(message)
  if message.type == "response" then
    if not message.success then
      return finish(message.command .. ": " .. (message.message or "refused"))
    end
    waiting[message.request_seq](message.body or {})
  elseif message.event == "initialized" then
    request("configurationDone", vim.empty_dict())
  elseif message.event == "stopped" then
    stopped(message.body)
  end
end

process = vim.fn.jobstart(vim.list_extend({ adapter.command }, adapter.args), {
  on_stdout = function(_, lines)
    buffer = buffer .. table.concat(lines, "\n")
    while true do
      local head, tail, length = buffer:find("^Content%-Length: (%d+)\r\n\r\n")
      if head == nil or #buffer < tail + length then
        return
      end
      local text = buffer:sub(tail + 1, tail + length)
      buffer = buffer:sub(tail + length + 1)
      heard(vim.json.decode(text))
    end
  end,
  on_exit = function()
    if not done then
      finish("the adapter has ended")
    end
  end,
})
request("initialize", {
  adapterID = "nvim-dap", clientID = "neovim", linesStartAt1 = true, columnsStartAt1 = true, pathFormat = "path",
  supportsRunInTerminalRequest = true, supportsVariableType = true,
}, function(capabilities)
  seen.steps_back = capabilities.supportsStepBack
  request(configuration.request, configuration)
end)
