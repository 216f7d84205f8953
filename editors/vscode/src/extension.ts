/** asllint in VS Code: everything that is known about definitions is known by `asllint lsp`. */
import * as vscode from 'vscode';
import { provideGraphs } from './graph';
import { notify } from './notices';
import { onDidSelect } from './python';
import { isRelevant, isWorkspaceRelevant } from './relevance';
import { provideRulePages } from './rules';
import { DOCUMENTS, Server } from './server';
import { RESTARTING } from './settings';
import type { State } from './state';
import { showStatus } from './status';

/** What other extensions get. */
export interface Api {
  state(): State;
}

let server: Server | undefined;

export function activate(context: vscode.ExtensionContext): Api {
  const output = vscode.window.createOutputChannel('asllint', { log: true });
  const own = new Server(output);
  server = own;
  let needed = false;
  const restart = (): Promise<void> => {
    if (!needed) followPython(context, restart);
    needed = true;
    return own.restart();
  };
  const restartIfNeeded = (): void => {
    if (needed) void restart();
  };
  const startFor = (document: vscode.TextDocument): void => {
    if (!needed && isRelevant(document)) void restart();
  };
  context.subscriptions.push(
    output,
    own,
    showStatus(own, DOCUMENTS as vscode.DocumentSelector),
    notify(own),
    provideRulePages(own),
    provideGraphs(own),
    vscode.commands.registerCommand('asllint.restart', restart),
    vscode.commands.registerCommand('asllint.showOutput', () => output.show()),
    vscode.workspace.onDidOpenTextDocument(startFor),
    vscode.workspace.onDidSaveTextDocument(startFor),
    vscode.workspace.onDidGrantWorkspaceTrust(restartIfNeeded),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (RESTARTING.some((name) => change.affectsConfiguration(name))) restartIfNeeded();
    }),
  );
  vscode.workspace.textDocuments.forEach(startFor);
  void isWorkspaceRelevant().then((relevant) => {
    if (relevant && !needed) void restart();
  });
  return { state: () => own.state };
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

function followPython(context: vscode.ExtensionContext, restart: () => Promise<void>): void {
  void onDidSelect(() => void restart()).then((subscription) => {
    if (subscription !== undefined) context.subscriptions.push(subscription);
  });
}
