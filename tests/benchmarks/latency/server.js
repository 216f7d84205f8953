// AWS's language service as a server over standard input and output, with nothing around it.
//
//   node server.js PACKAGE_FOLDER --stdio
//
// It keeps texts by incremental changes and answers `textDocument/diagnostic` at once: no debounce.
"use strict";

const path = require("path");

const modules = path.resolve(process.argv[2], "node_modules");
const lsp = require(path.join(modules, "vscode-languageserver/node"));
const service = require(path.join(modules, "amazon-states-language-service"));

const connection = lsp.createConnection(lsp.ProposedFeatures.all, process.stdin, process.stdout);
const documents = new lsp.TextDocuments(service.TextDocument);
const json = service.getLanguageService({});
const yaml = service.getYamlLanguageService({}, service.ASL_SCHEMA, json);

connection.onInitialize(() => ({
  capabilities: {
    textDocumentSync: lsp.TextDocumentSyncKind.Incremental,
    diagnosticProvider: { interFileDependencies: false, workspaceDiagnostics: false },
  },
}));
connection.languages.diagnostics.on(async (params) => {
  const document = documents.get(params.textDocument.uri);
  const items = document.uri.endsWith(".yaml")
    ? await yaml.doValidation(document) // which parses by itself
    : await json.doValidation(document, json.parseJSONDocument(document));
  return { kind: "full", items };
});
documents.listen(connection);
connection.listen();
