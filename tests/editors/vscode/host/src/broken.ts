/** The executable is one that ends at once. */
import * as vscode from 'vscode';
import { api, open, settle, type Suite, uriOf } from './suite.ts';

const FAILED = {
  kind: 'failed',
  path: uriOf('bin/broken').fsPath,
  message: `"${uriOf('bin/broken').fsPath} lsp" could not be started: the output says more.`,
};

export const broken: Suite = {
  'an executable that ends at once is told, and not started over and over': async () => {
    await open('order.asl.yaml');
    const extension = await api();
    await settle(() => extension.state(), FAILED);
  },
  'another try gives the same answer': async () => {
    await vscode.commands.executeCommand('asllint.restart');
    const extension = await api();
    await settle(() => extension.state(), FAILED);
  },
};
