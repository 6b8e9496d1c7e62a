import assert from 'node:assert/strict';
import sharp, { type Sharp } from 'sharp';
import { countGroups, groupDuplicates, type Fingerprinted } from '../../src/trainer/data/duplicates';
import { photoSignature } from '../../src/trainer/data/photoSignature';
import { randomStream } from '../../src/trainer/random';
import { blots } from './dataSupport';

const side = 64;

async function fingerprint(picture: Sharp, name: string): Promise<Fingerprinted> {
  const encoded = await picture.jpeg().toBuffer();
  const pixels = await sharp(encoded).resize(side, side, { fit: 'fill' }).raw().toBuffer();
  return { sha256: name, ...photoSignature(pixels, side) };
}

describe('groupDuplicates', () => {
  const { signal } = new AbortController();

  it('joins a photo with its re-saved, smaller, lighter and trimmed copies, and with nothing else', async () => {
    const original = () => blots(1, 400, 300);
    const photos = await Promise.all([
      fingerprint(original(), 'original'),
      fingerprint(sharp(await original().jpeg({ quality: 25 }).toBuffer()), 'coarse'),
      fingerprint(blots(2, 400, 300), 'another'),
      fingerprint(sharp(await original().jpeg().toBuffer()).resize(100), 'small'),
      fingerprint(sharp(await original().jpeg().toBuffer()).modulate({ brightness: 1.15 }), 'light'),
      fingerprint(
        sharp(await original().png().toBuffer()).extract({ left: 6, top: 4, width: 388, height: 292 }),
        'trimmed',
      ),
      fingerprint(blots(3, 400, 300), 'third'),
    ]);
    const groups = await groupDuplicates(photos, signal);
    assert.deepEqual([...groups], [0, 0, 2, 0, 0, 0, 6]);
    assert.equal(countGroups(groups), 1);
  });

  it('finds nothing alike among 300 different photos', async () => {
    const photos = await Promise.all(
      Array.from({ length: 300 }, (_, index) => fingerprint(blots(index + 10), `${index}`)),
    );
    assert.equal(countGroups(await groupDuplicates(photos, signal)), 0);
  });

  it('joins exact copies, also of a photo without contrast, but not two even fields', async () => {
    const even = (level: number, name: string) =>
      fingerprint(
        sharp({
          create: { width: 50, height: 50, channels: 3, background: { r: level, g: level, b: level } },
        }),
        name,
      );
    const photos = await Promise.all([even(10, 'x'), even(200, 'y'), even(10, 'x'), even(90, 'z')]);
    assert.deepEqual([...(await groupDuplicates(photos, signal))], [0, 1, 0, 3]);
  });

  it('does not join pictures whose hashes are alike by chance', async () => {
    const [one, other] = await Promise.all([fingerprint(blots(1), 'a'), fingerprint(blots(2), 'b')]);
    const photos = [one, { ...other, hash: one.hash }];
    assert.deepEqual([...(await groupDuplicates(photos, signal))], [0, 1]);
  });

  it('hears a stop in the middle of many photos', async () => {
    const random = randomStream(1, 0);
    const photos = Array.from({ length: 6000 }, (_, index) => ({
      sha256: `${index}`,
      hash: Uint32Array.from({ length: 4 }, () => random.next()),
      thumbnail: new Int8Array(256).fill(1),
    }));
    const controller = new AbortController();
    setImmediate(() => controller.abort(new Error('stopped')));
    await assert.rejects(groupDuplicates(photos, controller.signal), { message: 'stopped' });
  });
});
