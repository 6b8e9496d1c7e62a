import assert from 'node:assert/strict';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
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

  it('finds slight crops, also mirrored ones, wherever they were cut', async () => {
    const count = 60;
    const random = randomStream(1, 1);
    const share = () => uniformFloat64(random) * 0.06;
    const originals = await Promise.all(
      Array.from({ length: count }, (_, index) => fingerprint(blots(index + 10, 200, 150), `${index}`)),
    );
    const crops = await Promise.all(
      originals.map(async (_, index) => {
        const [left, right, top, bottom] = [share(), share(), share(), share()];
        const whole = sharp(
          await blots(index + 10, 200, 150)
            .png()
            .toBuffer(),
        );
        const part = whole.extract({
          left: Math.round(200 * left),
          top: Math.round(150 * top),
          width: Math.round(200 * (1 - left - right)),
          height: Math.round(150 * (1 - top - bottom)),
        });
        return fingerprint(index % 3 === 0 ? part.flop() : part, `crop ${index}`);
      }),
    );
    // Crops come first, so that the photo that all of a group resemble is not always the whole one.
    const groups = await groupDuplicates([...crops, ...originals], signal);
    const found = originals.filter((_, index) => groups[count + index] === index).length;
    assert.ok(found >= 0.95 * count, `${found} of ${count}`);
    assert.equal(countGroups(groups), found);
  });

  it('ends a group of a film where the picture has become another', async () => {
    const film = sharp(await blots(7, 800, 150).png().toBuffer());
    const frames = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        fingerprint(film.clone().extract({ left: 10 * index, top: 0, width: 200, height: 150 }), `${index}`),
      ),
    );
    const groups = await groupDuplicates(frames, signal);
    const sizes = new Map<number, number>();
    for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
    assert.ok(Math.max(...sizes.values()) <= 20, [...sizes.values()].join());
    assert.ok(sizes.size <= 30, 'neighbours are found');
  });

  it('does not join pictures that are only much alike', async () => {
    const faded = async (seed: number, share: number) => {
      const [one, other] = await Promise.all(
        [seed, seed + 1].map(async (number) => (await fingerprint(blots(number), '')).thumbnail),
      );
      const thumbnail = Int8Array.from(one ?? [], (value, index) =>
        Math.round((1 - share) * value + share * (other?.[index] ?? 0)),
      );
      return { sha256: `${seed} ${share}`, thumbnail };
    };
    const seeds = Array.from({ length: 20 }, (_, index) => 1000 + 2 * index);
    const groupsWith = async (share: number) => {
      const pairs = await Promise.all(seeds.map((seed) => Promise.all([faded(seed, 0), faded(seed, share)])));
      return countGroups(await groupDuplicates(pairs.flat(), signal));
    };
    assert.equal(await groupsWith(0.15), seeds.length);
    assert.equal(await groupsWith(0.4), 0);
  });

  it('hears a stop in the middle of many photos', async () => {
    const random = randomStream(1, 0);
    const photos = Array.from({ length: 6000 }, (_, index) => ({
      sha256: `${index}`,
      thumbnail: Int8Array.from({ length: 32 * 32 }, () => uniformInt(random, -127, 127)),
    }));
    const controller = new AbortController();
    setImmediate(() => controller.abort(new Error('stopped')));
    await assert.rejects(groupDuplicates(photos, controller.signal), { message: 'stopped' });
  });
});
