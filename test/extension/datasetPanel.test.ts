import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { TileMaker } from '../../src/extension/dataset/tileMaker';
import { forkTrainer } from '../../src/extension/forkTrainer';
import { layout } from '../../src/shared/layout';
import { commands, datasetViewType } from '../../src/shared/names';
import { exists } from '../../src/extension/exists';
import { withOwnTrash } from './datasetsSupport';
import { petCv, petCvExtension, petFolder, smallDataset, until } from './petCv';

function newPanel(): vscode.WebviewPanel {
  return vscode.window.createWebviewPanel(datasetViewType, '', vscode.ViewColumn.One);
}

async function closed(): Promise<void> {
  const { datasetPanel } = await petCv();
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await until(() => datasetPanel.shownDataset === null);
}

describe('dataset panel', function () {
  this.timeout(60_000);

  before(closed);
  afterEach(closed);

  it('shows a dataset in one panel, however often it is asked for', async () => {
    const { id } = await smallDataset();
    const { datasetPanel } = await petCv();
    for (const tab of [undefined, 'health', 'network']) {
      const options = { dataset: id, ...(tab === undefined ? {} : { tab }) };
      assert.deepEqual(await vscode.commands.executeCommand(commands.showDataset, options), { dataset: id });
    }
    await until(() => datasetPanel.visible);
    assert.equal(datasetPanel.shownDataset, id);
    await until(() => {
      const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
      return tabs.length === 1 && tabs[0]?.label === id;
    });
  });

  it('has tiles made of the photos that it shows', async () => {
    const { id } = await smallDataset();
    await vscode.commands.executeCommand(commands.showDataset, { dataset: id, tab: 'photos' });
    const tiles = path.join(petFolder(), layout.cache, id, 'tiles', 'photo');
    await until(async () => (await readdir(tiles).catch(() => [])).length > 0, 30_000);
  });

  it('comes back after a reload with the dataset it showed', async () => {
    const { id } = await smallDataset();
    const { datasetPanel } = await petCv();
    await datasetPanel.deserializeWebviewPanel(newPanel(), { dataset: id, tab: 'health' });
    assert.equal(datasetPanel.shownDataset, id);
  });

  it('closes a panel whose state it does not know', async () => {
    const { datasetPanel } = await petCv();
    for (const state of [
      undefined,
      'photos',
      {},
      { dataset: 1, tab: 'photos' },
      { dataset: 'a', tab: 'b' },
    ]) {
      await datasetPanel.deserializeWebviewPanel(newPanel(), state);
      assert.equal(datasetPanel.shownDataset, null);
    }
  });

  it('lets nothing run but its own script, and load nothing but the Pet CV folder', async () => {
    const { id } = await smallDataset();
    const { datasetPanel } = await petCv();
    const restored = newPanel();
    await datasetPanel.deserializeWebviewPanel(restored, { dataset: id, tab: 'photos' });
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(restored.webview.html)?.[1] ?? '';
    assert.ok(policy.startsWith("default-src 'none'"));
    assert.ok(!policy.includes('unsafe'));
    assert.deepEqual(
      restored.webview.options.localResourceRoots?.map((uri) => uri.fsPath),
      [path.join(petCvExtension().extensionPath, 'dist'), petFolder()],
    );
  });

  it('closes when its dataset is deleted', async () => {
    const source = { kind: 'drawn', perBreed: 2 };
    const { datasetPanel } = await petCv();
    assert.ok(
      await vscode.commands.executeCommand(commands.prepareDataset, { source, name: 'short', imageSize: 16 }),
    );
    await vscode.commands.executeCommand(commands.showDataset, { dataset: 'short' });
    await until(() => datasetPanel.visible);
    const gone = await withOwnTrash(() =>
      vscode.commands.executeCommand(commands.deleteDataset, { dataset: 'short' }),
    );
    assert.deepEqual(gone, ['short']);
    await until(() => datasetPanel.shownDataset === null);
  });
});

describe('tile maker', function () {
  this.timeout(60_000);

  it('answers for every photo, what was asked last first, also for a dataset that is not there', async () => {
    const { folder } = await smallDataset();
    const script = path.join(petCvExtension().extensionPath, 'dist', 'trainer.js');
    const log = vscode.window.createOutputChannel('Tile maker under test', { log: true });
    const made: number[] = [];
    const failed: number[] = [];
    const told: string[] = [];
    const maker = new TileMaker(
      () => forkTrainer(script, log),
      (_request, answer) => {
        made.push(...answer.tiles.map(({ photo }) => photo));
        failed.push(...answer.failed);
      },
      ({ code }) => told.push(code),
    );
    try {
      const cache = path.join(petFolder(), layout.cache);
      const look = { kind: 'photo' as const };
      const all = Array.from({ length: 60 }, (_, index) => index);
      maker.request({ dataset: folder, cache, look, photos: all });
      maker.request({ dataset: folder, cache, look, photos: [70, 71] });
      maker.request({ dataset: path.join(petFolder(), 'nowhere'), cache, look, photos: [3] });
      await until(() => made.length === 62 && failed.length === 1, 30_000);
      assert.deepEqual(
        [...made].sort((a, b) => a - b),
        [...all, 70, 71],
      );
      assert.deepEqual(failed, [3]);
      assert.deepEqual(told, ['dataset-missing']);
      // The first part of the first request was under way already; its rest came after what was asked later.
      assert.ok(made.indexOf(70) < made.indexOf(59));
      assert.equal(await exists(path.join(petFolder(), 'nowhere')), false);
    } finally {
      // The log stays: the process writes its last line to it when it has gone.
      maker.dispose();
    }
  });
});
