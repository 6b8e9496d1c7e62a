import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Part } from '../../src/shared/manifest';
import { splitPhotos, unsplittable, type Splittable } from '../../src/trainer/data/splitPhotos';
import { permutation } from '../../src/trainer/random';

/** Photos of a few classes; groups stay within a class and each class has at least two. */
const classes = fc.array(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 40 }), {
  minLength: 2,
  maxLength: 6,
});
const fraction = fc.double({ min: 0.05, max: 0.95, noNaN: true });
const seed = fc.integer({ min: 0, max: 0xffff_ffff });

function photosOf(groupSizes: readonly (readonly number[])[]): Splittable[] {
  let group = 0;
  return groupSizes.flatMap((sizes, label) =>
    sizes.flatMap((size) => {
      const own = group++;
      return Array.from({ length: size }, (_, n) => ({
        path: `c${label}/${own}-${n}.jpg`,
        className: `c${label}`,
        group: own,
      }));
    }),
  );
}

function countTrain(photos: readonly Splittable[], sides: readonly Part[], className: string): number {
  return photos.filter((photo, index) => photo.className === className && sides[index] === 'train').length;
}

function target(size: number, trainFraction: number): number {
  return Math.max(1, Math.min(size - 1, Math.round(size * trainFraction)));
}

describe('split', () => {
  it('is exact for each class where photos stand alone', () => {
    const alone = fc.array(fc.integer({ min: 2, max: 60 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(alone, fraction, seed, (sizes, trainFraction, splitSeed) => {
        const photos = photosOf(sizes.map((size) => Array.from({ length: size }, () => 1)));
        const sides = splitPhotos(photos, trainFraction, splitSeed);
        sizes.forEach((size, label) => {
          assert.equal(countTrain(photos, sides, `c${label}`), target(size, trainFraction));
        });
      }),
    );
  });

  it('misses the share by less than the largest group, and leaves no class out on a side', () => {
    fc.assert(
      fc.property(classes, fraction, seed, (groupSizes, trainFraction, splitSeed) => {
        const photos = photosOf(groupSizes);
        const sides = splitPhotos(photos, trainFraction, splitSeed);
        assert.deepEqual(unsplittable(photos, sides), []);
        groupSizes.forEach((sizes, label) => {
          const total = sizes.reduce((sum, size) => sum + size, 0);
          const miss = Math.abs(countTrain(photos, sides, `c${label}`) - target(total, trainFraction));
          assert.ok(miss < Math.max(...sizes), `${miss} of ${sizes.join(' ')}`);
          if (sizes.filter((size) => size === 1).length >= Math.max(...sizes)) assert.ok(miss <= 1);
        });
      }),
    );
  });

  it('never tears a group, also one that spans classes', () => {
    const spanning = fc.array(
      fc.record({ label: fc.integer({ min: 0, max: 3 }), group: fc.integer({ min: 0, max: 30 }) }),
      { minLength: 2, maxLength: 150 },
    );
    fc.assert(
      fc.property(spanning, fraction, seed, (rows, trainFraction, splitSeed) => {
        const photos = rows.map(({ label, group }, index) => ({
          path: `c${label}/${index}.jpg`,
          className: `c${label}`,
          group,
        }));
        const sides = splitPhotos(photos, trainFraction, splitSeed);
        const sideOf = new Map<number, Part | undefined>();
        photos.forEach(({ group }, index) => {
          if (!sideOf.has(group)) sideOf.set(group, sides[index]);
          assert.equal(sides[index], sideOf.get(group));
        });
      }),
    );
  });

  it('depends on names and seed, not on the order of the listing', () => {
    fc.assert(
      fc.property(classes, fraction, seed, seed, (groupSizes, trainFraction, splitSeed, shuffleSeed) => {
        const photos = photosOf(groupSizes);
        const sides = splitPhotos(photos, trainFraction, splitSeed);
        const order = [...permutation(shuffleSeed, 1, photos.length)];
        const shuffled = order.flatMap((index) => photos.slice(index, index + 1));
        const expected = order.map((index) => sides[index]);
        assert.deepEqual(splitPhotos(shuffled, trainFraction, splitSeed), expected);
      }),
    );
  });

  it('gives each photo the same chance of being held back', () => {
    const photos = photosOf([Array.from({ length: 10 }, () => 1), [1, 1]]);
    const held = photos.map(() => 0);
    const draws = 4000;
    for (let splitSeed = 0; splitSeed < draws; splitSeed++) {
      splitPhotos(photos, 0.8, splitSeed).forEach((side, index) => {
        if (side === 'validation') held[index] = (held[index] ?? 0) + 1;
      });
    }
    // Five standard deviations of a binomial with p = 0.2.
    const tolerance = 5 * Math.sqrt(0.2 * 0.8 * draws);
    for (const count of held.slice(0, 10)) assert.ok(Math.abs(count - 0.2 * draws) < tolerance, `${count}`);
  });

  it('says which classes cannot be on both sides', () => {
    const photos = photosOf([[1], [4], [1, 1], [3, 1]]);
    assert.deepEqual(unsplittable(photos, splitPhotos(photos, 0.8, 1)), ['c0', 'c1']);
  });
});

describe('permutation', () => {
  it('holds every number once, the same for the same seed and stream', () => {
    fc.assert(
      fc.property(seed, seed, fc.integer({ min: 0, max: 300 }), (a, b, length) => {
        const order = permutation(a, b, length);
        assert.deepEqual(
          [...order].sort((x, y) => x - y),
          [...Array(length).keys()],
        );
        assert.deepEqual(permutation(a, b, length), order);
      }),
    );
  });

  it('differs between neighbouring seeds and streams', () => {
    const orders = new Set<string>();
    for (let a = 0; a < 20; a++) for (let b = 0; b < 20; b++) orders.add(permutation(a, b, 30).join());
    assert.equal(orders.size, 400);
  });

  it('puts every number everywhere equally often', () => {
    const length = 6;
    const draws = 6000;
    const counts = Array.from({ length }, () => Array.from({ length }, () => 0));
    for (let stream = 0; stream < draws; stream++) {
      permutation(1, stream, length).forEach((value, place) => {
        const row = counts[place];
        if (row) row[value] = (row[value] ?? 0) + 1;
      });
    }
    for (const count of counts.flat()) assert.ok(Math.abs(count - draws / length) < 150, `${count}`);
  });
});
