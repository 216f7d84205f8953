/** Runs the suite that the folder of the window is named after, and writes its results as JSON. */
import { renameSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { awkward } from './awkward.ts';
import { broken } from './broken.ts';
import { foreign } from './foreign.ts';
import { missing } from './missing.ts';
import { nowhere } from './nowhere.ts';
import { orders } from './orders.ts';
import { PATIENCE, RESULTS, root, type Suite, undo } from './suite.ts';
import { untrusted } from './untrusted.ts';

const SUITES: Record<string, Suite> = {
  'c: größe 100%25': awkward, // A name that no file system of Windows takes: run.py makes the folder.
  broken,
  foreign,
  missing,
  nowhere,
  orders,
  untrusted,
};

interface Result {
  readonly name: string;
  readonly error: string | null;
  readonly ms: number;
}

export function activate(): void {
  const name = path.basename(root().fsPath);
  const suite = SUITES[name];
  if (suite !== undefined) void run(name, suite); // The folders for pictures have no suite.
}

async function run(name: string, suite: Suite): Promise<void> {
  const tests: Result[] = [];
  for (const [title, test] of Object.entries(suite)) {
    tell(name, tests, title);
    const start = Date.now();
    const failure = await outcome(test, 'the test does not end');
    const left = await outcome(revertAll, 'its edits can not be reverted');
    tests.push({ name: title, error: failure ?? left, ms: Date.now() - start });
  }
  tell(name, tests, null);
}

/** Writes what is known so far: when the window gets stuck, that tells where. */
function tell(name: string, tests: readonly Result[], running: string | null): void {
  const file = path.join(RESULTS, `${name}.json`);
  writeFileSync(`${file}.part`, JSON.stringify({ version: vscode.version, running, tests }, null, 1));
  renameSync(`${file}.part`, file); // Whoever waits for it never reads half of it.
}

/** What went wrong, if anything; a dialog that nobody answers must not stop everything. */
async function outcome(task: () => Promise<void>, otherwise: string): Promise<string | null> {
  const patience = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(otherwise)), 2 * PATIENCE);
  });
  try {
    await Promise.race([task(), patience]);
    return null;
  } catch (thrown) {
    return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  }
}

/** A test that has failed half-way leaves no edits to the next one. */
async function revertAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    await vscode.window.showTextDocument(document);
    await undo();
  }
}
