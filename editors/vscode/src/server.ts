/** The life of the language server: found, started, watched, restarted. */
import * as vscode from 'vscode';
import {
  CloseAction,
  DocumentDiagnosticRequest,
  ErrorAction,
  LanguageClient,
  State as ClientState,
  TransportKind,
  type DocumentSelector,
  type ErrorHandler,
} from 'vscode-languageclient/node';
import { locate } from './locate';
import { settings, type Settings } from './settings';
import type { State } from './state';

/** Templates are JSON, YAML and HCL like any other: the server decides quickly which are its business. */
export const DOCUMENTS: DocumentSelector = [
  ...['asl-json', 'asl-yaml', 'json', 'jsonc', 'yaml', 'terraform'].map((language) => ({
    scheme: 'file',
    language,
  })),
  { scheme: 'untitled', language: 'asl-json' },
  { scheme: 'untitled', language: 'asl-yaml' },
  { scheme: 'file', pattern: '**/*.{asl,json,jsonc,yaml,yml,tf,tofu,template}' },
];

const PATIENCE = { crashes: 4, minutes: 3 };

export class Server implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<State>();
  readonly onDidChange = this.#changed.event;
  #state: State = { kind: 'idle' };
  #client: LanguageClient | undefined;
  /** Starting and stopping take time, and must not overtake each other. */
  #turn: Promise<void> = Promise.resolve();

  constructor(readonly output: vscode.LogOutputChannel) {}

  get state(): State {
    return this.#state;
  }

  /** Stops the server if it runs, and starts it with the present settings. */
  restart(): Promise<void> {
    return this.#next(async () => {
      await this.#stop();
      await this.#start();
    });
  }

  stop(): Promise<void> {
    return this.#next(() => this.#stop());
  }

  /** Asks the server something of its own; nothing comes back while none runs. */
  async request<T>(method: string, params: object): Promise<T | undefined> {
    const client = this.#state.kind === 'running' ? this.#client : undefined;
    return client?.sendRequest<T>(method, params);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #next(task: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(task).catch((error: unknown) => {
      this.#become({ kind: 'failed', path: '', message: `asllint could not be started: ${String(error)}` });
    });
    return this.#turn;
  }

  #become(state: State): void {
    this.#state = state;
    this.output.info(describe(state));
    this.#changed.fire(state);
  }

  async #start(): Promise<void> {
    const { enable, path, ...options } = settings();
    if (!enable) {
      this.#become({ kind: 'disabled' });
      return;
    }
    const located = await locate(path);
    if ('missing' in located) {
      this.#become({ kind: 'missing', message: located.missing });
      return;
    }
    await this.#run(located.path, options);
  }

  async #run(path: string, options: Omit<Settings, 'enable' | 'path'>): Promise<void> {
    this.#become({ kind: 'starting', path });
    const failed = (message: string): void => this.#become({ kind: 'failed', path, message });
    const handler = new Crashes(() => failed(`"${path} lsp" keeps ending unexpectedly.`));
    const client = new Client(
      'asllint',
      'asllint',
      { command: path, args: ['lsp'], transport: TransportKind.stdio },
      {
        documentSelector: DOCUMENTS,
        synchronize: { configurationSection: 'asllint' },
        outputChannel: this.output,
        initializationOptions: { ...options, trusted: vscode.workspace.isTrusted },
        errorHandler: handler,
        initializationFailedHandler: () => false,
      },
    );
    this.#client = client;
    client.onDidChangeState(({ newState }) => {
      if (newState !== ClientState.Running || client !== this.#client) return;
      handler.wasRunning = true;
      const version = client.initializeResult?.serverInfo?.version ?? '';
      this.#become({ kind: 'running', path, version });
    });
    try {
      await client.start();
    } catch (error) {
      this.output.error(String(error));
      failed(`"${path} lsp" could not be started: the output says more.`);
    }
  }

  async #stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    if (client === undefined) return;
    try {
      await client.dispose();
    } catch (error) {
      this.output.warn(`stopping: ${String(error)}`); // It has ended by itself, or never begun.
    }
    if (this.#state.kind !== 'idle') this.#become({ kind: 'idle' });
  }
}

/**
 * A client that is told of diagnostics and does not ask for them. Those of files that are not open can only be
 * told; with both ways side by side, a file has its diagnostics twice when it is opened, and none when its tab
 * is closed while something else still holds it.
 */
class Client extends LanguageClient {
  override registerFeature(feature: Parameters<LanguageClient['registerFeature']>[0]): void {
    const method = 'registrationType' in feature ? feature.registrationType.method : '';
    if (method !== DocumentDiagnosticRequest.method) super.registerFeature(feature);
  }
}

/** Restarts a server that has ended, unless it never ran or does so again and again. */
class Crashes implements ErrorHandler {
  wasRunning = false;
  readonly #times: number[] = [];

  constructor(readonly givenUp: () => void) {}

  error(): { action: ErrorAction; handled: boolean } {
    return { action: ErrorAction.Continue, handled: true };
  }

  closed(): { action: CloseAction; handled: boolean } {
    if (!this.wasRunning) return { action: CloseAction.DoNotRestart, handled: true };
    const now = Date.now();
    this.#times.push(now);
    const recent = this.#times.filter((time) => now - time < PATIENCE.minutes * 60_000);
    if (recent.length <= PATIENCE.crashes) return { action: CloseAction.Restart, handled: true };
    this.givenUp();
    return { action: CloseAction.DoNotRestart, handled: true };
  }
}

function describe(state: State): string {
  switch (state.kind) {
    case 'starting':
      return `starting ${state.path}`;
    case 'running':
      return `running ${state.path} ${state.version}`;
    case 'missing':
    case 'failed':
      return state.message;
    default:
      return state.kind;
  }
}
