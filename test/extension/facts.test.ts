import assert from 'node:assert/strict';
import { rename } from 'node:fs/promises';
import path from 'node:path';
import { layout } from '../../src/shared/layout';
import { contextKeys } from '../../src/shared/names';
import type { ContextKey } from '../../src/shared/names';
import { finishedRun, petCv, petFolder, smallDataset, until } from './petCv';

describe('context keys', function () {
  this.timeout(60_000);

  /** The key goes to false while `folder` is elsewhere, and back to true with it, without being told. */
  async function follows(key: ContextKey, folder: string): Promise<void> {
    const { facts } = await petCv();
    await facts.refresh();
    assert.equal(facts.values.get(key), true);
    const away = path.join(path.dirname(petFolder()), 'away');
    await rename(folder, away);
    try {
      await until(() => facts.values.get(key) === false);
    } finally {
      await rename(away, folder);
    }
    await until(() => facts.values.get(key) === true);
  }

  it('follow the datasets on disk', async () => {
    await smallDataset();
    await follows(contextKeys.hasDataset, path.join(petFolder(), layout.datasets));
  });

  it('follow the models and reports on disk', async () => {
    await finishedRun();
    await follows(contextKeys.hasReport, path.join(petFolder(), layout.runs));
    await follows(contextKeys.hasModel, path.join(petFolder(), layout.runs));
  });
});
