/** What a user does and sees, by the folder that is open. */
import assert from 'node:assert/strict';
import type { Window } from './window.ts';

type Scene = (window: Window) => Promise<void>;

const PROBLEMS = '.markers-panel .monaco-list-row';
const ACTIONS = '.action-widget .monaco-list-row.action';
const NOTICE = '.notifications-toasts .notification-list-item';
const SUGGESTIONS = '.suggest-widget.visible .monaco-list-row';

const GRAPH = '.editor-actions .action-label[aria-label^="asllint: Show the graph"], .editor-actions .action-label[aria-label^="Show the graph"]';

export const SCENES: Record<string, Record<string, Scene>> = {
  shop: {
    'a mistake is underlined and listed': async (window) => {
      await window.open('order.asl.json');
      await window.see('.squiggly-error');
      await window.see('.squiggly-warning');
      await window.press('Control+Shift+m');
      await window.see(PROBLEMS, 'there is no state "Wrp"; did you mean "Wrap"?');
      await window.see(PROBLEMS, 'there is no state "Tell"');
      await window.see(PROBLEMS, 'did you mean "States.Timeout"?');
      await window.picture('problems');
      await window.press('Control+j');
      await window.seeNoMore('.markers-panel');
    },
    'hovering over it tells what is wrong, and about the field': async (window) => {
      await window.press('Control+1');
      await window.goTo(14, 82);
      await window.press('Control+k', 'Control+i');
      const hover = await window.see('.monaco-hover:not(.hidden)', 'did you mean "Wrap"?');
      assert.match(await hover.innerText(), /asllint\s?\(?unknown-target/);
      await window.picture('hover');
      await window.press('Escape');
    },
    'the quick fixes are offered, and the first one mends it': async (window) => {
      await window.goTo(14, 85);
      await window.press('Control+.');
      await window.see(ACTIONS, 'write "Wrap"');
      assert.deepEqual(await window.texts(ACTIONS), [
        'write "Wrap"',
        'create the state "Wrp"',
        'ignore "unknown-target" here',
      ]);
      await window.picture('quick-fix');
      await window.press('Enter');
      await window.seeNoMore('.squiggly-error');
      await window.see('.view-line', /"Next":\s"Wrap"\}\]/);
    },
    'completion names the states, and takes the chosen one': async (window) => {
      await window.goTo(15, 19);
      for (const _ of 'Ship') await window.press('Delete');
      await window.press('Control+Space');
      await window.see(SUGGESTIONS, 'Ship');
      await window.picture('completion');
      await window.type('Shi');
      await window.see(`${SUGGESTIONS}.focused`, 'Ship');
      await window.press('Enter');
      await window.seeNoMore('.suggest-widget.visible');
      await window.see('.view-line', /"Default":\s"Ship"/);
    },
    'completion names the fields of an answer, each with its type': async (window) => {
      await window.goTo(8, 87);
      for (const _ of 'Payload') await window.press('Delete');
      await window.press('Control+Space');
      await window.see(SUGGESTIONS, 'StatusCode');
      await window.picture('data');
      await window.type('Payl');
      await window.see(`${SUGGESTIONS}.focused`, 'Payload');
      await window.press('Enter');
      await window.seeNoMore('.suggest-widget.visible');
      await window.see('.view-line', /"\$\.Payload"/);
    },
    'the language status tells the version': async (window) => {
      const item = await window.see('#status\\.languageStatus');
      await item.hover();
      await window.see('.hover-language-status', /asllint \d+\.\d+\.\d+/);
      await window.picture('status');
    },
    'a block in a template is underlined, its expressions are coloured': async (window) => {
      await window.open('template.yaml');
      await window.see('.squiggly-error');
      await window.see('.view-line', '$states');
      await window.picture('template');
    },
  },
  'our graph': {
    'a button shows the graph beside the text, with what was found': async (window) => {
      await window.open('order.asl.json');
      await window.see('.squiggly-error');
      await (await window.see(GRAPH)).click();
      const graph = window.graph();
      await graph.locator('.state.error .badge').waitFor();
      await graph.locator('.ghost', { hasText: 'Dnoe' }).waitFor();
      await graph.locator('.state', { hasText: 'Thumbnail' }).first().waitFor();
    },
    'a click on a state goes to its text, and the cursor marks its state': async (window) => {
      const graph = window.graph();
      await graph.locator('[data-pointer$="/States/Done"]').click();
      await window.see('#status\\.editor\\.selection', 'Ln 14, Col');
      await graph.locator('.chosen[data-pointer$="/States/Done"]').waitFor();
      await window.goTo(9, 30);
      await graph.locator('.chosen[data-pointer$="/States/Thumbnail"]').waitFor();
      await window.picture('graph');
    },
    'the badge goes when the mistake does': async (window) => {
      await window.goTo(12, 16);
      for (const _ of 'Dnoe') await window.press('Delete');
      await window.type('Done');
      const graph = window.graph();
      await graph.locator('.ghost').waitFor({ state: 'detached' });
      await graph.locator('.badge').waitFor({ state: 'detached' });
    },
    'a Map is closed and opened': async (window) => {
      const graph = window.graph();
      await graph.locator('[data-toggle]').click();
      await graph.locator('.call', { hasText: 'Map ▸ 1 state' }).waitFor();
      await graph.locator('[data-pointer$="/States/Thumbnail"]').waitFor({ state: 'detached' });
      await graph.locator('[data-toggle]').click();
      await graph.locator('[data-pointer$="/States/Thumbnail"]').waitFor();
    },
    'all machines of a template are shown': async (window) => {
      await window.press('Control+1');
      await window.open('template.yaml');
      await (await window.see(GRAPH)).click();
      const graph = window.graph();
      await graph.locator('h2', { hasText: 'Orders' }).waitFor();
      await graph.locator('h2', { hasText: 'Returns' }).waitFor();
      await graph.locator('[data-pointer="1:/States/Refund"]').click();
      await window.see('#status\\.editor\\.selection', 'Ln 16, Col');
    },
  },
  notice: {
    'a missing executable is told once, with two ways out': async (window) => {
      await window.open('order.asl.yaml');
      const notice = await window.see(NOTICE, 'There is no executable "/does/not/exist/asllint"');
      assert.deepEqual(await window.texts('.notifications-toasts .monaco-button'), [
        'Open the setting',
        'Try again',
      ]);
      await window.picture('missing');
      const ours = window.page.locator(NOTICE, { hasText: 'There is no executable' });
      assert.equal(await ours.count(), 1);
      await notice.getByText('Open the setting').click();
      await window.see('.settings-editor .setting-item-contents', 'asllint executable');
    },
  },
};
