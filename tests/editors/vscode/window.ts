/** One VS Code window in the browser, as a user sees it. Everything waits for what can be seen. */
import assert from 'node:assert/strict';
import type { BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';

/** Milliseconds for anything to be seen. */
const PATIENCE = 30_000;
const SIZE = { width: 1280, height: 760 };

export class Window {
  #page: Page | undefined;
  readonly #context: BrowserContext;
  readonly #address: string;
  readonly #folder: string;
  readonly #pictures: string;

  constructor(context: BrowserContext, address: string, folder: string, pictures: string) {
    this.#context = context;
    this.#address = address;
    this.#folder = folder;
    this.#pictures = pictures;
  }

  get page(): Page {
    assert(this.#page, 'no file is open yet');
    return this.#page;
  }

  /** Opens the folder with one of its files in the editor, or another file in the open window. */
  async open(file: string): Promise<void> {
    if (this.#page === undefined) {
      this.#page = await this.#context.newPage();
      await this.page.setViewportSize(SIZE);
      this.page.setDefaultTimeout(PATIENCE);
      const host = new URL(this.#address).host;
      const payload = [['openFile', `vscode-remote://${host}${this.#folder}/${file}`]];
      const query = new URLSearchParams({ folder: this.#folder, payload: JSON.stringify(payload) });
      await this.page.goto(`${this.#address}/?${query}`);
    } else {
      await this.press('Control+p');
      const input = await this.see('.quick-input-widget input');
      await input.fill(file);
      await this.see('.quick-input-list .monaco-list-row.focused', file);
      await this.press('Enter');
    }
    await this.see(`.tab.active[aria-label^="${file}"]`);
    await this.see('.monaco-editor .view-line');
  }

  async close(): Promise<void> {
    await this.#page?.close();
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** The page in the graph that is shown. */
  graph(): FrameLocator {
    return this.page.locator('iframe.webview.ready').last().contentFrame().locator('#active-frame').contentFrame();
  }

  /** Waits for something to be seen. */
  async see(selector: string, text?: string | RegExp): Promise<Locator> {
    const all = this.page.locator(selector);
    const found = (text === undefined ? all : all.filter({ hasText: text })).first();
    await found.waitFor();
    return found;
  }

  async seeNoMore(selector: string): Promise<void> {
    await this.page.waitForFunction((given) => document.querySelector(given) === null, selector);
  }

  /** Puts the cursor at a line and column, as the status bar counts them. */
  async goTo(line: number, column: number): Promise<void> {
    await this.press('Control+g');
    const input = await this.see('.quick-input-widget input');
    await input.fill(`:${line}:${column}`);
    await this.press('Enter');
    await this.see('#status\\.editor\\.selection', `Ln ${line}, Col ${column}`);
  }

  /** The texts of all rows of a list, blanks and line breaks made one blank. */
  async texts(selector: string): Promise<string[]> {
    const texts = await this.page.locator(selector).allInnerTexts();
    return texts.map((text) => text.replace(/[\s\u00a0]+/g, ' ').trim());
  }

  async picture(name: string): Promise<void> {
    const path = name.startsWith('/') ? `${name}.png` : `${this.#pictures}/${name}.png`;
    await this.page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  }
}
