-- `*.asl.json`, `*.asl.jsonc` and `*.asl.yaml` are JSON and YAML to Neovim already; these are not.
vim.filetype.add({
  extension = {
    asl = 'json',
    tofu = 'terraform',
  },
})
