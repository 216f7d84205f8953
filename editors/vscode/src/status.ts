/** The state of the server, in the language status of the files that it looks at. */
import * as vscode from 'vscode';
import type { Server } from './server';
import { openingOf } from './settings';
import type { State } from './state';

interface Look {
  readonly text: string;
  readonly detail: string;
  readonly severity: vscode.LanguageStatusSeverity;
  readonly command: vscode.Command;
}

const { Information, Warning, Error } = vscode.LanguageStatusSeverity;
const RESTART = { command: 'asllint.restart', title: 'Restart' };
const OUTPUT = { command: 'asllint.showOutput', title: 'Show output' };

export function showStatus(server: Server, documents: vscode.DocumentSelector): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('asllint', documents);
  item.name = 'asllint';
  const show = (state: State): void => {
    Object.assign(item, look(state), { busy: state.kind === 'starting' });
  };
  show(server.state);
  return vscode.Disposable.from(item, server.onDidChange(show));
}

function look(state: State): Look {
  switch (state.kind) {
    case 'idle':
      return { text: 'asllint', detail: 'not started', severity: Information, command: RESTART };
    case 'disabled':
      return { text: 'asllint', detail: 'off', severity: Information, command: openingOf('asllint.enable') };
    case 'starting':
      return { text: 'asllint', detail: 'starting', severity: Information, command: OUTPUT };
    case 'running':
      return {
        text: `asllint ${state.version}`.trimEnd(),
        detail: 'running',
        severity: Information,
        command: RESTART,
      };
    case 'missing':
      return { text: 'asllint', detail: 'not found', severity: Warning, command: openingOf('asllint.path') };
    case 'failed':
      return { text: 'asllint', detail: 'failed', severity: Error, command: OUTPUT };
  }
}
