import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import * as v from 'valibot';
import { layout } from '../../src/shared/layout';
import { breedTitle, manifestSchema, type Manifest } from '../../src/shared/manifest';
import { panelTabs } from '../../src/shared/protocol';
import type { Run } from '../../src/shared/run';
import { english } from '../../src/webview/words';
import { screenshot, setTheme } from '../harness/browser';
import { skip } from '../harness/skip';
import {
  accept,
  explorerContextMenu,
  explorerRow,
  notification,
  pick,
  quickInput,
  runCommand,
  webview,
} from '../harness/workbench';
import {
  answerTraining,
  clearNotifications,
  openSession,
  putPhotos,
  runOnDisk,
  type Session,
  until,
} from './session';

const dataset = 'drawn-pets';
const run = `${dataset}-1`;
const epochs = 12;

describe('the workshop, in a real editor', function () {
  this.timeout(300_000);
  let session: Session;
  let page: Page;
  let photos: string[] = [];
  let panel: FrameLocator;
  let broken = false;
  let close = () => Promise.resolve();

  before(async function () {
    this.timeout(900_000);
    session = await openSession(this, {
      fill: async (workspace) => {
        photos = await putPhotos(workspace, 3);
      },
    });
    page = session.page;
    close = () => session.close();
  });

  after(() => close());

  beforeEach(function () {
    if (broken) skip(this, 'an earlier step of the story failed');
  });

  afterEach(async function () {
    const test = this.currentTest;
    if (test?.state !== 'failed') return;
    broken = true;
    await screenshot(page, `failed-${test.title.replace(/\W+/g, '-')}`);
  });

  it('prepares drawn pets from the palette', async () => {
    await runCommand(page, 'Pet CV: Prepare Dataset');
    await pick(page, 'Drawn pets');
    await nameIsAsked(page);
    await screenshot(page, 'workshop-name');
    await accept(page);
    const told = notification(page, new RegExp(`${dataset}.*\\d`)).filter({ hasText: 'Train Model' });
    await told.waitFor({ timeout: 200_000 });
    await screenshot(page, 'workshop-prepared');
    const { files, classes } = await manifest(session);
    const count = (part: string) => files.filter((file) => file.part === part).length;
    const text = await told.locator('.notification-list-item-message').innerText();
    assert.deepEqual(numbers(text), [count('train'), count('validation'), classes.length]);
    await clearNotifications(page);
  });

  it('asks what to train in seven steps, answered from the keyboard', async () => {
    await answerTraining(page, [null, null, String(epochs), '64', '16', null, null]);
    panel = await webview(page, `Training ${run}`);
    await hasStatus(panel, 'running');
    const { config } = await disk();
    assert.ok(config !== null);
    assert.deepEqual(
      [config.epochs, config.imageSize, config.batchSize, config.seed, config.preset],
      [epochs, 64, 16, 1, 'workshop'],
    );
  });

  it('shows the photos it learns from under their breeds, then numbers that move', async () => {
    const moving = panel.locator('.progress .figure');
    const before = await moving.innerText();
    await until('the numbers move', async () => ((await moving.innerText()) === before ? null : true));

    await panel.locator('#tab-samples').click();
    await until('the samples are loaded', () => allLoaded(panel));
    const { samples } = await disk();
    const { classes } = await manifest(session);
    assert.deepEqual(
      await panel.locator('pet-sample-grid .breed').allInnerTexts(),
      samples.map(({ label }) => breedTitle(classes[label] ?? '')),
    );
    assert.equal(new Set(samples.map(({ label }) => label)).size, classes.length);

    await panel.locator('#tab-curves').click();
    await until('four charts are drawn', async () =>
      (await panel.locator('canvas').count()) === 4 ? true : null,
    );
  });

  it('stops when asked in the panel, and keeps what it trained', async () => {
    await until('an epoch is done', async () => ((await disk()).epochs.length > 0 ? true : null));
    await panel.getByRole('button', { name: english.text('button.stop') }).click();
    await hasStatus(panel, 'stopped');
    const stopped = await disk();
    assert.equal(stopped.status, 'stopped');
    assert.ok(stopped.epoch < epochs, 'the training was over before it could be stopped');
    assert.ok(stopped.checkpoints.last !== undefined);
    await screenshot(page, 'workshop-stopped');
  });

  it('goes on from there when asked in the panel, to the end', async () => {
    const before = (await disk()).epochs;
    await panel.getByRole('button', { name: english.text('button.resume') }).click();
    await hasStatus(panel, 'finished');
    const done = await disk();
    assert.equal(done.status, 'finished');
    assert.deepEqual(
      done.epochs.map(({ epoch }) => epoch),
      Array.from({ length: epochs }, (_, index) => index + 1),
    );
    assert.deepEqual(done.epochs.slice(0, before.length), before);
    assert.deepEqual(await chartRows(panel), epochRows(done));
  });

  it('reports the numbers of report.json', async () => {
    await panel.locator('#tab-report').click();
    const text = await readFile(
      path.join(session.workspace, 'pet-cv', layout.runs, run, layout.report),
      'utf8',
    );
    const { report } = await disk();
    assert.ok(report !== null);
    assert.deepEqual(JSON.parse(text), report);
    const { score, perClass } = report;
    assert.deepEqual(
      await panel.locator('.rank .share').allInnerTexts(),
      [score.top1, score.top3, score.top5].map((share) => english.share(share)),
    );
    const { files } = await manifest(session);
    assert.equal(score.photos, files.filter((file) => file.part === 'validation').length);
    const shown = await panel.locator('pet-report dd').first().innerText();
    assert.deepEqual(numbers(shown), [score.photos]);
    assert.deepEqual(
      (await panel.locator('pet-class-table tbody td:nth-of-type(2)').allInnerTexts()).sort(),
      perClass.map(({ top1 }) => english.share(top1)).sort(),
    );
  });

  for (const theme of ['light', 'dark', 'hc'] as const) {
    it(`shows its three tabs in ${theme}`, async () => {
      await setTheme(page, theme);
      for (const tab of panelTabs) {
        await panel.locator(`#tab-${tab}`).click();
        await panel.locator(`#tab-${tab}[aria-selected=true]`).waitFor();
        await until('the tab shows', async () => (tab === 'samples' ? allLoaded(panel) : true));
        await screenshot(page, `workbench-${tab}-${theme}`);
      }
      await page.locator('.notification-toast').waitFor({ state: 'hidden' });
    });
  }

  it('names the breed of a photo that is right-clicked in the Explorer', async () => {
    const [photo = ''] = photos;
    await explorerContextMenu(page, photo, 'Classify breed');
    const answer = notification(page, photo);
    await answer.waitFor();
    await screenshot(page, 'workshop-classified');
    await isAnswer(await answer.locator('.notification-list-item-message').innerText());
    await clearNotifications(page);
  });

  it('lists the breeds of several selected photos', async () => {
    await explorerContextMenu(page, photos.slice(1), 'Classify breed');
    const rows = quickInput(page).locator('.monaco-list-row');
    await until('both are answered', async () => {
      const texts = await rows.allInnerTexts();
      return texts.length === 2 && texts.every((text) => /\d ?%/.test(text)) ? true : null;
    });
    await screenshot(page, 'workshop-classified-list');
    const { classes } = await manifest(session);
    const texts = await rows.allInnerTexts();
    for (const [index, photo] of photos.slice(1).entries()) {
      assert.ok(texts[index]?.includes(photo), texts.join());
      assert.ok(classes.some((name) => texts[index]?.includes(breedTitle(name))));
    }
    await page.keyboard.press('Escape');
  });

  it('names the breed from the title of an open photo', async () => {
    const [, photo = ''] = photos;
    await (await explorerRow(page, photo)).dblclick();
    const tab = page.locator('.tab', { hasText: photo });
    await tab.waitFor();
    const preview = page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
    await preview.locator('img').waitFor();
    await page
      .locator('.editor-actions')
      .getByRole('button', { name: /Classify breed/ })
      .click();
    const answer = notification(page, photo);
    await answer.waitFor();
    await isAnswer(await answer.locator('.notification-list-item-message').innerText());
    await screenshot(page, 'workshop-classified-open');
    await clearNotifications(page);
  });

  it('finds a training again that a reload of the window cut off, and goes on with it', async () => {
    const second = `${dataset}-2`;
    await answerTraining(page, [null, null, '200', null, null, null, null]);
    await webview(page, `Training ${second}`);
    // In a browser the editor writes down what its panels show every five seconds; a page that is left cannot.
    await page.waitForTimeout(15_000);
    const trained = await until('two epochs are done and the third runs', async () => {
      const seen = await runOnDisk(session.workspace, second);
      return seen !== null && seen.epochs.length >= 2 && seen.batch > 3 ? seen.epochs : null;
    });
    await page.reload({ waitUntil: 'domcontentloaded' });
    await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 90_000 });

    panel = await webview(page, `Training ${second}`);
    const resume = panel.getByRole('button', { name: english.text('button.resume') });
    await resume.waitFor({ timeout: 60_000 });
    await screenshot(page, 'workshop-reloaded');
    const cut = await disk(second);
    await hasStatus(panel, cut.status === 'stopped' ? 'stopped' : 'interrupted');
    assert.deepEqual(cut.epochs.slice(0, trained.length), trained);
    assert.deepEqual(await chartRows(panel), epochRows(cut));

    await resume.click();
    await until('another epoch is done', async () =>
      (await disk(second)).epochs.length > cut.epochs.length ? true : null,
    );
    await runCommand(page, 'Pet CV: Stop Training');
    await hasStatus(panel, 'stopped');
    const done = await disk(second);
    assert.deepEqual(done.epochs.slice(0, cut.epochs.length), cut.epochs);
    assert.deepEqual(await chartRows(panel), epochRows(done));
  });

  async function disk(id = run): Promise<Run> {
    return until('the run is on disk', () => runOnDisk(session.workspace, id));
  }

  /** The likeliest breed first, each with its percentage, and which model said so. */
  async function isAnswer(text: string): Promise<void> {
    const { classes } = await manifest(session);
    assert.ok(
      classes.some((name) => text.startsWith(`${breedTitle(name)} `)),
      text,
    );
    assert.ok(text.includes(run), text);
    const shares = [...text.matchAll(/(\d+) ?%/g)].map(([, digits]) => Number(digits));
    assert.equal(shares.length, 5);
    assert.deepEqual(
      shares,
      [...shares].sort((a, b) => b - a),
    );
  }
});

async function hasStatus(panel: FrameLocator, status: Run['status']): Promise<void> {
  await panel.locator(`.status.${status}`).waitFor({ timeout: 200_000 });
}

async function allLoaded(panel: FrameLocator): Promise<true | null> {
  const widths = await panel
    .locator('pet-sample-grid img')
    .evaluateAll((images) =>
      images.map((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0)),
    );
  return widths.length > 0 && widths.every((width) => width > 0) ? true : null;
}

function epochRows(run: Run): string[] {
  return run.epochs.map(({ epoch, accuracy, validationAccuracy }) =>
    [String(epoch), english.share(accuracy), english.share(validationAccuracy)].join(' '),
  );
}

/** Epoch, training and validation accuracy of each row of the table behind the first chart. */
async function chartRows(panel: FrameLocator): Promise<string[]> {
  const chart = panel.locator('pet-line-chart').first();
  await chart.locator('summary').click();
  await chart.locator('tbody tr').first().waitFor();
  const rows = await chart.locator('tbody tr').all();
  const cells = await Promise.all(rows.map((row) => row.locator('th, td').allInnerTexts()));
  await chart.locator('summary').click();
  return cells.map((texts) => texts.slice(0, 3).join(' '));
}

async function nameIsAsked(page: Page): Promise<void> {
  await until('the name is asked for', async () =>
    (await quickInput(page).locator('input.input').inputValue()) === dataset ? true : null,
  );
}

async function manifest({ workspace }: Session): Promise<Manifest> {
  const file = path.join(workspace, 'pet-cv', layout.datasets, dataset, layout.manifest);
  return v.parse(manifestSchema, JSON.parse(await readFile(file, 'utf8')));
}

function numbers(text: string): number[] {
  return [...text.matchAll(/\d+/g)].map(([digits]) => Number(digits));
}
