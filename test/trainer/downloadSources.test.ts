import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { knownArchives } from '../../src/shared/catalogue';
import { patienceWith, waitBefore } from '../../src/trainer/download/patience';
import { isAddress, wantedArchive } from '../../src/trainer/download/sources';

describe('where archives come from', () => {
  const { images, annotations, petfaces } = knownArchives;
  const addresses = (mirrors: string[]) =>
    wantedArchive(images, mirrors).sources.map(({ address }) => address);

  it('is the catalogue, whose facts bind its own addresses only', () => {
    const { sources, file, bytes } = wantedArchive(images, []);
    assert.deepEqual([file, bytes], [images.file, images.bytes]);
    assert.deepEqual(sources, [
      ...images.addresses.map((address) => ({ address, bytes: images.bytes, sha256: images.sha256 })),
      ...images.copies.map((address) => ({ address, bytes: null, sha256: null })),
    ]);
    assert.ok(wantedArchive(petfaces, []).sources.every(({ bytes }) => bytes === null));
  });

  it('is a mirror instead, below which the archive lies, or which is the archive', () => {
    assert.deepEqual(addresses(['http://host/a', 'http://host:81/a/?key=1', 'https://host']), [
      'http://host/a/images.tar.gz',
      'http://host:81/a/images.tar.gz?key=1',
      'https://host/images.tar.gz',
    ]);
    assert.deepEqual(addresses(['http://host/x.tar.gz', 'http://host/annotations.tar.gz']), [
      'http://host/x.tar.gz',
    ]);
    assert.deepEqual(wantedArchive(images, ['http://host']).sources[0]?.sha256, null);
  });

  it('is a folder or a file of this computer', () => {
    const folder = path.resolve('some folder');
    const archive = path.join(folder, 'images.tar.gz');
    assert.deepEqual(addresses([folder, archive, pathToFileURL(folder).href]), [archive, archive, archive]);
    assert.deepEqual(wantedArchive(annotations, [archive]).sources, []);
    assert.deepEqual(['C:\\pets', '/pets', 'pets', 'http://host', 'ftp://host'].map(isAddress), [
      false,
      false,
      false,
      true,
      true,
    ]);
  });
});

describe('the patience of downloads', () => {
  it('doubles each wait up to the longest, and leaves half of it to chance', () => {
    const patience = patienceWith({ retryMs: 100, longestRetryMs: 1000, longestRetryAfterMs: 5000 });
    for (const [attempt, longest] of [100, 200, 400, 800, 1000, 1000].entries()) {
      for (let time = 0; time < 50; time++) {
        const wait = waitBefore(attempt + 1, null, patience);
        assert.ok(wait >= longest / 2 && wait <= longest, `${wait} before attempt ${attempt + 1}`);
      }
    }
    assert.equal(waitBefore(1, 4000, patience), 4000);
    assert.equal(waitBefore(1, 40_000, patience), 5000);
  });

  it('can be shortened by the environment', () => {
    const before = process.env['PET_CV_RETRY_MS'];
    try {
      process.env['PET_CV_RETRY_MS'] = '10';
      const { retryMs, longestRetryMs, longestRetryAfterMs } = patienceWith();
      assert.deepEqual([retryMs, longestRetryMs, longestRetryAfterMs], [10, 300, 1200]);
      process.env['PET_CV_RETRY_MS'] = 'soon';
      assert.equal(patienceWith().retryMs, 1000);
    } finally {
      if (before === undefined) Reflect.deleteProperty(process.env, 'PET_CV_RETRY_MS');
      else process.env['PET_CV_RETRY_MS'] = before;
    }
  });
});
