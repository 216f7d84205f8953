/** A workspace that is not trusted, and brings an asllint and a setting along. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { api, open, settle, type Suite } from './suite.ts';

export const untrusted: Suite = {
  'nothing of an untrusted workspace is run': async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    await open('order.asl.yaml');
    const extension = await api();
    await settle(() => extension.state(), {
      kind: 'missing',
      message:
        'asllint was not found, so definitions are not checked: install it in your Python environment ("pip install ." in a checkout of asllint), or set "asllint.path".',
    });
  },
};
