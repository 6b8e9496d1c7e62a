import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import * as vscode from 'vscode';
import { DownloadProgress } from '../../src/extension/dataset/downloadProgress';
import { networkSettings } from '../../src/extension/dataset/networkSettings';
import { layout } from '../../src/shared/layout';
import type { DatasetSummary } from '../../src/shared/manifest';
import { commands } from '../../src/shared/names';
import { exists } from '../../src/extension/exists';
import { datasetNamed } from './datasetsSupport';
import { petFolder, smallPhotos } from './petCv';

/** An archive that is laid out like PetFaces: two folders of six heads. */
async function petFacesArchive(): Promise<Buffer> {
  const photos = (await smallPhotos()).slice(0, 12);
  const archive = pack();
  for (const [index, photo] of photos.entries()) {
    const name =
      index < 6
        ? `petfaces/cat_Bengal/Bengal_${index + 1}.jpg`
        : `petfaces/dog_beagle/beagle_${index - 5}.jpg`;
    archive.entry({ name }, await readFile(photo));
  }
  archive.finalize();
  return buffer(archive.pipe(createGzip()));
}

describe('download dataset', function () {
  this.timeout(60_000);
  let server: Server;
  let mirror: string;
  let asked: string[] = [];

  before(async () => {
    const archive = await petFacesArchive();
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      if (request.url !== '/pets/petfaces.tar.gz') {
        response.writeHead(404).end();
        return;
      }
      response.writeHead(200, { 'content-type': 'application/gzip', 'content-length': archive.length });
      response.end(archive);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    assert.ok(typeof address === 'object' && address !== null);
    mirror = `http://127.0.0.1:${address.port}/pets`;
  });

  after(async () => {
    server.close();
    await once(server, 'close');
  });

  beforeEach(() => (asked = []));

  it('gets PetFaces from a mirror, keeps the archive, and knows where it came from', async () => {
    const made = await vscode.commands.executeCommand<DatasetSummary | null>(commands.downloadDataset, {
      ...{ dataset: 'petfaces', mirrors: [mirror], name: 'faces', imageSize: 32 },
    });
    assert.ok(made !== null);
    assert.equal(made.trainPhotos + made.validationPhotos + made.unusedPhotos, 12);
    assert.deepEqual(made.classes, ['cat_Bengal', 'dog_beagle']);
    const { manifest } = await datasetNamed('faces');
    assert.equal(manifest.origin?.way, 'archive');
    assert.equal(manifest.origin.archives.length, 1);
    const downloads = path.join(petFolder(), layout.cache, layout.downloads);
    assert.equal(
      (await stat(path.join(downloads, 'petfaces.tar.gz'))).size,
      manifest.origin.archives[0]?.bytes,
    );
  });

  it('does not download again what it has', async () => {
    const made = await vscode.commands.executeCommand<DatasetSummary | null>(commands.downloadDataset, {
      ...{ dataset: 'petfaces', mirrors: [mirror], name: 'faces-again', imageSize: 32 },
    });
    assert.ok(made !== null);
    assert.deepEqual(asked, []);
  });

  it('leaves no dataset behind when the archive cannot be had', async () => {
    const nowhere = path.join(petFolder(), 'no-archives');
    const made = await vscode.commands.executeCommand(commands.downloadDataset, {
      ...{ dataset: 'oxford-pets', mirrors: [nowhere], name: 'never', annotations: false },
    });
    assert.equal(made, null);
    assert.equal(await exists(path.join(petFolder(), layout.datasets, 'never')), false);
    assert.ok(
      (await readdir(path.join(petFolder(), layout.datasets))).every((name) => !name.includes('never')),
    );
  });

  it('refuses options that make no sense', async () => {
    for (const options of [
      { dataset: 'imagenet' },
      { dataset: 'petfaces', split: { kind: 'fraction', trainFraction: 1, seed: 1 } },
      { dataset: 'petfaces', name: '../out' },
    ]) {
      assert.equal(await vscode.commands.executeCommand(commands.downloadDataset, options), null);
    }
    assert.deepEqual(asked, []);
  });
});

describe('progress of a download', () => {
  it('tells bytes, speed and archive, and starts anew with the next one', () => {
    let now = 0;
    const progress = new DownloadProgress(() => now);
    const at = (milliseconds: number, file: string, done: number) => {
      now = milliseconds;
      return progress.show({ type: 'progress', stage: 'downloading', done, total: 800e6, file });
    };
    const numbers = (text = '') => (text.match(/\d+(\.\d+)?/g) ?? []).map(Number);
    assert.deepEqual(numbers(at(0, 'images.tar.gz', 0)?.message), [0, 800]);
    const later = at(2000, 'images.tar.gz', 200e6);
    assert.deepEqual(numbers(later?.message), [200, 800, 100]);
    assert.ok(later?.message.endsWith('images.tar.gz'));
    assert.deepEqual(numbers(at(12_000, 'images.tar.gz', 400e6)?.message), [400, 800]);
    assert.deepEqual(numbers(at(14_000, 'annotations.tar.gz', 500e6)?.message), [500, 800]);
    assert.equal(progress.show({ type: 'fixed', fixes: [] }), null);
    const retry = { type: 'retrying', address: 'a', reason: 'reset', attempt: 2, seconds: 3.2 } as const;
    assert.deepEqual(numbers(progress.show(retry)?.message), [4]);
  });
});

describe('network settings', () => {
  const http = () => vscode.workspace.getConfiguration('http');
  const set = (name: string, value: unknown) => http().update(name, value, vscode.ConfigurationTarget.Global);

  afterEach(async () => {
    for (const name of ['proxy', 'proxySupport', 'noProxy', 'proxyStrictSSL', 'proxyAuthorization'])
      await set(name, undefined);
  });

  it("leave all to the environment where the editor's say nothing", () => {
    assert.deepEqual(networkSettings(), { strictSsl: true });
  });

  it("are the editor's", async () => {
    await set('proxy', 'http://proxy.example:3128');
    await set('noProxy', ['localhost', '.example']);
    await set('proxyStrictSSL', false);
    await set('proxyAuthorization', 'Basic abc');
    assert.deepEqual(networkSettings(), {
      proxy: 'http://proxy.example:3128',
      noProxy: ['localhost', '.example'],
      strictSsl: false,
      proxyAuthorization: 'Basic abc',
    });
    await set('proxySupport', 'off');
    assert.equal(networkSettings().proxy, '');
  });
});
