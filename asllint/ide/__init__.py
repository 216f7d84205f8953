"""What editors offer, as pure functions: an analysis and an offset in, plain data out.

Nothing here knows of a protocol or of open files; `asllint/lsp/` translates. Offsets count code
points of the file, and so do the spans of the answers.
"""
