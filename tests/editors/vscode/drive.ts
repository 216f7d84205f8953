/**
 * The browser's part: opens a window for each suite of the extension host, waits for its results, and
 * plays a user in the windows for pictures. Prints one line of JSON for each test.
 *
 * node drive.ts PLAN, where the plan is a JSON file that run.py has written.
 */
import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { SCENES } from './scenes.ts';
import { Window } from './window.ts';

interface Plan {
  readonly chromium: string;
  readonly results: string;
  readonly pictures: string;
  /** The address of a server, by the name of a folder. */
  readonly suites: Record<string, string>;
  readonly scenes: Record<string, string>;
  readonly folders: string;
}

/** What the extension host has written so far; `running` is the test that it is at, if it is at one. */
interface Suite {
  readonly version: string;
  readonly running: string | null;
  readonly tests: readonly { readonly name: string; readonly error: string | null; readonly ms: number }[];
}

/** Seconds without any news from a window; a test that does not end tells so itself after 40. */
const PATIENCE = 90;

/** What stops a window: dialogs that nobody answers, and what they would say. */
const NOTICES = '.monaco-dialog-box, .notification-toast';

const plan = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Plan;

function report(suite: string, name: string, error: string | null, ms: number): void {
  console.log(JSON.stringify({ suite, name, error, ms }));
}

async function playSuite(context: BrowserContext, name: string, address: string): Promise<void> {
  let last = Date.now();
  let told = 0;
  let suite: Suite = { version: '', running: 'the window opens', tests: [] };
  const file = path.join(plan.results, `${name}.json`);
  const page = await context.newPage();
  try {
    await page.goto(`${address}/?folder=${encodeURIComponent(path.join(plan.folders, name))}`);
    while (suite.running !== null) {
      await page.waitForTimeout(50);
      if (existsSync(file)) suite = JSON.parse(readFileSync(file, 'utf8')) as Suite;
      for (const test of suite.tests.slice(told)) report(name, test.name, test.error, test.ms);
      if (suite.tests.length > told) [last, told] = [Date.now(), suite.tests.length];
      if (Date.now() - last > PATIENCE * 1000) throw new Error(await stuck(page, name));
    }
  } catch (error) {
    report(name, suite.running ?? 'the suite runs', String(error), Date.now() - last);
  } finally {
    await page.close();
  }
}

/** Why there may be no news, for those who only have the output; the picture is for the others. */
async function stuck(page: Page, name: string): Promise<string> {
  await page.screenshot({ path: path.join(plan.results, `${name}.png`) });
  const seen = await page.locator(NOTICES).allInnerTexts();
  return [`no news for ${PATIENCE} seconds; the window shows:`, ...seen].join('\n');
}

async function playScenes(context: BrowserContext, name: string, address: string): Promise<void> {
  const window = new Window(context, address, path.join(plan.folders, name), plan.pictures);
  for (const [title, scene] of Object.entries(SCENES[name] ?? {})) {
    const start = Date.now();
    let error: string | null = null;
    try {
      await scene(window);
    } catch (thrown) {
      error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
      await window.picture(path.join(plan.results, `${name}-failed`)).catch(() => undefined);
    }
    report(name, title, error, Date.now() - start);
  }
  await window.close();
}

const browser = await chromium.launch({ executablePath: plan.chromium, args: ['--no-sandbox'] });
try {
  // One context, so that VS Code's files are fetched once; small windows, since nobody looks at them.
  const context = await browser.newContext({ viewport: { width: 400, height: 300 } });
  for (const [name, address] of Object.entries(plan.scenes)) await playScenes(context, name, address);
  // One after another: two at once take longer, and the one behind may get no time at all.
  for (const [name, address] of Object.entries(plan.suites)) await playSuite(context, name, address);
} finally {
  await browser.close();
}
