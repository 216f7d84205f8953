/** The page of a rule, as `asllint explain` prints it, in a Markdown preview. */
import { execFile } from 'node:child_process';
import * as os from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import type { Server } from './server';

const SCHEME = 'asllint-rule';
const run = promisify(execFile);

export function provideRulePages(server: Server): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: (uri) => page(server, path.posix.basename(uri.path, '.md'), uri.query),
    }),
    vscode.commands.registerCommand('asllint.showRule', showRule),
  );
}

/** Shows a rule: the named one, or that of the finding under the cursor. */
async function showRule(named?: unknown): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const rule = typeof named === 'string' ? named : await ruleAt(editor);
  if (rule === undefined) return;
  const file = editor?.document.uri;
  const uri = vscode.Uri.from({
    scheme: SCHEME,
    path: `/${rule}.md`,
    query: file?.scheme === 'file' ? file.fsPath : '',
  });
  try {
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  } catch {
    await vscode.window.showTextDocument(uri); // The built-in Markdown extension is switched off.
  }
}

async function ruleAt(editor: vscode.TextEditor | undefined): Promise<string | undefined> {
  if (editor === undefined) return undefined;
  const own = vscode.languages
    .getDiagnostics(editor.document.uri)
    .filter((diagnostic) => diagnostic.source === 'asllint');
  const here = own.filter((diagnostic) => diagnostic.range.contains(editor.selection.active));
  const rules = [...new Set((here.length > 0 ? here : own).map(ruleOf))];
  if (rules.length === 0) {
    void vscode.window.showInformationMessage('asllint has found nothing in this file.');
    return undefined;
  }
  if (rules.length === 1) return rules[0];
  return vscode.window.showQuickPick(rules, { title: 'asllint: Show the rule' });
}

function ruleOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

/** A page is asked for in the folder of the file, whose settings may bring rules of their own. */
async function page(server: Server, rule: string, file: string): Promise<string> {
  const { state } = server;
  if (state.kind !== 'running') return 'asllint is not running.';
  const cwd = file !== '' && vscode.workspace.isTrusted ? path.dirname(file) : os.homedir();
  try {
    const { stdout } = await run(state.path, ['explain', rule], { cwd, encoding: 'utf8' });
    return stdout;
  } catch (error) {
    server.output.warn(String(error));
    return `asllint has no page for the rule \`${rule}\`.`;
  }
}
