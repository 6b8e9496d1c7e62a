import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { manifestSchema } from '../../src/shared/manifest';
import { commands, contextKeys } from '../../src/shared/names';
import { petCv, petFolder, smallDataset, until } from './petCv';

/** The command with options; null where it told the person why not. */
function prepare(options: object): Thenable<unknown> {
  return vscode.commands.executeCommand(commands.prepareDataset, options);
}

function datasetNames(): Promise<string[]> {
  return readdir(path.join(petFolder(), 'datasets')).catch(() => []);
}

describe('prepare dataset', function () {
  this.timeout(60_000);

  it('draws pets into the workspace', async () => {
    const { folder } = await smallDataset();
    const manifest = v.parse(
      manifestSchema,
      JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8')),
    );
    assert.equal(manifest.drawn, true);
    assert.equal(manifest.files.length, manifest.classes.length * 8);
    assert.deepEqual(manifest.skipped, []);
    const { facts } = await petCv();
    assert.equal(facts.values.get(contextKeys.hasDataset), true);
  });

  it('leaves a dataset of the same name alone', async () => {
    const { id, folder } = await smallDataset();
    const before = await readFile(path.join(folder, 'manifest.json'), 'utf8');
    assert.equal(await prepare({ source: { kind: 'drawn', perBreed: 3 }, name: id }), null);
    assert.equal(await readFile(path.join(folder, 'manifest.json'), 'utf8'), before);
  });

  it('leaves nothing behind when the source does not exist', async () => {
    const source = { kind: 'path', path: path.join(petFolder(), 'nowhere') };
    assert.equal(await prepare({ source, name: 'from-nowhere' }), null);
    assert.ok(!(await datasetNames()).includes('from-nowhere'));
  });

  it('leaves nothing behind when the folder holds no photo', async () => {
    const empty = path.join(petFolder(), 'empty');
    await mkdir(empty, { recursive: true });
    assert.equal(await prepare({ source: { kind: 'path', path: empty }, name: 'from-empty' }), null);
    assert.ok(!(await datasetNames()).includes('from-empty'));
  });

  it('refuses a name that would leave the folder', async () => {
    const before = await datasetNames();
    for (const name of ['../outside', '..', 'a/b', '']) {
      assert.equal(await prepare({ source: { kind: 'drawn', perBreed: 2 }, name }), null);
    }
    assert.deepEqual(await datasetNames(), before);
  });

  it('says so where the folder cannot be written', async () => {
    const workspace = path.dirname(petFolder());
    await writeFile(path.join(workspace, 'a-file'), '');
    const configuration = vscode.workspace.getConfiguration('petCv');
    await configuration.update('folder', 'a-file/pet-cv', vscode.ConfigurationTarget.Workspace);
    try {
      assert.equal(await prepare({ source: { kind: 'drawn', perBreed: 2 }, name: 'never' }), null);
      assert.equal(await readFile(path.join(workspace, 'a-file'), 'utf8'), '');
    } finally {
      await configuration.update('folder', undefined, vscode.ConfigurationTarget.Workspace);
      await rm(path.join(workspace, 'a-file'));
    }
    const { facts } = await petCv();
    await until(() => facts.values.get(contextKeys.hasDataset) === true);
  });
});
