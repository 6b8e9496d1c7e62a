import assert from 'node:assert/strict';
import sharp from 'sharp';
import { groupDuplicates, type Fingerprinted } from '../../src/trainer/data/duplicates';
import { photoSignature } from '../../src/trainer/data/photoSignature';
import { drawnBreeds } from '../../src/trainer/drawn/breeds';
import { drawnPets, type DrawnPetPhoto, type DrawnPetsOptions } from '../../src/trainer/drawn/drawPets';

async function drawn(options: DrawnPetsOptions): Promise<DrawnPetPhoto[]> {
  const photos: DrawnPetPhoto[] = [];
  for await (const photo of drawnPets(options)) photos.push(photo);
  return photos;
}

async function pixelsOf(jpeg: Buffer, side: number): Promise<Uint8Array> {
  return sharp(jpeg).resize(side, side, { fit: 'fill' }).raw().toBuffer();
}

/** The 64 bits of a difference hash: whether the picture darkens from each of 9 x 8 fields to the next. */
async function differenceHash(jpeg: Buffer): Promise<boolean[]> {
  const grey = await sharp(jpeg).greyscale().resize(9, 8, { fit: 'fill' }).raw().toBuffer();
  return Array.from({ length: 64 }, (_, bit) => {
    const place = Math.floor(bit / 8) * 9 + (bit % 8);
    return (grey[place] ?? 0) > (grey[place + 1] ?? 0);
  });
}

function hamming(a: readonly boolean[], b: readonly boolean[]): number {
  return a.filter((bit, index) => bit !== b[index]).length;
}

describe('drawnPets', function () {
  this.timeout(600_000);

  describe('600 photos, drawn small', () => {
    let photos: DrawnPetPhoto[];
    before(async () => {
      // Small, for speed: hashes look at a few fields only.
      photos = await drawn({ perBreed: 60, seed: 1, size: 48 });
    });

    it('has 60 of each breed, named and numbered from 1, the breeds in turn', () => {
      const names = Array.from({ length: 60 }, (_, i) =>
        drawnBreeds.map(({ name }) => `${name}_${i + 1}.jpg`),
      );
      assert.deepEqual(
        photos.map(({ name }) => name),
        names.flat(),
      );
      for (const { breed, name } of photos) assert.equal(name.replace(/_\d+\.jpg$/, ''), breed);
    });

    it('has no two of one breed that look alike: their difference hashes are at least 6 of 64 bits apart', async () => {
      for (const { name } of drawnBreeds) {
        const own = photos.filter(({ breed }) => breed === name);
        const hashes = await Promise.all(own.map(({ jpeg }) => differenceHash(jpeg)));
        const distances = hashes.flatMap((a, i) => hashes.slice(i + 1).map((b) => hamming(a, b)));
        assert.equal(distances.length, (60 * 59) / 2);
        const mean = distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
        assert.ok(Math.min(...distances) >= 6, `${name}: nearest ${Math.min(...distances)} bits`);
        assert.ok(mean > 20, `${name}: mean ${mean} bits`);
      }
    });

    it('has none that the data set would take for copies of one photo', async () => {
      const fingerprints = await Promise.all(
        photos.map(async ({ name, jpeg }): Promise<Fingerprinted> => {
          return { sha256: name, ...photoSignature(await pixelsOf(jpeg, 48), 48) };
        }),
      );
      const groups = await groupDuplicates(fingerprints, new AbortController().signal);
      assert.equal(new Set(groups).size, photos.length);
    });

    it('lets no breed be told by the mean colour of its photos: none is right more than twice in five', async () => {
      const means = await Promise.all(
        photos.map(async ({ breed, jpeg }) => ({ breed, colour: [...(await pixelsOf(jpeg, 1))] })),
      );
      const right = means.filter((photo) => nearest(photo, means).breed === photo.breed).length;
      assert.ok(right / means.length < 0.4, `${right} of ${means.length}`);
    });
  });

  it('renders each breed as JPEGs of 256 x 256 pixels in three channels, neither blank nor blown out', async () => {
    const photos = await drawn({ perBreed: 4, seed: 5 });
    assert.equal(photos.length, 40);
    for (const { name, jpeg } of photos) {
      const { format, width, height, channels, hasAlpha } = await sharp(jpeg).metadata();
      assert.deepEqual([format, width, height, channels, hasAlpha], ['jpeg', 256, 256, 3, false], name);
      const { channels: tones } = await sharp(jpeg).stats();
      for (const { mean, stdev } of tones)
        assert.ok(mean > 15 && mean < 240 && stdev > 10, `${name}: ${mean} ${stdev}`);
    }
  });

  it('renders in other sizes', async () => {
    const [photo] = await drawn({ perBreed: 1, seed: 5, size: 100 });
    assert.ok(photo);
    const { width, height } = await sharp(photo.jpeg).metadata();
    assert.deepEqual([width, height], [100, 100]);
  });

  it('gives the same photos for the same seed and shares none between neighbouring seeds', async () => {
    const [first, again, next] = await Promise.all(
      [8, 8, 9].map((seed) => drawn({ perBreed: 2, seed, size: 48 })),
    );
    assert.deepEqual(again, first);
    const bytes = (photos: DrawnPetPhoto[] | undefined) =>
      (photos ?? []).map(({ jpeg }) => jpeg.toString('base64'));
    assert.equal(new Set([...bytes(first), ...bytes(next)]).size, 40);
  });

  it('stops when it is told to, after as many of each breed give or take one', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const photos: DrawnPetPhoto[] = [];
    await assert.rejects(async () => {
      for await (const photo of drawnPets({ perBreed: 50, seed: 1, size: 48, signal: controller.signal })) {
        photos.push(photo);
        if (photos.length === 13) controller.abort(reason);
      }
    }, reason);
    assert.equal(photos.length, 13);
    const counts = drawnBreeds.map(({ name }) => photos.filter(({ breed }) => breed === name).length);
    assert.deepEqual(counts, [2, 2, 2, 1, 1, 1, 1, 1, 1, 1]);
  });

  it('draws nothing when it is told to stop before it starts', async () => {
    const reason = new Error('not at all');
    const photos = drawnPets({ perBreed: 1, seed: 1, signal: AbortSignal.abort(reason) });
    await assert.rejects(photos.next(), reason);
  });
});

interface MeanColour {
  readonly breed: string;
  readonly colour: readonly number[];
}

function nearest(photo: MeanColour, others: readonly MeanColour[]): MeanColour {
  const distance = (other: MeanColour) =>
    Math.hypot(...photo.colour.map((tone, i) => tone - (other.colour[i] ?? 0)));
  const rest = others.filter((other) => other !== photo);
  return rest.reduce((best, other) => (distance(other) < distance(best) ? other : best));
}
