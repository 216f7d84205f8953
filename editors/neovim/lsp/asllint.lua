-- Amazon States Language: `vim.lsp.enable('asllint')` starts the server for files of these types.
-- Anything here can be changed by `vim.lsp.config('asllint', { … })`.
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
  root_markers = { 'asllint.toml', 'pyproject.toml', '.git' },
  init_options = {
    -- true: lint every definition and template below the root, not only those that are open
    workspace = false,
    -- true: the rule folders that asllint.toml names are loaded. They hold Python, which runs on
    -- your machine: say so for your own projects only.
    trusted = false,
  },
}
