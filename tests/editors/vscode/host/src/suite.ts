/** What a suite is made of, and what all of them need. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** Tests run in their order, in one window. */
export type Suite = Record<string, () => Promise<void>>;

interface Api {
  state(): { readonly kind: string; readonly path?: string; readonly version?: string; readonly message?: string };
}

/** Nothing here takes a tenth of it; a condition that does not come true must not hang the run. */
export const PATIENCE = 20_000;

export const EXECUTABLE = need('ASLLINT_TEST_EXECUTABLE');
export const VERSION = need('ASLLINT_TEST_VERSION');
export const RESULTS = need('ASLLINT_TEST_RESULTS');

function need(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

export function root(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert(folder);
  return folder.uri;
}

export function uriOf(name: string): vscode.Uri {
  return vscode.Uri.joinPath(root(), name);
}

export async function api(): Promise<Api> {
  const extension = vscode.extensions.getExtension<Api>('asllint.asllint');
  assert(extension, 'the extension is not installed');
  return extension.isActive ? extension.exports : extension.activate();
}

export async function open(name: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uriOf(name));
  await vscode.window.showTextDocument(document);
  return document;
}

/** The position `into` characters behind the start of a text that occurs once. */
export function at(document: vscode.TextDocument, text: string, into = 0): vscode.Position {
  const offset = document.getText().indexOf(text);
  assert(offset >= 0, `no ${text} in ${document.uri.path}`);
  assert.equal(document.getText().indexOf(text, offset + 1), -1, `${text} occurs twice`);
  return document.positionAt(offset + into);
}

export async function undo(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.files.revert');
}

/** Waits until what a probe returns is what is expected, and shows the difference if it never is. */
export async function settle<T>(probe: () => T | Promise<T>, expected: T): Promise<void> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const actual = await probe();
    try {
      assert.deepEqual(actual, expected);
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A range as four numbers, which are easier to compare and to read. */
export function numbers({ start, end }: vscode.Range): number[] {
  return [start.line, start.character, end.line, end.character];
}

export function place(range: vscode.Range): string {
  const [line, column, endLine, endColumn] = numbers(range);
  return `${line}:${column}-${endLine}:${endColumn}`;
}

/** The diagnostics of a file as `line:column-line:column severity source rule message`. */
export function diagnostics(name: string): string[] {
  return vscode.languages.getDiagnostics(uriOf(name)).map((one) => {
    const severity = vscode.DiagnosticSeverity[one.severity];
    const code = typeof one.code === 'object' ? one.code.value : one.code;
    return `${place(one.range)} ${severity} ${one.source} ${code} ${one.message}`;
  });
}

export function text(content: vscode.MarkdownString | vscode.MarkedString): string {
  return typeof content === 'string' ? content : content.value;
}
