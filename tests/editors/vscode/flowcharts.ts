/**
 * Flowcharts in the real Mermaid, in a browser: each is drawn, and shows all of its names.
 *
 * node flowcharts.ts CHROMIUM CHARTS. CHARTS is JSON: a list of `{name, text, shown}`, `shown` being texts
 * that have to be read in the picture. Prints one line of JSON for each.
 */
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

interface Chart {
  name: string;
  text: string;
  shown: string[];
}

const [executablePath = '', file = ''] = process.argv.slice(2);
const charts = JSON.parse(readFileSync(file, 'utf8')) as Chart[];
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const page = await browser.newPage();
const requests: string[] = [];
page.on('request', (request) => requests.push(request.url()));
await page.setContent('<!DOCTYPE html><title>Flowcharts</title><body></body>');
await page.addScriptTag({ path: 'node_modules/mermaid/dist/mermaid.min.js' });
// As GitHub has it: `strict`, which shows all text as text.
await page.evaluate(`mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' })`);

async function wrong(chart: Chart, number: number): Promise<string | null> {
  const text = JSON.stringify(chart.text);
  const told = (await page.evaluate(`(async () => {
    const { svg } = await mermaid.render('chart${String(number)}', ${text});
    document.body.innerHTML = svg;
    return document.body.textContent;
  })()`)) as string;
  const plain = told.replaceAll(/\s+/g, ' ');
  const missing = chart.shown.filter((one) => !plain.includes(one));
  return missing.length ? `not shown: ${JSON.stringify(missing)}, but ${plain}` : null;
}

for (const [number, chart] of charts.entries()) {
  const start = Date.now();
  const error = await wrong(chart, number).catch((thrown: unknown) => String(thrown));
  console.log(JSON.stringify({ suite: 'flowchart', name: chart.name, error, ms: Date.now() - start }));
}
console.log(JSON.stringify({ suite: 'flowchart', name: 'nothing was asked of a network', error: requests.length ? String(requests) : null, ms: 0 }));
await browser.close();
