/** The environment that is selected in the Python extension, when that is installed. */
import * as path from 'node:path';
import * as vscode from 'vscode';

/** The part of the Python extension's public interface that is used here. */
interface PythonApi {
  readonly environments?: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
    resolveEnvironment(environment: { readonly path: string }): Promise<
      { readonly executable: { readonly uri?: vscode.Uri | undefined } } | undefined
    >;
    readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

async function environments(): Promise<PythonApi['environments']> {
  const extension = vscode.extensions.getExtension<PythonApi>('ms-python.python');
  if (extension === undefined) return undefined;
  try {
    return (extension.isActive ? extension.exports : await extension.activate()).environments;
  } catch {
    return undefined; // Its failure is its own to report.
  }
}

/** The folder with the executables of the selected environment. */
export async function selectedBinaries(): Promise<string | undefined> {
  const api = await environments();
  if (api === undefined) return undefined;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const selected = await api.resolveEnvironment(api.getActiveEnvironmentPath(folder));
  const executable = selected?.executable.uri;
  return executable === undefined ? undefined : path.dirname(executable.fsPath);
}

/** Calls back when another environment is selected. */
export async function onDidSelect(callback: () => void): Promise<vscode.Disposable | undefined> {
  return (await environments())?.onDidChangeActiveEnvironmentPath(callback);
}
