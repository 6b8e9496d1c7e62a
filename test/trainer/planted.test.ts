import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { skip } from '../harness/skip';
import { run } from './healthSupport';
import { copyOfSample, faults, plant, realFaults, recall, sample, wronglyAccused } from './planting';
import { inTemporaryFolder } from './support';

describe('check on real photos', function () {
  this.timeout(300_000);

  it('finds planted faults, and accuses hardly any other photo', function () {
    if (!existsSync(sample)) skip(this, 'no ../shared/data');
    return inTemporaryFolder(async (root) => {
      const { folder, photos } = await copyOfSample(root);
      const check = () => run({ type: 'check', folder, cache: path.join(root, 'cache') });
      const before = (await check()).health;
      const accused = wronglyAccused(before, photos, []);
      assert.deepEqual(accused.accused, [], 'the real faults are all that is found');
      const known = new Set(before.findings.flatMap((finding) => finding.photos.map((photo) => photo.path)));
      assert.deepEqual(
        realFaults.filter((photo) => !known.has(photo)),
        [],
      );

      const plantings = await plant(folder, photos, 1);
      assert.equal(plantings.length, 200);
      const { health } = await check();
      for (const { fault, found } of recall(health, plantings)) {
        assert.ok(found >= faults[fault].least, `${fault}: ${found}`);
      }
      const { share, accused: wrongly } = wronglyAccused(health, photos, plantings);
      assert.ok(share <= 0.01, wrongly.join(', '));
    });
  });
});
