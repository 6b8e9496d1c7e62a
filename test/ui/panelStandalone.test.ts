import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { failure } from '../../src/shared/failures';
import type { PanelMessage, PanelTab } from '../../src/shared/protocol';
import { newRun, reduce, settled } from '../../src/shared/run';
import { english } from '../../src/webview/words';
import { events, fold, messages, runId, snapshot } from '../fixtures/panelMessages';
import {
  addressOf,
  findChromium,
  launchChromium,
  openPanel,
  type PanelPage,
  type PanelPageOptions,
  servePanel,
  type ThemeName,
} from '../fixtures/panelPage';
import {
  accessibilityFaults,
  type Colour,
  loaded,
  picture,
  pixels,
  progressNow,
  status,
  table,
} from '../fixtures/panelProbe';
import { runEvents, startedAt } from '../fixtures/runEvents';
import { skip } from '../harness/skip';

const themes: readonly ThemeName[] = ['dark', 'light', 'hc', 'hc-light'];
const screenshots = fileURLToPath(new URL('../../artifacts/screenshots', import.meta.url));

describe('the training panel, in a browser under the strict policy', () => {
  let browser: Browser;
  let server: Server;
  let open: PanelPage[] = [];
  let close = () => Promise.resolve();

  before(async function () {
    const executablePath = findChromium();
    if (executablePath === null) skip(this, 'no Chromium (set CHROMIUM_PATH)');
    browser = await launchChromium(executablePath);
    server = await servePanel();
    close = async () => {
      server.close();
      await browser.close();
    };
    await mkdir(screenshots, { recursive: true });
  });

  after(() => close());

  afterEach(async () => {
    for (const panel of open) {
      assert.deepEqual(panel.errors(), []);
      assert.deepEqual(await panel.violations(), []);
      await panel.page.close();
    }
    open = [];
  });

  const show = async (options: PanelPageOptions = {}): Promise<PanelPage> => {
    const panel = await openPanel(browser, addressOf(server), { now: startedAt + 60_000, ...options });
    open.push(panel);
    return panel;
  };
  const shoot = (panel: PanelPage, name: string) =>
    panel.page.screenshot({ path: path.join(screenshots, `panel-${name}.png`), fullPage: true });

  it('says it is ready, shows the stage, then the batches as they come, then the end', async () => {
    const panel = await show();
    assert.deepEqual(await panel.posted(), [{ type: 'ready' }]);
    await panel.post(snapshot(newRun(runId)));
    assert.deepEqual(await status(panel), 'starting');
    assert.equal(await panel.page.locator('canvas').count(), 0);

    await panel.post(...messages(0, 3));
    assert.equal(await progressNow(panel), 20);
    await panel.post(...messages(3, 60));
    assert.equal(await status(panel), 'running');
    assert.equal(await panel.page.locator('canvas').count(), 4);
    assert.equal(await progressNow(panel), 60);

    await panel.post(...messages(60));
    assert.equal(await status(panel), 'finished');
    assert.equal(await progressNow(panel), 100);
    assert.deepEqual(await panel.state(), { runId, tab: 'curves' });
  });

  it('draws each chart’s lines', async () => {
    const panel = await show();
    await panel.post(snapshot(fold()));
    const blue: Colour = [55, 148, 255];
    const orange: Colour = [209, 134, 22];
    const drawn = await Promise.all([0, 1, 2, 3].map((chart) => pixels(panel, chart, [blue, orange])));
    assert.ok(
      drawn.every(([training]) => (training ?? 0) > 300),
      JSON.stringify(drawn),
    );
    assert.ok(
      drawn.slice(0, 2).every(([, validation]) => (validation ?? 0) > 200),
      JSON.stringify(drawn),
    );
    assert.ok(
      drawn.slice(2).every(([, validation]) => validation === 0),
      JSON.stringify(drawn),
    );
  });

  it('shows in the table what the events hold', async () => {
    const panel = await show();
    const run = fold();
    await panel.post(snapshot(run));
    const best = english.text('best');
    assert.deepEqual(
      await table(panel, 0),
      run.epochs.map(({ epoch, accuracy, validationAccuracy }) => [
        String(epoch),
        english.share(accuracy),
        english.share(validationAccuracy),
        epoch === 4 ? best : '',
      ]),
    );
    assert.deepEqual(
      await table(panel, 3),
      run.batches.map(({ step, loss }) => [String(step), english.loss(loss)]),
    );
  });

  it('looks the same from a snapshot as from the events', async () => {
    const [streamed, reread] = [await show(), await show()];
    await streamed.post(snapshot(newRun(runId)), ...messages(0, 80));
    await reread.post(snapshot(fold(80)));
    const tree = await streamed.page.locator('body').ariaSnapshot();
    assert.ok(tree.includes(runId));
    assert.equal(tree, await reread.page.locator('body').ariaSnapshot());
    for (let chart = 0; chart < 4; chart++)
      assert.equal(await picture(streamed, chart), await picture(reread, chart));
    assert.deepEqual(await streamed.page.screenshot(), await reread.page.screenshot());
  });

  it('keeps its charts and its pace over 2,000 batches', async () => {
    const panel = await show();
    const long = runEvents({ epochs: 4, batches: 600 });
    await panel.post(snapshot(newRun(runId)));
    await panel.post(...long.slice(0, 20).map((event): PanelMessage => ({ type: 'event', runId, event })));
    await panel.page
      .locator('canvas')
      .first()
      .evaluate((canvas) => canvas.setAttribute('data-first', 'yes'));
    await panel.post(...long.slice(20).map((event): PanelMessage => ({ type: 'event', runId, event })));
    const text = await panel.page.locator('header').innerText();
    assert.ok(text.includes(english.text('progress.epoch', { epoch: 4, epochs: 4 })), text);
    assert.equal(await panel.page.locator('canvas[data-first]').count(), 1);
  });

  it('passes on what a person asks for, and shows what can be done now', async () => {
    const panel = await show();
    await panel.post(snapshot(fold(60)));
    await panel.page.getByRole('button', { name: english.text('button.stop') }).click();
    await panel.post(snapshot({ ...fold(60), status: 'stopping' }));
    assert.equal(await panel.page.locator('vscode-button:not([disabled])').count(), 0);
    await panel.post(snapshot(settled(fold(60))));
    assert.equal(await status(panel), 'interrupted');
    await panel.page.getByRole('button', { name: english.text('button.resume') }).press('Enter');
    await panel.post(snapshot(fold()));
    await panel.page.getByRole('button', { name: english.text('button.report') }).click();
    const asked = (await panel.posted()).map((intent) => intent.type);
    assert.deepEqual(asked, ['ready', 'stop', 'resume', 'openReport']);
  });

  it('opens a sample by keyboard', async () => {
    const panel = await show({ kept: { runId, tab: 'samples' } });
    await panel.post(snapshot(fold(60)));
    await loaded(panel);
    await panel.page.getByRole('tab', { selected: true }).focus();
    for (let stop = 0; stop < 3; stop++) await panel.page.keyboard.press('Tab');
    await panel.page.keyboard.press('Enter');
    const photos = fold(60).samples.map((sample) => sample.photo);
    assert.deepEqual((await panel.posted()).at(-1), { type: 'openPhoto', photo: photos[1] });
    await panel.page.getByRole('button', { name: english.text('samples.browse') }).click();
    assert.deepEqual((await panel.posted()).at(-1), { type: 'browsePhotos' });
  });

  it('walks its tabs with the arrows, Home and End, and remembers the one it was left in', async () => {
    const panel = await show();
    await panel.post(snapshot(fold()));
    await panel.page.getByRole('tab', { selected: true }).focus();
    const keys = ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft', 'Home', 'End'];
    const tabs: PanelTab[] = ['samples', 'report', 'curves', 'report', 'curves', 'report'];
    for (const [place, tab] of tabs.entries()) {
      await panel.page.keyboard.press(keys[place] ?? '');
      await panel.post();
      assert.deepEqual(await panel.state(), { runId, tab });
      assert.equal(await panel.page.locator(`#tab-${tab}:focus`).getAttribute('aria-selected'), 'true');
      assert.equal(await panel.page.getByRole('tabpanel').count(), 1);
    }
  });

  it('sorts the classes of the report', async () => {
    const panel = await show();
    await panel.post(snapshot(fold(), 'report'));
    const shares = () => panel.page.locator('pet-class-table tbody tr td:nth-of-type(2)').allInnerTexts();
    const scores = fold().report?.perClass.map((score) => english.share(score.top1)) ?? [];
    assert.deepEqual(await shares(), [...scores].reverse());
    await panel.page.getByRole('button', { name: english.text('column.top1') }).click();
    assert.deepEqual(await shares(), scores);
    assert.equal(await panel.page.locator('[aria-sort=descending]').count(), 1);
  });

  it('announces epochs and the end, politely, and never a batch', async () => {
    const panel = await show();
    await panel.post(snapshot(fold(60)));
    const live = panel.page.locator('[aria-live=polite]');
    const at = events.findIndex((event, index) => index >= 60 && event.type === 'epoch');
    await panel.post(...messages(60, at));
    assert.equal(await live.innerText(), '');
    await panel.post(...messages(at, at + 1));
    const told = await live.innerText();
    assert.notEqual(told, '');
    await panel.post(...messages(at + 1));
    assert.notEqual(await live.innerText(), told);
  });

  it('reads its colours again when the theme changes', async () => {
    const panel = await show({ theme: 'dark' });
    await panel.post(snapshot(fold()));
    const before = await picture(panel, 0);
    await panel.wear('light');
    assert.notEqual(await picture(panel, 0), before);
    await panel.wear('dark');
    assert.equal(await picture(panel, 0), before);
    // Another theme of the same kind: the classes stay, the variables change.
    await panel.page.evaluate(() =>
      document.documentElement.style.setProperty('--vscode-charts-blue', '#ff00ff'),
    );
    await panel.post();
    assert.notEqual(await picture(panel, 0), before);
  });

  for (const theme of themes) {
    it(`has no serious fault of accessibility in ${theme}`, async () => {
      const failed = reduce(fold(60), {
        type: 'error',
        at: startedAt,
        failure: failure('crashed', { detail: 'SIGKILL' }),
      });
      const panel = await show({ theme });
      const faults: string[] = [];
      const check = async (name: string) => {
        await shoot(panel, `${name}-${theme}`);
        faults.push(...(await accessibilityFaults(panel)).map((fault) => `${name}: ${fault}`));
      };
      await panel.post(snapshot(fold(3)));
      await check('starting');
      await panel.post(snapshot(fold(72)));
      await panel.page.locator('summary').last().click();
      await check('curves');
      await panel.post(snapshot(failed));
      await check('failed');
      for (const tab of ['samples', 'report'] as const) {
        await panel.page.locator(`#tab-${tab}`).click();
        await panel.post(snapshot(fold()));
        if (tab === 'samples') await loaded(panel);
        await check(tab);
      }
      assert.deepEqual(faults, []);
    });
  }

  const widths: [number, 'en' | 'es'][] = [
    [400, 'en'],
    [400, 'es'],
    [1600, 'en'],
  ];
  for (const [width, language] of widths) {
    it(`fits ${String(width)} pixels, without scrolling sideways (${language})`, async () => {
      const bundle = await readFile(new URL('../../l10n/bundle.l10n.es.json', import.meta.url), 'utf8');
      const spanish = language === 'es' ? (JSON.parse(bundle) as Record<string, string>) : undefined;
      const panel = await show({ width });
      for (const tab of ['curves', 'samples', 'report'] as const) {
        await panel.post(snapshot(fold(), tab, spanish));
        await panel.page.locator(`#tab-${tab}`).click();
        await panel.post();
        const scroll = await panel.page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        );
        assert.ok(scroll <= 0, `${tab} is ${String(scroll)} pixels too wide`);
        if (tab === 'samples') await loaded(panel);
        await shoot(panel, `${tab}-${String(width)}-${language}`);
      }
    });
  }
});
