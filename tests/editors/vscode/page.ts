/**
 * The page of `asllint graph --format html` in a browser: clicks, search, and no request but for itself.
 *
 * node page.ts CHROMIUM PAGE. Prints one line of JSON for each test.
 */
import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import { chromium, type Page } from 'playwright-core';

const [executablePath = '', file = ''] = process.argv.slice(2);
const address = pathToFileURL(file).href;
const requests: string[] = [];
const complaints: string[] = [];

const TESTS: Record<string, (page: Page) => Promise<void>> = {
  'a click on a state tells what is known of it': async (page) => {
    await page.locator('nav button', { hasText: 'nested.asl.yaml' }).click();
    await page.locator('section:not([hidden]) [data-pointer$="/States/Thumbnail"]').click();
    assert.match(await page.locator('aside').innerText(), /^Thumbnail\nLambda: Invoke, line \d+\nComes in\n/);
    assert.equal(await page.locator('.chosen').count(), 1);
  },
  'a click on a finding leads to its state': async (page) => {
    await page.locator('nav button', { hasText: 'order.asl.json' }).click();
    await page.locator('aside .note').click();
    assert.equal(await page.locator('.chosen').getAttribute('data-pointer'), '/States/Ask for another card');
  },
  'a search leaves the machines with such a state, and dims the others': async (page) => {
    await page.locator('input').fill('thumb');
    assert.deepEqual(await page.locator('nav button:visible small').allInnerTexts(), [
      'tests/graph/nested.asl.yaml',
    ]);
    assert.equal(await page.locator('[data-pointer$="/States/Thumbnail"].dim').count(), 0);
    assert.equal(await page.locator('[data-pointer="/States/Prepare"].dim').count(), 1);
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.dim').count(), 0);
  },
  'names are text': async (page) => {
    await page.locator('nav button', { hasText: 'broken.asl.json' }).click();
    const name = '</script><b>&"\'';
    await page.locator('section:not([hidden]) .name', { hasText: name }).click();
    assert.equal(await page.locator('aside h2').innerText(), name);
  },
  'what was shown is shown again once the page is loaded anew': async (page) => {
    await page.locator('nav button', { hasText: 'nested.asl.yaml' }).click();
    await page.locator('section:not([hidden]) [data-pointer$="/States/Thumbnail"]').click();
    await page.locator('input').fill('thumb');
    await page.evaluate('again()');
    await page.waitForFunction(`document.querySelector('input').value === 'thumb' && document.querySelector('.dim')`);
    assert.match(await page.locator('aside').innerText(), /^Thumbnail\n/);
    assert.equal(await page.locator('.chosen').count(), 1);
    assert.equal(requests.pop()?.split('#')[0], address);
  },
  'nothing was asked of a network, and nothing was refused': () => {
    assert.deepEqual(requests, [address]);
    assert.deepEqual(complaints, []);
    return Promise.resolve();
  },
};

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const page = await browser.newPage();
page.setDefaultTimeout(30_000);
page.on('request', (request) => requests.push(request.url()));
page.on('console', (message) => complaints.push(message.text()));
page.on('pageerror', (error) => complaints.push(String(error)));
await page.goto(address);
for (const [name, test] of Object.entries(TESTS)) {
  const start = Date.now();
  let error: string | null = null;
  try {
    await test(page);
  } catch (thrown) {
    error = String(thrown);
  }
  console.log(JSON.stringify({ suite: 'page', name, error, ms: Date.now() - start }));
}
await browser.close();
