"""The language server: what `asllint/ide/` answers, in the Language Server Protocol.

`session.py` knows files, texts and analyses, and nothing of the protocol; `convert.py` turns spans
into ranges; `documents.py` keeps open texts exact; `server.py` registers the features.
"""
