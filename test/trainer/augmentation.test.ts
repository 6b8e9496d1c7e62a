import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { augmentationLimits, augmentationPresets, isPlain } from '../../src/shared/config';
import type { Augmentation } from '../../src/shared/config';
import { augmentPhoto, vary } from '../../src/trainer/augmentation/augmentPhoto';
import { meanColour } from '../../src/trainer/augmentation/recolour';
import { variationOf } from '../../src/trainer/augmentation/variation';
import type { Occasion, Variation } from '../../src/trainer/augmentation/variation';
import { samplingMap } from '../../src/trainer/augmentation/warp';

const { none, strong } = augmentationPresets;
/** A photo as it is. */
const still: Variation = {
  ...{ mirrored: false, zoom: 1, centreX: 0.5, centreY: 0.5, angle: 0 },
  ...{ brightness: 1, contrast: 1, saturation: 1, hole: 0, holeX: 0.5, holeY: 0.5 },
};

const upTo = (max: number) => fc.double({ min: 0, max, noNaN: true });
const strengths = fc.record<Augmentation>({
  flip: upTo(augmentationLimits.flip),
  crop: upTo(augmentationLimits.crop),
  rotation: upTo(augmentationLimits.rotation),
  colour: upTo(augmentationLimits.colour),
  cutout: upTo(augmentationLimits.cutout),
});
const occasions = fc.record<Occasion>({
  seed: fc.nat({ max: 0xffff_ffff }),
  epoch: fc.integer({ min: 1, max: 1000 }),
  photo: fc.nat({ max: 100_000 }),
});
/** Square photos of noise between two values, even and odd sides. */
const photos = (low = 0, high = 255) =>
  fc
    .integer({ min: 16, max: 33 })
    .chain((side) =>
      fc
        .uint8Array({ min: low, max: high, minLength: side * side * 3, maxLength: side * side * 3 })
        .map((pixels) => ({ side, pixels })),
    );

describe('augmentation: what is drawn for a photo', () => {
  it('is decided by seed, epoch and photo alone, each of which changes it', () => {
    fc.assert(
      fc.property(occasions, (occasion) => {
        const drawn = variationOf(strong, occasion);
        assert.deepEqual(variationOf({ ...strong }, { ...occasion }), drawn);
        for (const key of ['seed', 'epoch', 'photo'] as const) {
          assert.notDeepEqual(variationOf(strong, { ...occasion, [key]: occasion[key] ^ 1 }), drawn);
        }
      }),
    );
  });

  it('stays within the strengths, and keeps a crop inside the photo', () => {
    fc.assert(
      fc.property(strengths, occasions, (chosen, occasion) => {
        const { zoom, centreX, centreY, angle, ...rest } = variationOf(chosen, occasion);
        assert.ok(zoom >= 1 - chosen.crop && zoom <= 1);
        assert.ok(Math.abs(angle) <= (chosen.rotation * Math.PI) / 180);
        for (const factor of [rest.brightness, rest.contrast, rest.saturation]) {
          assert.ok(Math.abs(Math.log2(factor)) <= chosen.colour + 1e-12);
        }
        const map = samplingMap({ ...still, zoom, centreX, centreY, mirrored: rest.mirrored }, 128);
        for (const corner of [-63.5, 63.5]) {
          for (const place of [map.xx * corner + map.x0, map.yy * corner + map.y0]) {
            assert.ok(place >= 0 && place <= 128, `${place}`);
          }
        }
      }),
    );
  });

  it('leaves the others alone when one strength is changed', () => {
    fc.assert(
      fc.property(occasions, (occasion) => {
        const drawn = variationOf(strong, occasion);
        const turnedMore = variationOf({ ...strong, rotation: 40 }, occasion);
        assert.ok(Math.abs(turnedMore.angle - 2 * drawn.angle) < 1e-12);
        assert.deepEqual({ ...turnedMore, angle: 0 }, { ...drawn, angle: 0 });
      }),
    );
  });

  it('flips as often as asked, and spreads evenly', () => {
    const drawn = Array.from({ length: 4000 }, (_, photo) =>
      variationOf({ ...strong, flip: 0.25 }, { seed: 1, epoch: 1 + (photo % 7), photo }),
    );
    const mean = (of: (one: Variation) => number) =>
      drawn.reduce((sum, one) => sum + of(one), 0) / drawn.length;
    assert.ok(Math.abs(mean((one) => Number(one.mirrored)) - 0.25) < 0.03);
    assert.ok(Math.abs(mean((one) => one.zoom) - (1 - strong.crop / 2)) < 0.01);
    for (const of of [
      (one: Variation) => one.centreX,
      (one: Variation) => one.centreY,
      (one: Variation) => one.holeX,
      (one: Variation) => one.angle + 0.5,
      (one: Variation) => Math.log2(one.brightness) + 0.5,
    ]) {
      assert.ok(Math.abs(mean(of) - 0.5) < 0.02, `${mean(of)}`);
    }
  });
});

describe('augmentation: the picture', () => {
  it('is the photo to the bit where every strength is 0', () => {
    fc.assert(
      fc.property(photos(), occasions, ({ side, pixels }, occasion) => {
        assert.deepEqual([...augmentPhoto(pixels, side, none, occasion)], [...pixels]);
        // By way of the whole calculation, too.
        assert.deepEqual([...vary(pixels, side, variationOf(none, occasion))], [...pixels]);
      }),
      { numRuns: 20 },
    );
  });

  it('is the same to the bit each time, whatever else is made in between', () => {
    fc.assert(
      fc.property(photos(), strengths, occasions, ({ side, pixels }, chosen, occasion) => {
        const before = pixels.slice();
        const once = augmentPhoto(pixels, side, chosen, occasion);
        augmentPhoto(pixels, side, strong, { ...occasion, photo: occasion.photo + 1 });
        assert.deepEqual(augmentPhoto(pixels, side, chosen, occasion), once);
        assert.deepEqual(pixels, before, 'the photo itself is not touched');
      }),
      { numRuns: 30 },
    );
  });

  it('differs from photo to photo and from epoch to epoch', () => {
    fc.assert(
      fc.property(photos(), occasions, ({ side, pixels }, occasion) => {
        const once = augmentPhoto(pixels, side, strong, occasion);
        const { epoch, photo } = occasion;
        for (const other of [
          { ...occasion, epoch: epoch + 1 },
          { ...occasion, photo: photo + 1 },
        ]) {
          assert.notDeepEqual(augmentPhoto(pixels, side, strong, other), once);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('is the photo again when it is mirrored twice, and is not when it is mirrored once', () => {
    fc.assert(
      fc.property(photos(), ({ side, pixels }) => {
        const mirror = { ...still, mirrored: true };
        const once = vary(pixels, side, mirror);
        assert.deepEqual([...vary(new Uint8Array(once), side, mirror)], [...pixels]);
        for (const row of [0, side - 1]) {
          const first = row * side * 3;
          const last = first + (side - 1) * 3;
          assert.deepEqual(
            once.subarray(first, first + 3),
            new Uint8ClampedArray(pixels.slice(last, last + 3)),
          );
        }
      }),
      { numRuns: 20 },
    );
  });

  it('keeps its centre when it is turned', () => {
    const side = 33;
    const at = (16 * side + 16) * 3;
    fc.assert(
      fc.property(upTo(Math.PI), fc.boolean(), (angle, mirrored) => {
        const pixels = new Uint8Array(side * side * 3).fill(40);
        pixels.fill(200, at, at + 3);
        const turned = vary(pixels, side, { ...still, angle, mirrored });
        assert.deepEqual([...turned.subarray(at, at + 3)], [200, 200, 200]);
      }),
    );
  });

  it('is turned as told: a quarter moves the right edge to an end', () => {
    const side = 16;
    const pixels = new Uint8Array(side * side * 3);
    for (let row = 0; row < side; row++) pixels.fill(255, (row * side + side - 1) * 3, (row + 1) * side * 3);
    const turned = vary(pixels, side, { ...still, angle: Math.PI / 2 });
    const lit = [...turned].flatMap((value, at) => (value > 250 ? [Math.floor(at / 3 / side)] : []));
    assert.equal(lit.length, side * 3);
    assert.equal(new Set(lit).size, 1, 'all in one row');
  });

  it('has no colour that was not in the photo, and so no black corners, when it is turned and cropped', () => {
    fc.assert(
      fc.property(photos(90, 130), occasions, upTo(0.6), ({ side, pixels }, occasion, crop) => {
        const moved = augmentPhoto(pixels, side, { ...none, flip: 0.5, crop, rotation: 45 }, occasion);
        assert.ok(moved.every((value) => value >= 90 && value <= 130));
      }),
      { numRuns: 50 },
    );
  });

  it('shows of a crop the part that it names', () => {
    const side = 32;
    // Red tells the column, green the row.
    const pixels = Uint8Array.from({ length: side * side * 3 }, (_, at) => {
      const place = Math.floor(at / 3);
      return [(place % side) * 4, Math.floor(place / side) * 4, 0][at % 3] ?? 0;
    });
    const part = vary(pixels, side, { ...still, zoom: 0.5, centreX: 0.25, centreY: 0.5 });
    for (let place = 0; place < side * side; place++) {
      const column = ((place % side) + 0.5) / 2 - 0.5;
      const row = side / 4 + (Math.floor(place / side) + 0.5) / 2 - 0.5;
      assert.ok(Math.abs((part[place * 3] ?? 0) - Math.max(0, column) * 4) <= 0.5);
      assert.ok(Math.abs((part[place * 3 + 1] ?? 0) - row * 4) <= 0.5);
    }
  });

  it('is as bright on average as its brightness says, whatever contrast and saturation', () => {
    const factors = fc.double({ min: 2 ** -0.4, max: 2 ** 0.4, noNaN: true });
    fc.assert(
      fc.property(photos(105, 150), factors, factors, factors, (photo, brightness, contrast, saturation) => {
        const { side, pixels } = photo;
        const before = luma(new Uint8ClampedArray(pixels));
        const after = luma(vary(pixels, side, { ...still, brightness, contrast, saturation }));
        assert.ok(Math.abs(after - brightness * before) < 1, `${after} of ${before} x ${brightness}`);
      }),
      { numRuns: 50 },
    );
  });

  it('is grey without saturation, flat without contrast', () => {
    fc.assert(
      fc.property(photos(), ({ side, pixels }) => {
        const grey = vary(pixels, side, { ...still, saturation: 0 });
        for (let at = 0; at < grey.length; at += 3) {
          assert.deepEqual([grey[at + 1], grey[at + 2]], [grey[at], grey[at]]);
        }
        const flat = vary(pixels, side, { ...still, contrast: 0 });
        assert.ok(Math.max(...flat) - Math.min(...flat) <= 0);
      }),
      { numRuns: 10 },
    );
  });

  it('loses a square of the mean colour, as large as asked where it lies inside', () => {
    const side = 32;
    const pixels = Uint8Array.from({ length: side * side * 3 }, (_, at) => (at % 2 === 0 ? 0 : 200));
    const changed = (holeX: number, holeY: number) => {
      const cut = vary(pixels, side, { ...still, hole: 0.25, holeX, holeY });
      const places = [...cut].flatMap((value, at) => (value === pixels[at] ? [] : [{ value, at }]));
      assert.ok(places.every(({ value }) => value === 100));
      return places.length;
    };
    assert.equal(changed(0.5, 0.5), 8 * 8 * 3);
    assert.equal(changed(0, 0), 4 * 4 * 3);
    assert.equal(changed(1, 0.5), 4 * 8 * 3);
  });

  it('is off in the preset "none" alone', () => {
    assert.deepEqual(
      Object.entries(augmentationPresets).map(([name, one]) => [name, isPlain(one)]),
      [
        ['none', true],
        ['light', false],
        ['strong', false],
      ],
    );
  });
});

function luma(picture: Uint8ClampedArray): number {
  const [red, green, blue] = meanColour(picture);
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}
