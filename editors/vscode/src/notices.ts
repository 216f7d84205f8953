/** One notification when there is no server to talk to, with what to do about it. */
import * as vscode from 'vscode';
import type { Server } from './server';
import { openingOf } from './settings';
import type { State } from './state';

const SETTING = 'Open the setting';
const RETRY = 'Try again';
const OUTPUT = 'Show output';

export function notify(server: Server): vscode.Disposable {
  let told = '';
  return server.onDidChange((state) => {
    if (state.kind === 'running') told = '';
    const message = trouble(state);
    if (message === undefined || message === told) return;
    told = message;
    void ask(message, state.kind).then((answer) => {
      if (answer === RETRY) {
        told = ''; // The user wants to know how it went, whatever the answer.
        void server.restart();
      } else if (answer === SETTING) {
        const { command, arguments: given = [] } = openingOf('asllint.path');
        void vscode.commands.executeCommand(command, ...given);
      } else if (answer === OUTPUT) {
        server.output.show();
      }
    });
  });
}

function trouble(state: State): string | undefined {
  return state.kind === 'missing' || state.kind === 'failed' ? state.message : undefined;
}

function ask(message: string, kind: State['kind']): Thenable<string | undefined> {
  return kind === 'missing'
    ? vscode.window.showWarningMessage(message, SETTING, RETRY)
    : vscode.window.showErrorMessage(message, OUTPUT, RETRY, SETTING);
}
