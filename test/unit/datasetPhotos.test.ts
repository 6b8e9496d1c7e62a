import assert from 'node:assert/strict';
import fc from 'fast-check';
import { limits } from '../../src/shared/config';
import { type GridGeometry, gridGeometry, keyTarget, tileTop } from '../../src/webview/gridGeometry';
import {
  chosenPhotos,
  countByLabel,
  everyPhoto,
  nextSeed,
  readSeed,
  shuffled,
} from '../../src/webview/photoChoice';
import { networkSide, photoSide, tileSizes } from '../../src/webview/tileSize';
import { datasetView, photoCount } from '../fixtures/datasetView';

const { photos, dataset } = datasetView();

describe('the choice of photos', () => {
  it('is every photo as on disk, until a person says otherwise', () => {
    const chosen = chosenPhotos(photos, everyPhoto);
    assert.equal(chosen.length, photoCount);
    assert.ok(chosen.every(({ index, photo }, place) => index === place && photo === photos[place]));
  });

  it('filters by class and side', () => {
    const chosen = chosenPhotos(photos, { ...everyPhoto, label: 4, part: 'validation' });
    const expected = photos.filter(({ label, part }) => label === 4 && part === 'validation');
    assert.ok(expected.length > 20);
    assert.deepEqual(
      chosen.map(({ photo }) => photo.path),
      expected.map(({ path }) => path),
    );
    assert.equal(countByLabel(photos, dataset.classes.length, 'validation')[4], expected.length);
  });

  it('thins a shuffle out instead of shuffling anew', () => {
    const order = { ...everyPhoto, shuffled: true, seed: 7 };
    const beagles = chosenPhotos(photos, order).filter(({ photo }) => photo.label === 4);
    assert.deepEqual(chosenPhotos(photos, { ...order, label: 4 }), beagles);
  });

  it('shuffles the same way for the same seed, loses nothing, and mixes well', () => {
    const items = Array.from({ length: photoCount }, (_, index) => index);
    fc.assert(
      fc.property(fc.integer(limits.seed), (seed) => {
        const order = shuffled(items, seed);
        assert.deepEqual(shuffled(items, seed), order);
        assert.notDeepEqual(order.slice(0, 20), shuffled(items, nextSeed(seed)).slice(0, 20));
        assert.equal(new Set(order).size, photoCount);
        // How far a photo moves is a third of the length on average; sorted items move nowhere.
        const moved = order.reduce((sum, item, place) => sum + Math.abs(item - place), 0) / photoCount;
        assert.ok(Math.abs(moved / photoCount - 1 / 3) < 0.03, String(moved));
      }),
      { numRuns: 20 },
    );
  });

  it('reads seeds of 32 bits and nothing else', () => {
    assert.deepEqual(['0', ' 42 ', '4294967295'].map(readSeed), [0, 42, 4_294_967_295]);
    assert.deepEqual(['', 'x', '-1', '1.5', '4294967296'].map(readSeed), [null, null, null, null, null]);
    assert.equal(nextSeed(limits.seed.max), 0);
  });
});

describe('the grid’s geometry', () => {
  const wishes = { size: 144, padding: 5, caption: 40, gap: 8, stretch: true };

  it('fills the row, and never leaves it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 120, max: 4000 }), fc.boolean(), (width, stretch) => {
        const { columns, tileWidth } = gridGeometry({ ...wishes, width, stretch });
        const used = columns * tileWidth + (columns - 1) * 8;
        assert.ok(columns >= 1 && used <= width, `${String(columns)} × ${String(tileWidth)}`);
        if (stretch) assert.ok(width - used < columns);
        else if (width >= 154) assert.equal(tileWidth, 154);
      }),
    );
  });

  it('puts tiles into rows', () => {
    const grid: GridGeometry = { columns: 7, tileWidth: 150, tileHeight: 190, gap: 10 };
    assert.deepEqual(
      [0, 6, 7, 700].map((place) => tileTop(grid, place)),
      [0, 0, 200, 20_000],
    );
  });

  it('draws the network’s pixels as whole squares, larger with each step', () => {
    for (const imageSize of [16, 28, 64, 96, 128, 224]) {
      const sides = tileSizes.map((size) => networkSide(size, imageSize));
      assert.deepEqual(
        sides.map((side) => side % imageSize),
        [0, 0, 0],
      );
      assert.deepEqual(
        [...new Set(sides)].sort((one, other) => one - other),
        sides,
      );
      assert.ok((sides[0] ?? 0) >= photoSide.small);
    }
  });
});

describe('the grid’s keys', () => {
  // Rows 0-3, 4-7, 8-9.
  const grid = { count: 10, columns: 4, page: 2 };
  const walk = (from: number, key: string, control = false) => keyTarget({ key, control }, from, grid);

  it('walk along and across rows, and stop at the ends', () => {
    assert.deepEqual([walk(3, 'ArrowRight'), walk(9, 'ArrowRight')], [4, 9]);
    assert.deepEqual([walk(4, 'ArrowLeft'), walk(0, 'ArrowLeft')], [3, 0]);
    assert.deepEqual([walk(1, 'ArrowDown'), walk(7, 'ArrowDown'), walk(9, 'ArrowDown')], [5, 9, 9]);
    assert.deepEqual([walk(9, 'ArrowUp'), walk(2, 'ArrowUp')], [5, 2]);
  });

  it('turn pages within the column', () => {
    assert.deepEqual([walk(1, 'PageDown'), walk(3, 'PageDown'), walk(9, 'PageUp')], [9, 7, 1]);
  });

  it('go to the ends of the row, and with Control to the first and the last', () => {
    assert.deepEqual([walk(6, 'Home'), walk(5, 'End'), walk(8, 'End')], [4, 7, 9]);
    assert.deepEqual([walk(6, 'Home', true), walk(1, 'End', true)], [0, 9]);
  });

  it('leave other keys alone', () => {
    assert.deepEqual([walk(1, 'a'), walk(1, 'Tab')], [null, null]);
  });
});
