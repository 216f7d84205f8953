/**
 * The browser's part: opens a window for each suite of the extension host, waits for its results, and
 * plays a user in the windows for pictures. Prints one line of JSON for each test.
 *
 * node drive.ts PLAN, where the plan is a JSON file that run.py has written.
 */
import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
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

interface Suite {
  readonly version: string;
  readonly tests: readonly { readonly name: string; readonly error: string | null; readonly ms: number }[];
}

/** Windows that are open at the same time; each has a server and an extension host of its own. */
const AT_ONCE = 2;

/** Seconds for a whole suite; they take a few. */
const PATIENCE = 100;

const plan = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Plan;

function report(suite: string, name: string, error: string | null, ms: number): void {
  console.log(JSON.stringify({ suite, name, error, ms }));
}

async function playSuite(context: BrowserContext, name: string, address: string): Promise<void> {
  const start = Date.now();
  const page = await context.newPage();
  const file = path.join(plan.results, `${name}.json`);
  try {
    await page.goto(`${address}/?folder=${path.join(plan.folders, name)}`);
    while (!existsSync(file)) {
      if (Date.now() - start > PATIENCE * 1000) {
        await page.screenshot({ path: path.join(plan.results, `${name}.png`) });
        throw new Error(`no results after ${PATIENCE} seconds`);
      }
      await page.waitForTimeout(50);
    }
    const { tests } = JSON.parse(readFileSync(file, 'utf8')) as Suite;
    for (const test of tests) report(name, test.name, test.error, test.ms);
  } catch (error) {
    report(name, 'the suite runs', String(error), Date.now() - start);
  } finally {
    await page.close();
  }
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
  const waiting = Object.entries(plan.suites);
  const player = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await playSuite(context, ...next);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, player));
} finally {
  await browser.close();
}
