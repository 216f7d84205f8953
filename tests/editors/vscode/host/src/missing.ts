/** The setting names an executable that does not exist, and is corrected. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { api, diagnostics, EXECUTABLE, open, settle, type Suite } from './suite.ts';

export const missing: Suite = {
  'an executable that does not exist is told, and nothing crashes': async () => {
    await open('order.asl.yaml');
    const extension = await api();
    await settle(() => extension.state(), {
      kind: 'missing',
      message:
        'There is no executable "/does/not/exist/asllint", which the setting "asllint.path" names, so definitions are not checked.',
    });
    assert.deepEqual(diagnostics('order.asl.yaml'), []);
  },
  'showing a rule without a server says so': async () => {
    const page = await vscode.workspace.openTextDocument(vscode.Uri.parse('asllint-rule:/unknown-target.md'));
    assert.equal(page.getText(), 'asllint is not running.');
  },
  'the corrected setting starts the server': async () => {
    await setting('path', EXECUTABLE);
    const extension = await api();
    await settle(() => extension.state().kind, 'running');
    await settle(() => diagnostics('order.asl.yaml').length, 1);
  },
  'asllint.enable off stops the server and takes its diagnostics away': async () => {
    await setting('enable', false);
    const extension = await api();
    await settle(() => extension.state().kind, 'disabled');
    await settle(() => diagnostics('order.asl.yaml'), []);
  },
  'asllint.enable on starts it again': async () => {
    await setting('enable', true);
    const extension = await api();
    await settle(() => extension.state().kind, 'running');
    await settle(() => diagnostics('order.asl.yaml').length, 1);
  },
};

async function setting(name: string, value: unknown): Promise<void> {
  const target = vscode.ConfigurationTarget.Workspace;
  await vscode.workspace.getConfiguration('asllint').update(name, value, target);
}
