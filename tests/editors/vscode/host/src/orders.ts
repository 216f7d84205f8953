/** All that the server gives, as VS Code hands it to the user. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { api, at, diagnostics, numbers, open, place, settle, type Suite, text, undo, uriOf, VERSION } from './suite.ts';

const JSON_FINDING =
  '3:58-3:63 Error asllint unknown-target there is no state "Shp"; did you mean "Ship"?';
const YAML_FINDING =
  '3:44-3:47 Error asllint unknown-target there is no state "Shp"; did you mean "Ship"?';
const SAM_FINDING =
  '9:79-9:84 Error asllint unknown-target there is no state "Shp"; did you mean "Ship"?';
const ARCHIVE_FINDING =
  '3:30-3:34 Error asllint unknown-target there is no state "Dnoe"; did you mean "Done"?';

const ANSWER = [
  'ExecutedVersion', 'Payload', 'StatusCode', 'LogResult', 'DurableExecutionArn', 'SdkHttpMetadata', 'SdkResponseMetadata',
];

export const orders: Suite = {
  "the server of the workspace's .venv is found and started": async () => {
    const extension = await api();
    const path = uriOf('.venv/bin/asllint').fsPath;
    await settle(() => extension.state(), { kind: 'running', path, version: VERSION });
  },
  'files that are not open are linted': async () => {
    await settle(() => diagnostics('order.asl.json'), [JSON_FINDING]);
    await settle(() => diagnostics('order.asl.yaml'), [YAML_FINDING]);
    await settle(() => diagnostics('template.yaml'), [SAM_FINDING]);
    await settle(() => diagnostics('archive.asl.yaml'), [ARCHIVE_FINDING]);
  },
  'a range behind emoji in JSON': async () => {
    const document = await open('order.asl.json');
    assert.equal(document.languageId, 'asl-json');
    assert.equal(document.getText((await found('order.asl.json', JSON_FINDING)).range), '"Shp"');
  },
  'a range behind emoji in YAML': async () => {
    const document = await open('order.asl.yaml');
    assert.equal(document.languageId, 'asl-yaml');
    assert.equal(document.getText((await found('order.asl.yaml', YAML_FINDING)).range), 'Shp');
  },
  'a range behind emoji in a block of a SAM template': async () => {
    const document = await open('template.yaml');
    assert.equal(document.languageId, 'yaml');
    assert.equal(document.getText((await found('template.yaml', SAM_FINDING)).range), '"Shp"');
  },
  'a diagnostic links to its rule and to the place that it is about': async () => {
    const one = await found('order.asl.json', JSON_FINDING);
    assert(typeof one.code === 'object');
    assert.equal(one.code.value, 'unknown-target');
    assert.equal(
      one.code.target.toString(),
      'https://github.com/asllint/asllint/blob/main/rules/flow/unknown_target.md',
    );
    assert.deepEqual(
      one.relatedInformation?.map(({ location, message }) => [
        location.uri.fsPath,
        numbers(location.range),
        message,
      ]),
      [[uriOf('order.asl.json').fsPath, [4, 4, 4, 10], 'this one?']],
    );
  },
  hover: async () => {
    const document = await open('order.asl.json');
    const hovers = await ask<vscode.Hover[]>('vscode.executeHoverProvider', document, at(document, '"Task"', 2));
    assert.deepEqual(hovers.map((hover) => hover.range && numbers(hover.range)), [[5, 14, 5, 20]]);
    const [content, ...more] = hovers.flatMap((hover) => hover.contents.map(text));
    assert.equal(more.length, 0);
    assert.equal(content?.split('\n')[0], '**Task** — state type');
  },
  'completion of a target': async () => {
    const document = await open('order.asl.json');
    assert.deepEqual(await completions(document, at(document, '"Shp"', 1)), [
      'Ship',
      'Tell 📦',
      'Wrap',
      'Done',
      'Päy 💳',
    ]);
  },
  'completion of what a call answers': async () => {
    const document = await open('order.asl.json');
    await settle(() => completions(document, at(document, '"$.Payload"', 3)), ANSWER);
  },
  'the signature of an intrinsic function': async () => {
    const document = await open('order.asl.json');
    const help = await ask<vscode.SignatureHelp>('vscode.executeSignatureHelpProvider', document, at(document, '$.name'));
    assert.deepEqual(help.signatures.map(({ label }) => label), ['States.Format(template, value, …)']);
    assert.equal(help.activeParameter, 1);
  },
  'links from a template to the file': async () => {
    const document = await open('template.yaml');
    const links = await ask<vscode.DocumentLink[]>('vscode.executeLinkProvider', document);
    const targets = links.map(({ target }) => target?.fsPath);
    assert(targets.includes(uriOf('returns.asl.json').fsPath));
  },
  definition: async () => {
    const document = await open('order.asl.json');
    const places = await ask<vscode.Location[]>('vscode.executeDefinitionProvider', document, at(document, '"Tell 📦"\n', 3));
    assert.deepEqual(places.map(shown), ['order.asl.json 10:5-10:12']);
  },
  'definition, from a template to the file': async () => {
    const document = await open('template.yaml');
    const places = await ask<vscode.Location[]>('vscode.executeDefinitionProvider', document, at(document, 'returns.asl.json', 3));
    assert.deepEqual(places.map(shown), ['returns.asl.json 0:0-0:0']);
  },
  references: async () => {
    const document = await open('order.asl.json');
    const places = await ask<vscode.Location[]>('vscode.executeReferenceProvider', document, at(document, '"Done": {', 2));
    assert.deepEqual(places.map(shown), [
      'order.asl.json 12:19-12:23',
      'order.asl.json 13:99-13:103',
      'order.asl.json 14:5-14:9',
    ]);
  },
  'document symbols': async () => {
    const document = await open('order.asl.json');
    const symbols = await ask<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', document);
    assert.deepEqual(symbols.flatMap((symbol) => outline(symbol)), [
      'State machine, JSONPath, 0:0-0:1',
      '  Päy 💳, Pass, 3:4-3:12',
      '  Ship, Task, 4:4-4:10',
      '  Tell 📦, Choice, 10:4-10:13',
      '  Wrap, Pass, 13:4-13:10',
      '  Done, Succeed, 14:4-14:10',
    ]);
  },
  rename: async () => {
    const document = await open('order.asl.json');
    const edit = await ask<vscode.WorkspaceEdit>('vscode.executeDocumentRenameProvider', document, at(document, '"Tell 📦": {', 2), 'Say 🎁🎁');
    assert.deepEqual(
      edit.get(document.uri).map(({ range, newText }) => [numbers(range), newText]),
      [[[8, 15, 8, 22], 'Say 🎁🎁'], [[10, 5, 10, 12], 'Say 🎁🎁']],
    );
    assert(await vscode.workspace.applyEdit(edit));
    assert.equal(document.lineAt(8).text, '      "Next": "Say 🎁🎁"');
    assert.equal(document.lineAt(10).text, '    "Say 🎁🎁": {"Type": "Choice", "Choices": [');
    await settle(() => diagnostics('order.asl.json'), [JSON_FINDING]);
    await undo();
  },
  'a rename to a name that is taken is refused': async () => {
    const document = await open('order.asl.json');
    await assert.rejects(
      ask('vscode.executeDocumentRenameProvider', document, at(document, '"Tell 📦": {', 2), 'Ship'),
      /there is a state "Ship" already/,
    );
  },
  'a quick fix, and the finding is gone': async () => {
    const document = await open('order.asl.json');
    const actions = await ask<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document, (await found('order.asl.json', JSON_FINDING)).range);
    assert.deepEqual(
      actions.map(({ title, kind, isPreferred }) => [title, kind?.value, isPreferred]),
      [
        ['write "Ship"', 'quickfix', true],
        ['create the state "Shp"', 'quickfix', undefined],
        ['ignore "unknown-target" here', 'quickfix', undefined],
      ],
    );
    const [first] = actions;
    assert(first?.edit);
    assert(await vscode.workspace.applyEdit(first.edit));
    assert.equal(
      document.lineAt(3).text,
      '    "Päy 💳": {"Type": "Pass", "Comment": "💳💳", "Next": "Ship"},',
    );
    await settle(() => diagnostics('order.asl.json'), []);
    await undo();
    await settle(() => diagnostics('order.asl.json'), [JSON_FINDING]);
  },
  'a quick fix in a block of a template': async () => {
    const document = await open('template.yaml');
    const actions = await ask<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document, (await found('template.yaml', SAM_FINDING)).range);
    const edit = actions[0]?.edit;
    assert(edit);
    assert(await vscode.workspace.applyEdit(edit));
    assert.match(document.lineAt(9).text, /💳", "Next": "Ship"\},$/);
    await settle(() => diagnostics('template.yaml'), []);
    await undo();
    await settle(() => diagnostics('template.yaml'), [SAM_FINDING]);
  },
  'semantic tokens': async () => {
    const document = await open('order.asl.json');
    const legend = await ask<vscode.SemanticTokensLegend>('vscode.provideDocumentSemanticTokensLegend', document);
    const tokens = await ask<vscode.SemanticTokens>('vscode.provideDocumentSemanticTokens', document);
    assert.deepEqual(words(document, legend, tokens), [
      'variable $',
      'property order',
      'variable $',
      'property Payload',
      'variable $',
      'property gift',
      'function States.Format',
      "string 'For {}'",
      'variable $',
      'property name',
    ]);
  },
  'folding and inlay hints': async () => {
    const document = await open('order.asl.json');
    const folds = await ask<vscode.FoldingRange[]>('vscode.executeFoldingRangeProvider', document);
    assert.deepEqual(folds.map(({ start, end }) => [start, end]), [[0, 16], [2, 15], [4, 9], [10, 12]]);
    const hints = await ask<vscode.InlayHint[]>('vscode.executeInlayHintProvider', document, new vscode.Range(0, 0, 17, 0));
    assert.deepEqual(hints.map(({ position, label }) => [position.line, position.character, label]), [
      [3, 12, '← StartAt'],
      [14, 10, '← Tell 📦 (Default), Wrap'],
    ]);
  },
  'a template and the definition that it uses are held against each other': async () => {
    const document = await open('returns.asl.json');
    await settle(() => diagnostics('returns.asl.json'), []);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, at(document, 'RefundFunction}', 6), 's');
    assert(await vscode.workspace.applyEdit(edit));
    await settle(() => diagnostics('template.yaml'), [
      SAM_FINDING,
      '18:8-18:22 Error asllint missing-substitution the definition asks for "RefundsFunction", and the template gives "RefundFunction": use one name for both',
    ]);
    await undo();
    await settle(() => diagnostics('template.yaml'), [SAM_FINDING]);
  },
  'a settings file counts as soon as it is saved': async () => {
    await open('order.asl.json');
    writeFileSync(uriOf('asllint.toml').fsPath, '[severity]\nunknown-target = "info"\n');
    await settle(() => diagnostics('order.asl.json'), [JSON_FINDING.replace('Error', 'Information')]);
    writeFileSync(uriOf('asllint.toml').fsPath, 'ignore = ["unknown-target"]\n');
    await settle(() => diagnostics('order.asl.json'), []);
    await settle(() => diagnostics('order.asl.yaml'), []);
    await vscode.workspace.fs.delete(uriOf('asllint.toml'));
    await settle(() => diagnostics('order.asl.json'), [JSON_FINDING]);
    await settle(() => diagnostics('order.asl.yaml'), [YAML_FINDING]);
  },
  'asllint.workspace off: only open files': async () => {
    await open('order.asl.json');
    await setting('workspace', false);
    await settle(() => diagnostics('archive.asl.yaml'), []);
    await settle(() => diagnostics('order.asl.json'), [JSON_FINDING]);
    await setting('workspace', true);
    await settle(() => diagnostics('archive.asl.yaml'), [ARCHIVE_FINDING]);
    await settle(() => diagnostics('order.asl.json'), [JSON_FINDING]);
  },
  'what is known of a file stays when it is closed': async () => {
    await open('order.asl.json');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await settle(() => diagnostics('order.asl.json'), [JSON_FINDING]);
  },
  'a definition that was never saved is linted': async () => {
    const content = '{"StartAt": "Pay", "States": {"Pay": {"Type": "Suceed"}}}';
    const document = await vscode.workspace.openTextDocument({ language: 'asl-json', content });
    await vscode.window.showTextDocument(document);
    const messages = (): string[] =>
      vscode.languages.getDiagnostics(document.uri).map(({ range, message }) => `${numbers(range)} ${message}`);
    await settle(messages, ['0,46,0,54 there is no state type "Suceed"; did you mean "Succeed"?']);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  },
  'the page of the rule under the cursor': async () => {
    const document = await open('order.asl.json');
    await settle(() => diagnostics('order.asl.json'), [JSON_FINDING]);
    const cursor = at(document, '"Shp"', 2);
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(cursor, cursor);
    await vscode.commands.executeCommand('asllint.showRule');
    const label = (): string | undefined => vscode.window.tabGroups.activeTabGroup.activeTab?.label;
    await settle(label, 'Preview unknown-target.md');
    const page = await vscode.workspace.openTextDocument(vscode.Uri.parse('asllint-rule:/unknown-target.md'));
    assert.equal(page.lineAt(0).text, '# unknown-target');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  },
  'a rule without a page': async () => {
    const page = await vscode.workspace.openTextDocument(vscode.Uri.parse('asllint-rule:/no-such-rule.md'));
    assert.equal(page.getText(), 'asllint has no page for the rule `no-such-rule`.');
  },
  'the restart command starts another server': async () => {
    const before = servers();
    assert.equal(before.length, 1);
    await vscode.commands.executeCommand('asllint.restart');
    const after = servers();
    assert.equal(after.length, 1);
    assert.notEqual(after[0], before[0]);
    await settle(() => diagnostics('order.asl.json'), [JSON_FINDING]);
  },
  'a server that dies is replaced': async () => {
    const [before] = servers();
    assert(before);
    process.kill(before, 'SIGKILL');
    await settle(() => servers().filter((server) => server !== before).length, 1);
    await settle(() => diagnostics('order.asl.yaml'), [YAML_FINDING]);
    assert.equal((await api()).state().kind, 'running');
  },
};

async function ask<T>(command: string, document: vscode.TextDocument, ...rest: unknown[]): Promise<T> {
  return vscode.commands.executeCommand<T>(command, document.uri, ...rest);
}

async function setting(name: string, value: unknown): Promise<void> {
  const target = vscode.ConfigurationTarget.Workspace;
  await vscode.workspace.getConfiguration('asllint').update(name, value, target);
}

/** The one diagnostic of a file, as soon as it is the expected one: what is shown may be about edits that were reverted. */
async function found(name: string, expected: string): Promise<vscode.Diagnostic> {
  await settle(() => diagnostics(name), [expected]);
  const [one] = vscode.languages.getDiagnostics(uriOf(name));
  assert(one);
  return one;
}

async function completions(document: vscode.TextDocument, position: vscode.Position): Promise<string[]> {
  const list = await ask<vscode.CompletionList>('vscode.executeCompletionItemProvider', document, position);
  return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
}

function shown({ uri, range }: vscode.Location): string {
  return `${vscode.workspace.asRelativePath(uri)} ${place(range)}`;
}

/** A symbol and those in it, one a line. */
function outline(symbol: vscode.DocumentSymbol, indent = ''): string[] {
  const { name, detail, selectionRange, children } = symbol;
  return [
    `${indent}${name}, ${detail}, ${place(selectionRange)}`,
    ...children.flatMap((child) => outline(child, `${indent}  `)),
  ];
}

/** The words that are coloured, each with what it is taken for. */
function words(
  document: vscode.TextDocument,
  legend: vscode.SemanticTokensLegend,
  { data }: vscode.SemanticTokens,
): string[] {
  const result: string[] = [];
  let [line, column] = [0, 0];
  for (let i = 0; i < data.length; i += 5) {
    const [lines = 0, columns = 0, length = 0, type = 0] = data.slice(i, i + 4);
    column = lines > 0 ? columns : column + columns;
    line += lines;
    result.push(`${legend.tokenTypes[type]} ${document.lineAt(line).text.slice(column, column + length)}`);
  }
  return result;
}

/** The ids of the servers that this extension host has started. */
function servers(): number[] {
  const children = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  return children.map(Number).filter((id) => {
    try {
      const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1];
      const command = readFileSync(`/proc/${id}/cmdline`, 'utf8').split('\0');
      return Number(parent) === process.pid && command.includes('lsp');
    } catch {
      return false; // It has ended in the meantime.
    }
  });
}
