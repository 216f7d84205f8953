/** Pictures of state machines beside their text: drawn by the server, shown and clicked on here. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { isRelevant } from './relevance';
import type { Server } from './server';

interface Graph {
  readonly style: string;
  readonly machines: readonly Machine[];
}

interface Machine {
  readonly title: string;
  readonly range: Range;
  readonly svg: string;
  readonly states: readonly State[];
}

/** `place` names its box in the picture; `name` is where its name stands, `range` all of it. */
interface State {
  readonly place: string;
  readonly name: Range;
  readonly range: Range;
}

interface Range {
  readonly start: vscode.Position;
  readonly end: vscode.Position;
}

/** What the page tells. */
type Message =
  | { readonly kind: 'ready' }
  | { readonly kind: 'show'; readonly place: string }
  | { readonly kind: 'toggle'; readonly place: string }
  | { readonly kind: 'save'; readonly machine: number };

/** Milliseconds after the last edit: the server draws faster than anybody reads. */
const DELAY = 200;

export function provideGraphs(server: Server): vscode.Disposable {
  const panels = new Map<string, Panel>();
  const show = async (): Promise<void> => {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined) return;
    const key = editor.document.uri.toString();
    const panel = panels.get(key) ?? new Panel(server, editor.document, () => panels.delete(key));
    panels.set(key, panel);
    panel.reveal();
    await panel.refresh();
  };
  const offer = (editor = vscode.window.activeTextEditor): void => {
    const relevant = editor !== undefined && isRelevant(editor.document);
    void vscode.commands.executeCommand('setContext', 'asllint.hasGraph', relevant);
  };
  offer();
  return vscode.Disposable.from(
    vscode.commands.registerCommand('asllint.showGraph', show),
    vscode.window.onDidChangeActiveTextEditor(offer),
    vscode.workspace.onDidSaveTextDocument(() => offer()),
    { dispose: () => panels.forEach((panel) => panel.dispose()) },
  );
}

class Panel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #subscriptions: vscode.Disposable[];
  readonly #collapsed = new Set<string>();
  #states: readonly State[] = [];
  #machines: readonly Machine[] = [];
  #chosen: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #asked = 0;

  constructor(
    readonly server: Server,
    readonly document: vscode.TextDocument,
    readonly closed: () => void,
  ) {
    const name = path.posix.basename(document.uri.path);
    const beside = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    this.#panel = vscode.window.createWebviewPanel('asllint.graph', `Graph: ${name}`, beside, {
      enableScripts: true,
      localResourceRoots: [],
      retainContextWhenHidden: true,
    });
    this.#panel.webview.html = page();
    const own = (uri: vscode.Uri): boolean => uri.toString() === document.uri.toString();
    this.#subscriptions = [
      this.#panel.webview.onDidReceiveMessage((message: Message) => this.#take(message)),
      this.#panel.onDidDispose(() => this.dispose()),
      vscode.workspace.onDidChangeTextDocument((change) => {
        if (own(change.document.uri)) this.#soon();
      }),
      vscode.languages.onDidChangeDiagnostics((change) => {
        if (change.uris.some(own)) this.#soon();
      }),
      vscode.window.onDidChangeTextEditorSelection((change) => {
        if (own(change.textEditor.document.uri)) this.#follow(change.textEditor.selection.active);
      }),
      server.onDidChange(() => this.#soon()),
    ];
  }

  reveal(): void {
    this.#panel.reveal(undefined, true);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.closed();
    for (const each of this.#subscriptions.splice(0)) each.dispose();
    this.#panel.dispose();
  }

  /** Asks for the pictures as they are now; an answer that a later question has overtaken is dropped. */
  async refresh(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const graph = await this.#ask<Graph>({ collapsed: [...this.#collapsed] });
    if (graph === undefined || asked !== this.#asked) return;
    this.#machines = graph.machines;
    this.#states = graph.machines.flatMap(({ states }) => states);
    const machines = graph.machines.map(({ title, svg }) => ({ title, svg }));
    await this.#panel.webview.postMessage({ kind: 'draw', style: graph.style, machines });
    this.#chosen = undefined;
    const editor = vscode.window.visibleTextEditors.find(({ document }) => document === this.document);
    if (editor !== undefined) this.#follow(editor.selection.active);
  }

  async #ask<T>(more: object): Promise<T | undefined> {
    try {
      return await this.server.request<T>('asllint/graph', {
        textDocument: { uri: this.document.uri.toString() },
        ...more,
      });
    } catch (error) {
      this.server.output.warn(`the graph: ${String(error)}`);
      return undefined;
    }
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.refresh(), DELAY);
  }

  /** Marks the innermost state around the cursor. */
  #follow(position: vscode.Position): void {
    const around = this.#states.filter(({ range }) => rangeOf(range).contains(position));
    const place = around.at(-1)?.place;
    if (place === this.#chosen) return;
    this.#chosen = place;
    void this.#panel.webview.postMessage({ kind: 'choose', place });
  }

  #take(message: Message): void {
    switch (message.kind) {
      case 'ready':
        void this.refresh();
        break;
      case 'show':
        void this.#show(message.place);
        break;
      case 'toggle':
        if (!this.#collapsed.delete(message.place)) this.#collapsed.add(message.place);
        void this.refresh();
        break;
      case 'save':
        void this.#save(message.machine);
        break;
    }
  }

  async #show(place: string): Promise<void> {
    const state = this.#states.find((one) => one.place === place);
    if (state === undefined) return;
    const shown = vscode.window.visibleTextEditors.find(({ document }) => document === this.document);
    const viewColumn = shown?.viewColumn ?? vscode.ViewColumn.One;
    await vscode.window.showTextDocument(this.document, { viewColumn, selection: rangeOf(state.name) });
  }

  /** Writes a picture to where the user says. */
  async #save(machine: number): Promise<void> {
    const title = this.#machines[machine]?.title;
    const graph = await this.#ask<Graph>({ collapsed: [...this.#collapsed], styled: true });
    const svg = graph?.machines[machine]?.svg;
    if (title === undefined || svg === undefined) return;
    const name = `${title.replace(/(\.asl)?\.\w+$/, '').replace(/[^\p{L}\p{N}_-]+/gu, '-') || 'machine'}.svg`;
    const folder = vscode.Uri.joinPath(this.document.uri, '..', name);
    const uri = await vscode.window.showSaveDialog({
      ...(this.document.uri.scheme === 'file' ? { defaultUri: folder } : {}),
      filters: { SVG: ['svg'] },
    });
    if (uri !== undefined) await vscode.workspace.fs.writeFile(uri, Buffer.from(svg, 'utf8'));
  }
}

function rangeOf({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** The page: pictures come as messages, and are put in as elements, never as text that is run. */
function page(): string {
  const nonce = Array.from({ length: 32 }, () => Math.floor(Math.random() * 36).toString(36)).join('');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<style nonce="${nonce}">
body { padding: 0.5rem; }
h2 { font-size: 1rem; font-weight: 600; display: flex; gap: 1rem; align-items: baseline; margin: 0.3rem 0; }
button { font: inherit; color: var(--vscode-textLink-foreground); background: none; border: 0; cursor: pointer; padding: 0; }
button:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
section { overflow-x: auto; margin-bottom: 1rem; }
</style>
</head>
<body>
<p id="empty">There is no state machine here.</p>
<main></main>
<script nonce="${nonce}">${SCRIPT}</script>
</body>
</html>`;
}

const SCRIPT = `
'use strict';
const vscode = acquireVsCodeApi();
const main = document.querySelector('main');
const sheet = new CSSStyleSheet();
const theme = new CSSStyleSheet();
theme.replaceSync(\`
body .asl { --paper: var(--vscode-editor-background); --ink: var(--vscode-editor-foreground);
  --faint: var(--vscode-descriptionForeground); --line: var(--vscode-descriptionForeground);
  --box: var(--vscode-editorWidget-background); --group: var(--vscode-sideBar-background);
  --edge: var(--vscode-editorWidget-border, var(--vscode-descriptionForeground));
  --error: var(--vscode-editorError-foreground); --warning: var(--vscode-editorWarning-foreground);
  --info: var(--vscode-editorInfo-foreground); font-family: var(--vscode-font-family); }
.asl [data-pointer] { cursor: pointer; }
.asl .chosen > .box, .asl .chosen > .group { stroke: var(--vscode-focusBorder); stroke-width: 3; }
\`);
document.adoptedStyleSheets = [sheet, theme];
function draw({ style, machines }) {
  sheet.replaceSync(style);
  document.getElementById('empty').hidden = machines.length > 0;
  const top = [window.scrollX, window.scrollY];
  main.replaceChildren(...machines.map(({ title, svg }, index) => {
    const section = document.createElement('section');
    const head = document.createElement('h2');
    const name = document.createElement('span');
    name.textContent = title;
    const save = document.createElement('button');
    save.textContent = 'Save as SVG';
    save.addEventListener('click', () => vscode.postMessage({ kind: 'save', machine: index }));
    head.append(name, save);
    const picture = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
    section.append(head, document.importNode(picture, true));
    return section;
  }));
  window.scrollTo(...top);
}
function choose(place) {
  for (const one of document.querySelectorAll('.chosen')) one.classList.remove('chosen');
  const box = [...document.querySelectorAll('[data-pointer]')].find((one) => one.dataset.pointer === place);
  if (box === undefined) return;
  box.classList.add('chosen');
  box.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}
main.addEventListener('click', (event) => {
  const toggle = event.target.closest('[data-toggle]');
  if (toggle !== null) {
    vscode.postMessage({ kind: 'toggle', place: toggle.dataset.toggle });
    return;
  }
  const box = event.target.closest('[data-pointer]');
  if (box !== null) vscode.postMessage({ kind: 'show', place: box.dataset.pointer });
});
window.addEventListener('message', ({ data }) => {
  if (data.kind === 'draw') draw(data);
  if (data.kind === 'choose') choose(data.place);
});
vscode.postMessage({ kind: 'ready' });
`;
