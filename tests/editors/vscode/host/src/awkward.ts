/** A folder and files whose names have to be encoded in URIs, and files of all endings. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { at, diagnostics, numbers, open, settle, type Suite } from './suite.ts';

const NAME = 'größe 100%25 #1.asl.json';
const FINDING = '3:58-3:63 Error asllint unknown-target there is no state "Shp"; did you mean "Ship"?';
const TYPO = '1:62-1:70 Error asllint unknown-state-type there is no state type "Succed"; did you mean "Succeed"?';

export const awkward: Suite = {
  'a file that is not open is linted': async () => {
    await settle(() => diagnostics(NAME), [FINDING]);
  },
  'an edit moves the finding': async () => {
    const document = await open(NAME);
    await settle(() => diagnostics(NAME), [FINDING]);
    await change(document, (edit) => edit.insert(document.uri, new vscode.Position(0, 0), '\n'));
    await settle(() => diagnostics(NAME), [FINDING.replace('3:58-3:63', '4:58-4:63')]);
  },
  'a quick fix, and the finding is gone': async () => {
    const document = await open(NAME);
    await settle(() => diagnostics(NAME), [FINDING]); // What the test before has written was taken back just now.
    const range = vscode.languages.getDiagnostics(document.uri)[0]?.range;
    assert(range);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
    );
    const first = actions.find(({ title }) => title === 'write "Ship"');
    assert(first?.edit);
    assert(await vscode.workspace.applyEdit(first.edit));
    await settle(() => diagnostics(NAME), []);
  },
  'definition and rename': async () => {
    const document = await open(NAME);
    const places = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      at(document, '"Tell 📦"\n', 3),
    );
    assert.deepEqual(
      places.map(({ uri, range }) => [uri.toString(), numbers(range)]),
      [[document.uri.toString(), [10, 5, 10, 12]]],
    );
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      at(document, '"Tell 📦": {', 2),
      'Say',
    );
    assert.deepEqual(edit.entries().map(([uri]) => uri.toString()), [document.uri.toString()]);
    assert(await vscode.workspace.applyEdit(edit));
    assert.equal(document.lineAt(8).text, '      "Next": "Say"');
    await settle(() => diagnostics(NAME), [FINDING]);
  },
  'what is reverted is as it was': async () => {
    await settle(() => diagnostics(NAME), [FINDING]);
  },
  ...endings('machine.asl', 'machine.asl.jsonc'),
};

/** What each file of these names gets. */
function endings(...names: string[]): Suite {
  return Object.fromEntries(
    names.map((name) => [
      `${name} is a definition`,
      async () => {
        const document = await open(name);
        assert.equal(document.languageId, 'asl-json');
        await settle(() => diagnostics(name), [TYPO]);
      },
    ]),
  );
}

async function change(document: vscode.TextDocument, by: (edit: vscode.WorkspaceEdit) => void): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  by(edit);
  assert(await vscode.workspace.applyEdit(edit));
  assert(document.isDirty);
}
