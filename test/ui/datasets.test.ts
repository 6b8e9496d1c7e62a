import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import * as v from 'valibot';
import { augmentationPresets } from '../../src/shared/config';
import { type Health, healthSchema } from '../../src/shared/health';
import { layout } from '../../src/shared/layout';
import { type Manifest, manifestSchema } from '../../src/shared/manifest';
import { screenshot, setTheme } from '../harness/browser';
import { type MisbehavingServer, startMisbehavingServer } from '../harness/misbehavingServer';
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
import { blots } from '../trainer/dataSupport';
import { answerTraining, clearNotifications, openSession, runOnDisk, type Session, until } from './session';

const sample = fileURLToPath(new URL('../../../shared/data/oxford-sample', import.meta.url));
const oxford = 'oxford-pets';
const mine = 'my-photos';

describe('datasets, in a real editor, with real photos', function () {
  this.timeout(300_000);
  let server: MisbehavingServer | null = null;
  let session: Session;
  let page: Page;
  let panel: FrameLocator;
  let broken = false;
  let close = () => Promise.resolve();

  before(async function () {
    this.timeout(900_000);
    if (!existsSync(sample)) skip(this, 'no ../shared/data');
    server = await startMisbehavingServer({ root: sample });
    session = await openSession(this, {
      settings: { 'petCv.mirrors': [server.url] },
      fill: (workspace) => makeFaultyFolder(path.join(workspace, mine)),
      size: { width: 1400, height: 900 },
    });
    page = session.page;
    close = () => session.close();
  });

  after(async () => {
    await close();
    await server?.close();
  });

  beforeEach(function () {
    if (broken) skip(this, 'an earlier step of the story failed');
  });

  afterEach(async function () {
    const test = this.currentTest;
    if (test?.state !== 'failed') return;
    broken = true;
    await screenshot(page, `failed-${test.title.replace(/\W+/g, '-')}`);
  });

  it('welcomes who has no photos yet, with what can be done', async () => {
    await page.locator('.activitybar').getByRole('tab', { name: 'Pet CV' }).click();
    const welcome = page.locator('.welcome-view-content').first();
    for (const label of ['Download Dataset', 'Import Folder', 'Prepare Dataset']) {
      await welcome.getByRole('button', { name: label }).waitFor();
    }
    await screenshot(page, 'datasets-welcome');
  });

  it('says size, licence and source before a download, and stops it at once when asked', async () => {
    server?.plan('/images.tar.gz', [
      { kind: 'cut', after: 20_000_000 },
      { kind: 'cut', after: 20_000_000 },
      { kind: 'drip', bytes: 200_000, everyMs: 100 },
    ]);
    await runCommand(page, 'Pet CV: Download Dataset…');
    await quickInput(page).getByText('811 MB').first().waitFor();
    const offered = await quickInput(page).innerText();
    for (const word of ['23 MB', '792 MB', 'CC BY-SA 4.0']) assert.ok(offered.includes(word), word);
    await screenshot(page, 'datasets-download-which');
    await pick(page, 'Oxford-IIIT Pet with annotations');
    await quickInput(page).getByText('80 / 20').waitFor();
    await screenshot(page, 'datasets-download-split');
    await accept(page);
    await quickInput(page).getByText('Another Address or Folder…').waitFor();
    assert.match(await quickInput(page).innerText(), /CVPR 2012/);
    await screenshot(page, 'datasets-download-confirm');
    await accept(page);
    const going = notification(page, 'images.tar.gz');
    await going.waitFor();
    await until('the third request drips', () => ranges().length >= 3);
    await until('bytes are told', async () => /\d+ of \d+ MB/.test(await going.innerText()));
    await screenshot(page, 'datasets-download-going');
    await going.getByRole('button', { name: 'Cancel' }).click();
    await notification(page, 'The download was stopped').waitFor();
    assert.ok(!existsSync(folderOf(oxford)));
    const cuts = ranges().map(startOf);
    // What was still on its way when the connection broke is lost.
    for (const [index, cut] of cuts.entries()) {
      assert.ok(cut <= index * 20_000_000 && cut > index * 20_000_000 - 1_000_000, cuts.join());
    }
  });

  it('goes on where it was, to a dataset with the official split', async () => {
    await notification(page, 'The download was stopped')
      .getByRole('button', { name: 'Resume Download' })
      .click();
    await notification(page, 'Oxford-IIIT Pet is ready').waitFor({ timeout: 200_000 });
    await screenshot(page, 'datasets-download-ready');
    assert.ok(startOf(ranges()[3] ?? null) > 40_000_000);
    const { files, classes, licence, origin } = await manifest(oxford);
    assert.equal(classes.length, 37);
    assert.ok(files.length >= 1100, String(files.length));
    assert.ok(files.every(({ official }) => official !== undefined));
    assert.equal(licence, 'CC BY-SA 4.0');
    assert.equal(origin?.archives.length, 2);
    await clearNotifications(page);
  });

  it('lists the dataset with its classes, its split and its health', async () => {
    const { files, classes } = await manifest(oxford);
    const row = treeRow(page, 'Oxford-IIIT Pet');
    await row.waitFor();
    const facts = new RegExp(`${classes.length} breeds.*${files.length.toLocaleString('en')} photos`);
    await until('its facts are shown', async () => facts.test(await row.innerText()) || null);
    await row.click();
    await treeRow(page, 'Health').waitFor();
    const abyssinians = files.filter(({ path: file }) => file.startsWith('Abyssinian/'));
    const count = (part: string) => abyssinians.filter((file) => file.part === part).length;
    assert.match(
      await treeRow(page, 'Abyssinian').innerText(),
      new RegExp(`${count('train')} / ${count('validation')}`),
    );
    await screenshot(page, 'datasets-tree');
    // The line that has the focus is none of the title's business.
    const pane = page
      .locator('.pane', { has: page.locator('.pane-header', { hasText: 'Datasets' }) })
      .first();
    await pane.hover();
    await pane.getByRole('button', { name: 'Download Dataset' }).click();
    await quickInput(page).getByText('811 MB').first().waitFor();
    await page.keyboard.press('Escape');
    await row.click();
    await treeRow(page, 'Health').waitFor({ state: 'hidden' });
  });

  it('imports a folder from the Explorer and says what it left out', async () => {
    await runCommand(page, 'File: Focus on Files Explorer');
    // The folder that the download made has come into the list: nothing moves under the mouse any more.
    await explorerRow(page, 'pet-cv');
    await page.waitForTimeout(1000);
    await explorerContextMenu(page, mine, 'Import Folder as Dataset…');
    await until('the name is asked for', async () =>
      (await quickInput(page).locator('input.input').inputValue()) === mine ? true : null,
    );
    await accept(page);
    await notification(page, `${mine} is ready`).waitFor({ timeout: 60_000 });
    await screenshot(page, 'datasets-imported');
    const { skipped, classes } = await manifest(mine);
    assert.deepEqual(classes, ['Blue', 'Red', 'Stray']);
    assert.equal(skipped.length, 2);
    assert.ok(existsSync(path.join(session.workspace, mine, 'Red', 'torn.jpg')), 'the original is untouched');
    await clearNotifications(page);
  });

  it('shows every finding with its photos side by side', async () => {
    await runCommand(page, 'View: Show Pet CV');
    await page.keyboard.press('Escape');
    await openFinding();
    panel = await webview(page, mine);
    const kinds = await panel
      .locator('pet-health-tab .kind')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-kind')));
    const { findings } = await health(mine);
    assert.deepEqual(new Set(kinds), new Set(findings.map(({ kind }) => kind)));
    for (const kind of ['unreadable', 'empty', 'label-conflict', 'exact-copies', 'wrong-format']) {
      assert.ok(kinds.includes(kind), kind);
    }
    for (const theme of ['light', 'dark', 'hc'] as const) {
      await setTheme(page, theme);
      await screenshot(page, `datasets-health-${theme}`);
    }
    const conflict = panel.locator('[data-kind="label-conflict"]');
    await conflict.scrollIntoViewIfNeeded();
    await until('both photos are drawn', async () => (await loaded(conflict)) >= 2);
    await conflict.getByRole('button', { name: 'Compare' }).first().click();
    // Beside the panel.
    await until(
      'two photos lie side by side',
      async () => (await page.locator('.editor-group-container').count()) >= 3 || null,
    );
    await page.waitForTimeout(1500);
    await screenshot(page, 'datasets-compare');
    await runCommand(page, 'View: Close All Editors');
  });

  it('applies the safe fixes after asking, and deletes nothing', async () => {
    const before = await manifest(mine);
    await openFinding();
    panel = await webview(page, mine);
    await panel.locator('#fix').click();
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.waitFor({ timeout: 5_000 }).catch(() => undefined);
    if (await dialog.isVisible()) await dialog.getByRole('button', { name: 'Fix', exact: true }).click();
    const after = await until('the fix is on disk', async () => {
      const now = await manifest(mine);
      return now.files.some(({ part }) => part === 'unused') ? now : null;
    });
    assert.equal(after.files.length, before.files.length);
    for (const { path: file } of after.files) assert.ok(existsSync(path.join(folderOf(mine), file)), file);
    await until('only what needs a person is left', async () => {
      const kinds = (await health(mine)).findings.map(({ kind }) => kind);
      return (
        !kinds.includes('exact-copies') && !kinds.includes('wrong-format') && kinds.includes('label-conflict')
      );
    });
    await screenshot(page, 'datasets-fixed');
    await clearNotifications(page);
  });

  it('shows every photo, scrolled to the last, filtered and shuffled', async () => {
    await runCommand(page, 'View: Close All Editors');
    await treeRow(page, mine).click();
    await treeRow(page, 'Oxford-IIIT Pet').click();
    await treeRow(page, 'Abyssinian').click();
    panel = await webview(page, 'Oxford-IIIT Pet');
    const grid = panel.locator('pet-photos-tab pet-photo-grid');
    const { files, classes } = await manifest(oxford);
    const abyssinians = files.filter(({ path: file }) => file.startsWith('Abyssinian/')).length;
    await until(
      'the breed that was clicked is shown alone',
      async () => (await counted()) === abyssinians || null,
    );
    assert.equal(await panel.locator('#class').inputValue(), String(classes.indexOf('Abyssinian')));
    await panel.locator('#class').selectOption({ index: 0 });
    await until('all are shown', async () => (await counted()) === files.length || null);
    await until('tiles are drawn', async () => (await loaded(grid)) >= 8);
    await grid.locator('[role=option]').first().focus();
    await page.keyboard.press('Control+End');
    const last = path.basename(files.at(-1)?.path ?? '');
    await grid.locator(`[role=option][aria-label*="${last}"]`).waitFor();
    await until('the last tiles are drawn', async () => (await loaded(grid)) >= 8);
    assert.ok((await grid.locator('[role=option]').count()) < 200);
    await screenshot(page, 'datasets-photos-end');
    await panel.locator('#class').selectOption({ index: 2 });
    await until('one class is left', async () => (await counted()) < files.length / 2 || null);
    await panel.locator('#order').selectOption({ index: 1 });
    await page.waitForTimeout(1500);
    for (const theme of ['light', 'dark', 'hc'] as const) {
      await setTheme(page, theme);
      await screenshot(page, `datasets-photos-${theme}`);
    }
  });

  it('keeps what was set in the panel while an opened photo covers it', async () => {
    const [breed, count] = [await panel.locator('#class').inputValue(), await counted()];
    await panel.locator('pet-photos-tab pet-photo-grid [role=option]').first().click();
    await until('the photo covers it', async () =>
      (await page.locator('.tab.active').innerText()).includes('.'),
    );
    await page.locator('.tab', { hasText: 'Oxford-IIIT Pet' }).click();
    panel = await webview(page, 'Oxford-IIIT Pet');
    assert.deepEqual([await panel.locator('#class').inputValue(), await counted()], [breed, count]);
  });

  it('shows what the network receives, augmented as chosen, and keeps it for the next training', async () => {
    await panel.locator('#tab-network').click();
    const grid = panel.locator('pet-network-tab pet-photo-grid');
    await until('plain pixels are drawn', async () => (await loaded(grid)) >= 8);
    await panel.locator('input[value=strong]').check();
    await until('augmented pixels are drawn', async () => (await loaded(grid)) >= 8);
    await page.waitForTimeout(1500);
    for (const theme of ['light', 'dark', 'hc'] as const) {
      await setTheme(page, theme);
      await screenshot(page, `datasets-network-${theme}`);
    }
    await panel.locator('#use').click();
    await until('it is kept', async () => (await panel.locator('#next').innerText()).includes('Mirror'));
  });

  it('trains on the real photos with the augmentation that was previewed', async () => {
    await answerTraining(page, ['Oxford-IIIT Pet', null, '2', '64', '32', null, null]);
    const training = await webview(page, `Training ${oxford}-1`);
    await training.locator('.status.finished').waitFor({ timeout: 250_000 });
    await screenshot(page, 'datasets-trained');
    const run = await runOnDisk(session.workspace, `${oxford}-1`);
    assert.deepEqual(run?.config?.augmentation, augmentationPresets.strong);
    assert.equal(run.epochs.length, 2);
    const { report } = run;
    const { files } = await manifest(oxford);
    assert.equal(report?.score.photos, files.filter(({ part }) => part === 'validation').length);
    const row = treeRow(page, `${oxford}-1`);
    await row.waitFor();
    assert.match(await row.innerText(), /best \d/);
    await training.locator('#tab-samples').click();
    await until(
      'the samples are drawn',
      async () => (await loaded(training.locator('pet-sample-grid'))) >= 8,
    );
    await screenshot(page, 'datasets-runs');
  });

  it('imports a folder that is dropped on the view, under a name that is free', async () => {
    await dropFolder(page, path.join(session.workspace, mine), 'Datasets');
    await notification(page, `${mine}-2 is ready`).waitFor({ timeout: 60_000 });
    await treeRow(page, `${mine}-2`).waitFor();
    assert.equal((await manifest(`${mine}-2`)).classes.length, 3);
    await screenshot(page, 'datasets-dropped');
  });

  function folderOf(dataset: string): string {
    return path.join(session.workspace, 'pet-cv', layout.datasets, dataset);
  }

  async function manifest(dataset: string): Promise<Manifest> {
    return v.parse(
      manifestSchema,
      JSON.parse(await readFile(path.join(folderOf(dataset), layout.manifest), 'utf8')),
    );
  }

  async function health(dataset: string): Promise<Health> {
    return v.parse(
      healthSchema,
      JSON.parse(await readFile(path.join(folderOf(dataset), layout.health), 'utf8')),
    );
  }

  function ranges(): (string | null)[] {
    return (server?.requests ?? []).filter((one) => one.path === '/images.tar.gz').map(({ range }) => range);
  }

  /** How many photos the panel says that it shows. */
  async function counted(): Promise<number> {
    const text = await panel.locator('pet-photos-tab .shown .figure').innerText();
    return Number(text.replace(/\D/g, ''));
  }

  /** Opens the health of the imported folder from the tree. */
  async function openFinding(): Promise<void> {
    const row = treeRow(page, mine);
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) === 'false') await row.click();
    await treeRow(page, 'Health').click();
  }
});

/** Two breeds of different blots, and one fault of each kind that can be planted in a folder. */
async function makeFaultyFolder(folder: string): Promise<void> {
  let seed = 1;
  for (const [name, count] of Object.entries({ Blue: 12, Red: 12, Stray: 4 })) {
    await mkdir(path.join(folder, name), { recursive: true });
    for (let n = 1; n <= count; n++) {
      await blots(seed++, 320, 240)
        .jpeg()
        .toFile(path.join(folder, name, `${name}_${n}.jpg`));
    }
  }
  const at = (...names: string[]) => path.join(folder, ...names);
  await copyFile(at('Red', 'Red_1.jpg'), at('Red', 'Red_1 copy.jpg'));
  await copyFile(at('Red', 'Red_2.jpg'), at('Blue', 'Blue_90.jpg'));
  await copyFile(at('Red', 'Red_3.jpg'), at('Red', 'torn.jpg'));
  await truncate(at('Red', 'torn.jpg'), 900);
  await writeFile(at('Blue', 'nothing.jpg'), '');
  await blots(500, 320, 240).png().toFile(at('Blue', 'Blue_91.jpg'));
}

/** The line of a tree view with this label. */
function treeRow(page: Page, label: string): Locator {
  return page.locator('.pane-body .monaco-list-row', {
    has: page.locator('.label-name', { hasText: new RegExp(`^${label}$`) }),
  });
}

/** Pictures that are drawn. */
async function loaded(within: Locator): Promise<number> {
  const widths = await within
    .locator('img')
    .evaluateAll((all) => all.map((one) => (one instanceof HTMLImageElement ? one.naturalWidth : 0)));
  return widths.filter((width) => width > 0).length;
}

function startOf(range: string | null): number {
  return Number(/bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0);
}

/** Drops a folder as the editor's own Explorer does: its address in a list of URIs. */
async function dropFolder(page: Page, folder: string, view: string): Promise<void> {
  const target = page
    .locator('.pane', { has: page.locator('.pane-header', { hasText: view }) })
    .locator('.monaco-list');
  const transfer = await page.evaluateHandle(
    (uri) => {
      const data = new DataTransfer();
      data.setData('text/uri-list', uri);
      return data;
    },
    `vscode-remote://${new URL(page.url()).host}${folder}`,
  );
  for (const type of ['dragenter', 'dragover', 'drop'])
    await target.dispatchEvent(type, { dataTransfer: transfer });
}
