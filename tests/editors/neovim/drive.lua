-- What the tests ask of Neovim. Everything goes through Neovim's own client and commands, and waits
-- for what it asks for: a condition that does not come true in time is an error.
local M = {}

local TIME = 20000

local function wait(what, condition, state)
  if not vim.wait(TIME, condition, 5) then
    error('waited in vain for ' .. what .. (state and ', there is ' .. vim.inspect(state()) or ''))
  end
end

local function client()
  return vim.lsp.get_clients({ name = 'asllint', bufnr = 0 })[1]
end

local function lines()
  return vim.api.nvim_buf_get_lines(0, 0, -1, false)
end

function M.open(path)
  vim.cmd.edit(vim.fn.fnameescape(path))
  wait('the server', function()
    return client() ~= nil and client().initialized
  end)
  return {
    filetype = vim.bo.filetype,
    encoding = client().offset_encoding,
    root = client().root_dir,
  }
end

-- The diagnostics of the buffer, once there are so many.
function M.diagnostics(count)
  wait(count .. ' diagnostics', function()
    return #vim.diagnostic.get(0) == count
  end, function()
    return vim.diagnostic.get(0)
  end)
  local found = vim.tbl_map(function(one)
    return { one.lnum, one.col, one.end_lnum, one.end_col, one.severity, one.code, one.message }
  end, vim.diagnostic.get(0))
  table.sort(found, function(a, b)
    return a[1] < b[1] or (a[1] == b[1] and a[2] < b[2])
  end)
  return found
end

-- Put the cursor on the first character of the place that a Lua pattern matches.
function M.go(pattern)
  for number, line in ipairs(lines()) do
    local column = line:find(pattern)
    if column then
      vim.api.nvim_win_set_cursor(0, { number, column - 1 })
      return
    end
  end
  error('nothing matches ' .. pattern)
end

function M.text()
  return table.concat(lines(), '\n') .. '\n'
end

-- Do something that changes the buffer, and wait for that.
local function changed(what, action)
  local before = vim.b.changedtick
  action()
  wait(what, function()
    return vim.b.changedtick > before
  end)
  return M.text()
end

-- The titles of what can be done at the cursor.
function M.actions()
  local params = vim.lsp.util.make_range_params(0, client().offset_encoding)
  params.context = { diagnostics = {}, triggerKind = 1 }
  local answer = client():request_sync('textDocument/codeAction', params, TIME, 0)
  return vim.tbl_map(function(action)
    return action.title
  end, assert(answer).result)
end

function M.act(title)
  return changed(title, function()
    vim.lsp.buf.code_action({
      apply = true,
      filter = function(action)
        return action.title == title
      end,
    })
  end)
end

function M.rename(name)
  return changed('the new name', function()
    vim.lsp.buf.rename(name)
  end)
end

-- What Neovim has told the user so far.
function M.messages()
  return vim.fn.execute('messages')
end

-- The text of the window that `K` opens.
function M.hover()
  vim.lsp.buf.hover()
  local window
  wait('the hover window', function()
    window = vim.b.lsp_floating_preview
    return window ~= nil and vim.api.nvim_win_is_valid(window)
  end)
  local text = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false)
  vim.api.nvim_win_close(window, true)
  return table.concat(text, '\n')
end

-- Where the cursor is after going to the definition: the file's name, the line and the column.
function M.definition()
  local buffer, cursor = vim.api.nvim_get_current_buf(), vim.api.nvim_win_get_cursor(0)
  vim.lsp.buf.definition()
  wait('another place', function()
    return vim.api.nvim_get_current_buf() ~= buffer
      or not vim.deep_equal(vim.api.nvim_win_get_cursor(0), cursor)
  end)
  local place = vim.api.nvim_win_get_cursor(0)
  return { vim.fs.basename(vim.api.nvim_buf_get_name(0)), place[1] - 1, place[2] }
end

-- The words of the menu that CTRL-X CTRL-O opens; nil until it is open.
function M.menu()
  if vim.fn.pumvisible() == 0 then
    return nil
  end
  return vim.tbl_map(function(item)
    return item.word
  end, vim.fn.complete_info({ 'items' }).items)
end

local function names(symbols, depth, found)
  for _, symbol in ipairs(symbols) do
    local start = symbol.selectionRange.start
    table.insert(found, { depth, symbol.name, symbol.detail or '', start.line, start.character })
    names(symbol.children or {}, depth + 1, found)
  end
  return found
end

function M.symbols()
  local params = { textDocument = vim.lsp.util.make_text_document_params(0) }
  local answer = client():request_sync('textDocument/documentSymbol', params, TIME, 0)
  return names(assert(answer).result, 0, {})
end

-- The inlay hints that Neovim shows, once there are so many.
function M.hints(count)
  vim.lsp.inlay_hint.enable(true, { bufnr = 0 })
  wait(count .. ' hints', function()
    return #vim.lsp.inlay_hint.get({ bufnr = 0 }) == count
  end, function()
    return vim.lsp.inlay_hint.get({ bufnr = 0 })
  end)
  return vim.tbl_map(function(one)
    local hint = one.inlay_hint
    return { hint.position.line, hint.position.character, hint.label }
  end, vim.lsp.inlay_hint.get({ bufnr = 0 }))
end

-- The lenses that Neovim shows, once there are so many.
function M.lenses(count)
  vim.lsp.codelens.refresh({ bufnr = 0 })
  wait(count .. ' lenses', function()
    return #vim.lsp.codelens.get(0) == count
  end, function()
    return vim.lsp.codelens.get(0)
  end)
  return vim.tbl_map(function(one)
    return { one.range.start.line, one.command.title }
  end, vim.lsp.codelens.get(0))
end

-- Replace what a Lua pattern matches in the line of the cursor, as typing would.
function M.type(pattern, replacement)
  local row = vim.api.nvim_win_get_cursor(0)[1] - 1
  local line = lines()[row + 1]
  local start, stop = line:find(pattern)
  vim.api.nvim_buf_set_text(0, row, start - 1, row, stop, { replacement })
end

function M.stop()
  local id = client().id
  vim.lsp.enable('asllint', false)
  wait('the end of the server', function()
    return vim.lsp.get_client_by_id(id) == nil
  end)
end

return M
