-- Amazon States Language: `vim.lsp.enable('asllint')` starts the server for files of these types.
-- Anything here can be changed by `vim.lsp.config('asllint', { … })`.

--- Write the page with the pictures of a buffer's file as it is on the disk.
---@param client vim.lsp.Client
---@param buffer integer
---@param page string where to write it
---@param done? fun() what to do when it is there
local function draw(client, buffer, page, done)
  local command = { client.config.cmd[1], 'graph', vim.api.nvim_buf_get_name(buffer) }
  vim.list_extend(command, { '--format', 'html', '--refresh', '2', '--output', page })
  local cwd = client.config.cmd_cwd or client.root_dir
  vim.system(command, { cwd = cwd, text = true }, vim.schedule_wrap(function(told)
    if told.code ~= 0 then
      vim.notify(vim.trim(told.stderr), vim.log.levels.WARN)
    elseif done then
      done()
    end
  end))
end

--- `:AsllintGraph` opens the pictures in the browser, and draws them anew whenever the file is
--- saved; the page looks for that by itself.
---@param client vim.lsp.Client
---@param buffer integer
local function add_command(client, buffer)
  vim.api.nvim_buf_create_user_command(buffer, 'AsllintGraph', function()
    local page = vim.b[buffer].asllint_page
    if not page then
      page = vim.fn.tempname() .. '.html'
      vim.b[buffer].asllint_page = page
      vim.api.nvim_create_autocmd('BufWritePost', {
        buffer = buffer,
        desc = 'draw the state machines anew',
        callback = function()
          draw(client, buffer, page)
        end,
      })
    end
    draw(client, buffer, page, function()
      vim.ui.open(page)
    end)
  end, { desc = 'open the pictures of the state machines in the browser' })
end

---@type vim.lsp.Config
return {
  cmd = { 'asllint', 'lsp' },
  -- A definition may be in any JSON or YAML file, and in a template; the server looks, and is silent
  -- about everything else.
  filetypes = {
    'json',
    'jsonc',
    'yaml',
    'yaml.cloudformation',
    'json.cloudformation',
    'terraform',
    'opentofu',
    'hcl',
  },
  on_attach = add_command,
  root_markers = { 'asllint.toml', 'pyproject.toml', '.git' },
  init_options = {
    -- true: lint every definition and template below the root, not only those that are open
    workspace = false,
    -- true: the rule folders that asllint.toml names are loaded. They hold Python, which runs on
    -- your machine: say so for your own projects only.
    trusted = false,
  },
}
