import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { DatasetDrop } from '../../src/extension/trees/datasetDrop';
import { datasetUri } from '../../src/extension/trees/datasetUri';
import { healthVersion } from '../../src/shared/health';
import type { FindingKind, Health } from '../../src/shared/health';
import { layout } from '../../src/shared/layout';
import { breedTitle } from '../../src/shared/manifest';
import { commands, treeItems } from '../../src/shared/names';
import {
  datasetLine,
  datasetNamed,
  linesBelow,
  ownClasses,
  ownFolder,
  ownPhotos,
  withOwnTrash,
} from './datasetsSupport';
import { finishedRun, nextChange, petCv, petFolder, smallDataset, startTraining, until } from './petCv';

/** A health report with one finding of each of the kinds. */
function healthWith(kinds: readonly FindingKind[], photo: string): Health {
  return {
    version: healthVersion,
    checked: '2026-01-02T03:04:05.000Z',
    photos: 80,
    readable: 80,
    findings: kinds.map((kind) => ({
      id: `${kind}-1`,
      kind,
      photos: [{ path: photo, file: null, class: null, part: 'train', detail: '' }],
      detail: 'said of it',
    })),
    classes: [],
    sizes: { smallest: [1, 1], median: [1, 1], largest: [1, 1] },
    aspects: { portrait: 0, square: 80, landscape: 0 },
  };
}

describe('tree of datasets', function () {
  this.timeout(120_000);

  it('shows a dataset with its breeds, photos and split', async () => {
    const { id } = await smallDataset();
    const { datasetTree } = await petCv();
    const { summary, manifest } = await datasetNamed(id);
    const line = await datasetLine(id);
    const item = datasetTree.getTreeItem(line);
    const description = String(item.description);
    assert.equal(item.label, summary.title);
    assert.deepEqual((description.match(/\d+/g) ?? []).map(Number), [
      summary.classes.length,
      summary.trainPhotos + summary.validationPhotos,
    ]);
    assert.equal(item.contextValue, treeItems.dataset);
    assert.ok(item.accessibilityInformation?.label.startsWith(`${summary.title}, ${description}`));

    const below = await linesBelow(line);
    const classes = below.slice(2);
    assert.deepEqual(
      classes.map(([label]) => label),
      manifest.classes.map(breedTitle),
    );
    const counts = classes.map(([, text]) => text.split(' / ').map(Number));
    const sum = (at: number) => counts.reduce((total, count) => total + (count[at] ?? NaN), 0);
    assert.deepEqual([sum(0), sum(1)], [summary.trainPhotos, summary.validationPhotos]);
    const split = (await datasetTree.getChildren(line))[1];
    assert.ok(split?.line.kind === 'split');
    assert.deepEqual(
      (await linesBelow(split)).map(([, text]) => Number(text)),
      [summary.trainPhotos, summary.validationPhotos, summary.unusedPhotos],
    );
  });

  it('follows a health report: findings below, a badge above, both gone with it', async () => {
    const { id, folder } = await smallDataset();
    const { datasetTree, badges, datasets } = await petCv();
    const [photo = ''] = (await datasetNamed(id)).manifest.files.map((file) => file.path);
    const file = path.join(folder, layout.health);
    const badge = async () => (await badges.provideFileDecoration(datasetUri(id)))?.badge;
    const before = await datasetNamed(id);
    let told = 0;
    const subscription = datasets.onDidChange(() => (told += 1));
    try {
      for (const [kinds, letter] of [
        [['near-duplicates', 'leakage', 'leakage'], 'E'],
        [['exact-copies'], 'W'],
        [['small'], undefined],
      ] as const) {
        const seen = told;
        await writeFile(file, JSON.stringify(healthWith(kinds, photo)));
        await until(() => told > seen);
        assert.equal(await badge(), letter);
        const [health] = await datasetTree.getChildren(await datasetLine(id));
        assert.ok(health?.line.kind === 'health');
        const groups = await datasetTree.getChildren(health);
        const found = groups.map(({ line }) =>
          line.kind === 'findings' ? [line.finding, line.findings.length] : [],
        );
        const [worst = 'small'] = [...kinds].reverse();
        assert.deepEqual(found[0], [worst, kinds.filter((kind) => kind === worst).length]);
        const [first] = groups;
        assert.ok(first !== undefined);
        const [finding] = await datasetTree.getChildren(first);
        assert.ok(finding !== undefined);
        const item = datasetTree.getTreeItem(finding);
        assert.equal(item.label, path.basename(photo));
        assert.deepEqual(item.command?.arguments, [{ dataset: id, tab: 'health', finding: `${worst}-1` }]);
      }
    } finally {
      await rm(file, { force: true });
      if (before.health !== null) await writeFile(file, JSON.stringify(before.health));
      subscription.dispose();
    }
    await until(async () => (await badge()) === undefined);
  });

  it('imports a folder that is dropped on it, and leaves the originals alone', async () => {
    const { folder } = await ownFolder('dropped');
    const dropped = new vscode.DataTransfer();
    const lines = ['# a comment', vscode.Uri.file(folder).toString(), vscode.Uri.file(folder).toString(), ''];
    dropped.set('text/uri-list', new vscode.DataTransferItem(lines.join('\r\n')));
    await new DatasetDrop().handleDrop(undefined, dropped);
    const { summary, manifest } = await datasetNamed('dropped');
    assert.equal(summary.classes.length, ownClasses);
    assert.equal(manifest.files.length, ownClasses * ownPhotos + 1);
    assert.equal((await petCv().then(({ datasets }) => datasets.find('dropped-2'))) === null, true);
  });

  it('imports nothing when files are dropped that are neither folder nor archive', async () => {
    const { datasets } = await petCv();
    const before = (await datasets.list()).map(({ name }) => name);
    const file = path.join(petFolder(), 'note.txt');
    await writeFile(file, 'text');
    const dropped = new vscode.DataTransfer();
    const lines = [vscode.Uri.file(file).toString(), 'https://example.org/pets'];
    dropped.set('text/uri-list', new vscode.DataTransferItem(lines.join('\r\n')));
    await new DatasetDrop().handleDrop(undefined, dropped);
    assert.deepEqual(
      (await datasets.list()).map(({ name }) => name),
      before,
    );
  });
});

describe('tree of runs', function () {
  this.timeout(120_000);

  async function lineOf(id: string) {
    const { runTree } = await petCv();
    const line = (await runTree.getChildren()).find(({ run }) => run.id === id);
    assert.ok(line !== undefined, id);
    return { line, item: runTree.getTreeItem(line) };
  }

  it('shows a finished run with its best accuracy and its device', async () => {
    const run = await finishedRun();
    const { item } = await lineOf(run.id);
    const best = Math.max(...run.epochs.map((epoch) => epoch.validationAccuracy));
    assert.equal(item.label, run.id);
    assert.ok(String(item.description).includes(`${Math.round(best * 100)}%`), String(item.description));
    assert.ok(String(item.description).includes(run.engine?.device ?? '?'));
    assert.equal(item.contextValue, treeItems.runEnded);
    assert.deepEqual(item.command?.arguments, [{ run: run.id }]);
  });

  it('follows the living run, and moves it to the trash when it is over', async () => {
    const { runTree, runs } = await petCv();
    let told = 0;
    const subscription = runTree.onDidChangeTreeData(() => (told += 1));
    const id = await startTraining({ epochs: 50 });
    await nextChange(id, ({ event }) => event?.type === 'batch');
    const { line, item } = await lineOf(id);
    assert.equal(item.contextValue, treeItems.runActive);
    assert.ok(item.iconPath instanceof vscode.ThemeIcon && item.iconPath.id === 'sync~spin');
    assert.deepEqual(await vscode.commands.executeCommand(commands.deleteRun, { run: id }), []);

    await until(() => told > 0);
    subscription.dispose();
    await vscode.commands.executeCommand(commands.stopTraining);
    const stopped = await lineOf(id);
    assert.equal(stopped.item.contextValue, treeItems.runResumable);
    assert.equal(line.run.id, stopped.line.run.id);

    assert.deepEqual(
      await withOwnTrash(() => vscode.commands.executeCommand(commands.deleteRun, { run: id })),
      [id],
    );
    assert.equal(await runs.find(id), null);
    assert.ok((await runTree.getChildren()).every(({ run }) => run.id !== id));
  });
});
