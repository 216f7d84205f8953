/**
 * Whether there is anything to lint. Nearly everybody has JSON and YAML files open; a Python process, or
 * a notification that asllint is not installed, is for those who also have state machines.
 */
import * as vscode from 'vscode';

const MARKS = /\bStartAt\b|::StateMachine\b|\bstepFunctions\b|\baws_sfn_state_machine\b|\bstep[-_]functions\b/;
const LANGUAGES = new Set(['asl-json', 'asl-yaml', 'json', 'jsonc', 'yaml', 'terraform']);
const NAMES = /\.(asl|jsonc?|ya?ml|tf|tofu|template)$/i;
const SURE = '**/{*.asl,*.asl.json,*.asl.jsonc,*.asl.yaml,*.asl.yml,asllint.toml}';
const PERHAPS = '**/{template,serverless}.{json,yaml,yml},**/*.{tf,tofu}';
const OUTSIDE = '**/{node_modules,.venv,venv,.terraform,.aws-sam}/**';
/** How many files of the workspace are looked into; a larger project tells it when a file is opened. */
const AT_MOST = 100;

export function isRelevant(document: vscode.TextDocument): boolean {
  if (document.uri.scheme !== 'file' && document.uri.scheme !== 'untitled') return false;
  if (document.languageId.startsWith('asl-')) return true;
  const possible = LANGUAGES.has(document.languageId) || NAMES.test(document.uri.path);
  return possible && MARKS.test(document.getText());
}

export async function isWorkspaceRelevant(): Promise<boolean> {
  if ((await vscode.workspace.findFiles(SURE, OUTSIDE, 1)).length > 0) return true;
  const candidates = await vscode.workspace.findFiles(`{${PERHAPS}}`, OUTSIDE, AT_MOST);
  for (const uri of candidates) {
    try {
      if (MARKS.test(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)))) return true;
    } catch {
      // It has gone in the meantime, or may not be read: no reason to start.
    }
  }
  return false;
}
