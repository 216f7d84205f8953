/** Runs the suite that the folder of the window is named after, and writes its results as JSON. */
import { renameSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { broken } from './broken.ts';
import { foreign } from './foreign.ts';
import { missing } from './missing.ts';
import { nowhere } from './nowhere.ts';
import { orders } from './orders.ts';
import { PATIENCE, RESULTS, root, type Suite, undo } from './suite.ts';
import { untrusted } from './untrusted.ts';

const SUITES: Record<string, Suite> = { broken, foreign, missing, nowhere, orders, untrusted };

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
    const start = Date.now();
    let error: string | null = null;
    try {
      await Promise.race([test(), patience()]);
    } catch (thrown) {
      error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    }
    await revertAll();
    tests.push({ name: title, error, ms: Date.now() - start });
  }
  const file = path.join(RESULTS, `${name}.json`);
  writeFileSync(`${file}.part`, JSON.stringify({ version: vscode.version, tests }, null, 1));
  renameSync(`${file}.part`, file); // Whoever waits for it never reads half of it.
}

/** A dialog that nobody answers would stop everything. */
async function patience(): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, 2 * PATIENCE));
  throw new Error('the test does not end');
}

/** A test that has failed half-way leaves no edits to the next one. */
async function revertAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    await vscode.window.showTextDocument(document);
    await undo();
  }
}
