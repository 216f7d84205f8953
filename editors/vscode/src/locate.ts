/** Where the asllint executable is. */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { selectedBinaries } from './python';

export type Located = { readonly path: string } | { readonly missing: string };

const WINDOWS = process.platform === 'win32';
const NAME = WINDOWS ? 'asllint.exe' : 'asllint';
const BINARIES = WINDOWS ? 'Scripts' : 'bin';

const NOWHERE =
  'asllint was not found, so definitions are not checked: install it in your Python environment ' +
  '("pip install ." in a checkout of asllint), or set "asllint.path".';

/**
 * The executable to run: the one of the setting, or else the first of the selected Python environment,
 * the workspace's own environment, the PATH, and the folder where pipx and uv put tools. Nothing that a
 * workspace brings along is run before the user trusts it.
 */
export async function locate(setting: string): Promise<Located> {
  if (setting !== '') return named(setting);
  const trusted = vscode.workspace.isTrusted;
  const folders: string[] = [];
  if (trusted) {
    const selected = await selectedBinaries();
    if (selected !== undefined) folders.push(selected);
    for (const root of roots()) {
      folders.push(path.join(root, '.venv', BINARIES), path.join(root, 'venv', BINARIES));
    }
  }
  folders.push(...searchPath().filter((folder) => trusted || !isInWorkspace(folder)));
  folders.push(path.join(os.homedir(), '.local', 'bin'));
  const found = await firstIn(folders, NAME);
  return found === undefined ? { missing: NOWHERE } : { path: found };
}

async function named(setting: string): Promise<Located> {
  const root = roots()[0];
  const expanded = setting
    .replace(/^~(?=[/\\]|$)/, os.homedir())
    .replace('${workspaceFolder}', root ?? '');
  if (expanded === path.basename(expanded)) {
    const found = await firstIn(searchPath(), expanded);
    if (found !== undefined) return { path: found };
  }
  const absolute = path.resolve(root ?? os.homedir(), expanded);
  if (await isExecutable(absolute)) return { path: absolute };
  return {
    missing: `There is no executable "${absolute}", which the setting "asllint.path" names, so definitions are not checked.`,
  };
}

function roots(): string[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.filter((folder) => folder.uri.scheme === 'file').map((folder) => folder.uri.fsPath);
}

/** The folders of the PATH; relative ones would depend on where the editor was started. */
function searchPath(): string[] {
  return (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
}

function isInWorkspace(folder: string): boolean {
  return vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder)) !== undefined;
}

async function firstIn(folders: readonly string[], name: string): Promise<string | undefined> {
  for (const folder of folders) {
    const candidate = path.join(folder, name);
    if (await isExecutable(candidate)) return candidate;
  }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
