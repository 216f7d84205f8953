import * as vscode from 'vscode';

/** The settings that only take effect when the server starts anew; it is told of the others. */
export const RESTARTING = ['asllint.enable', 'asllint.path'] as const;

export interface Settings {
  readonly enable: boolean;
  /** As the user has written it; empty when asllint is to be looked for. */
  readonly path: string;
  readonly workspace: boolean;
  readonly lenses: boolean;
  readonly hints: boolean;
}

export function settings(): Settings {
  const found = vscode.workspace.getConfiguration('asllint');
  return {
    enable: found.get('enable', true),
    path: found.get('path', '').trim(),
    workspace: found.get('workspace', true),
    lenses: found.get('lenses', true),
    hints: found.get('hints', true),
  };
}

/** The command that shows a setting where it can be changed: the path belongs to the machine of the server. */
export function openingOf(name: 'asllint.enable' | 'asllint.path'): vscode.Command {
  const remote = name === 'asllint.path' && vscode.env.remoteName !== undefined;
  return {
    command: `workbench.action.open${remote ? 'Remote' : ''}Settings`,
    title: 'Open the setting',
    arguments: [{ query: name }],
  };
}
