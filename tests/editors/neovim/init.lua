-- What a user's init.lua says, and nothing that only the tests would need.
vim.opt.runtimepath:prepend(vim.env.ASLLINT_NEOVIM)
vim.lsp.enable('asllint')
