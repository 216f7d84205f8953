/** A workspace without state machines. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { api, diagnostics, open, settle, type Suite } from './suite.ts';

export const foreign: Suite = {
  'no server runs for other JSON and YAML': async () => {
    await open('package.json');
    await open('compose.yaml');
    assert.equal((await api()).state().kind, 'idle');
  },
  'the first state machine starts it': async () => {
    const text = 'Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: none.json\n';
    const editor = await vscode.window.showTextDocument(await open('stack.yaml'));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), text));
    await editor.document.save();
    const extension = await api();
    await settle(() => extension.state().kind, 'running');
    await settle(() => diagnostics('stack.yaml'), [
      '4:21-4:30 Error asllint missing-definition-file there is no file "none.json"',
    ]);
  },
};
