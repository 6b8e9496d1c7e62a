import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { rejectedFiles } from '../../src/extension/dataset/trashRejected';
import type { Fix, Health } from '../../src/shared/health';
import type { DatasetSummary } from '../../src/shared/manifest';
import { commands, contextKeys } from '../../src/shared/names';
import { exists } from '../../src/extension/exists';
import { datasetLine, datasetNamed, ownClasses, ownFolder, ownPhotos, withOwnTrash } from './datasetsSupport';
import { petCv, petFolder, smallDataset, until } from './petCv';

function run<T>(command: string, first?: unknown, second?: unknown): Thenable<T> {
  return vscode.commands.executeCommand<T>(command, first, second);
}

/** Names and SHA-256 of all files below a folder. */
async function contents(folder: string): Promise<[string, string][]> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) =>
    one.isFile(),
  );
  const files = names.map((one) => path.join(one.parentPath, one.name)).sort();
  return Promise.all(
    files.map(async (file): Promise<[string, string]> => {
      const hash = createHash('sha256').update(await readFile(file));
      return [path.relative(folder, file), hash.digest('hex')];
    }),
  );
}

describe('datasets', function () {
  this.timeout(120_000);
  let own: { folder: string; broken: string[] };
  let originals: [string, string][];

  before(async () => {
    own = await ownFolder('own pets');
    originals = await contents(own.folder);
  });

  it('imports a folder, says which files are no photos, and leaves the originals as they were', async () => {
    const made = await run<DatasetSummary | null>(commands.importFolder, { folder: own.folder, name: 'own' });
    assert.ok(made !== null);
    assert.deepEqual(
      [made.classes.length, made.trainPhotos + made.validationPhotos + made.unusedPhotos, made.skipped],
      [ownClasses, ownClasses * ownPhotos + 1, own.broken.length],
    );
    assert.deepEqual(await contents(own.folder), originals);
    const { health } = await datasetNamed('own');
    assert.deepEqual(rejectedFiles(health).sort(), own.broken);
    const { facts } = await petCv();
    assert.equal(facts.values.get(contextKeys.hasDataset), true);
  });

  it('takes a free name for a folder that is imported again without one', async () => {
    const made = await run<DatasetSummary | null>(commands.importFolder, { folder: own.folder });
    const again = await run<DatasetSummary | null>(commands.importFolder, { folder: own.folder });
    assert.deepEqual([made?.id, again?.id], ['own pets', 'own pets-2']);
  });

  it('checks a dataset from its line in the tree', async () => {
    const health = await run<Health | null>(commands.checkDataset, await datasetLine('own'), []);
    assert.ok(health !== null);
    assert.equal(health.readable, ownClasses * ownPhotos + 1);
    assert.ok(health.findings.some(({ kind }) => kind === 'exact-copies' || kind === 'leakage'));
    assert.deepEqual((await datasetNamed('own')).health, health);
  });

  it('fixes what can be fixed safely: one of two copies is left out, and stays where it is', async () => {
    const files = (await readdir((await datasetNamed('own')).summary.folder, { recursive: true })).length;
    const fixes = await run<Fix[] | null>(commands.fixDataset, { dataset: 'own' });
    assert.ok(fixes?.some(({ kind }) => kind === 'exact-copies'));
    const { summary, health } = await datasetNamed('own');
    assert.equal(summary.unusedPhotos, 1);
    assert.equal((await readdir(summary.folder, { recursive: true })).length, files);
    assert.ok(health?.findings.every(({ kind }) => kind !== 'exact-copies' && kind !== 'leakage'));
  });

  it('splits anew, at the share and by the seed that are asked for', async () => {
    const split = { kind: 'fraction', trainFraction: 0.5, seed: 7 };
    const made = await run<DatasetSummary | null>(commands.splitDataset, { dataset: 'own', split });
    const { manifest, summary } = await datasetNamed('own');
    assert.deepEqual(made, summary);
    assert.deepEqual(manifest.split, { trainFraction: 0.5, seed: 7, official: false });
    assert.ok(Math.abs(summary.trainPhotos - summary.validationPhotos) <= ownClasses);
  });

  it('has no official split where the publisher is unknown', async () => {
    const now = (await datasetNamed('own')).manifest.split;
    const made = await run(commands.splitDataset, { dataset: 'own', split: { kind: 'official' } });
    assert.equal(made, null);
    assert.deepEqual((await datasetNamed('own')).manifest.split, now);
  });

  it('refuses what names no dataset', async () => {
    for (const dataset of ['nowhere', '..', '.hidden', 'a/b', '']) {
      assert.equal(await run(commands.checkDataset, { dataset }), null);
      assert.equal(await run(commands.showDataset, { dataset }), null);
    }
    assert.equal(await run(commands.deleteDataset, { datasets: [] }), null);
    assert.equal(await run(commands.importFolder, { folder: 7 }), null);
  });

  it('opens two to four photos side by side, and no more', async () => {
    await run('workbench.action.closeAllEditors');
    const { summary, manifest } = await datasetNamed('own');
    const photos = manifest.files.map((file) => path.join(summary.folder, file.path));
    assert.deepEqual(await run(commands.comparePhotos, { photos }), []);
    assert.deepEqual(await run(commands.comparePhotos, { photos: photos.slice(0, 1) }), []);
    const uris = photos.slice(0, 3).map((photo) => vscode.Uri.file(photo));
    assert.deepEqual(await run(commands.comparePhotos, uris[0], uris), photos.slice(0, 3));
    await until(() => vscode.window.tabGroups.all.length === 3);
    assert.deepEqual(
      vscode.window.tabGroups.all.map(({ activeTab }) => activeTab?.label),
      photos.slice(0, 3).map((photo) => path.basename(photo)),
    );
    await run('workbench.action.closeAllEditors');
  });

  it('moves several datasets to the trash at once, with their pixels, and nothing else', async () => {
    await smallDataset();
    const names = ['own pets', 'own pets-2'];
    const gone = await withOwnTrash(() => run<string[]>(commands.deleteDataset, { datasets: names }));
    assert.deepEqual(gone.sort(), names);
    const { datasets } = await petCv();
    for (const name of names) {
      assert.equal(await datasets.find(name), null);
      assert.equal(await exists(path.join(petFolder(), '.cache', name)), false);
    }
    assert.ok((await datasets.list()).some(({ name }) => name === 'small'));
    assert.deepEqual(await contents(own.folder), originals);
  });
});
