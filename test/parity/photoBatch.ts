import { existsSync } from 'node:fs';
import path from 'node:path';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import type { PrepareJob } from '../../src/shared/protocol';
import { assignClasses } from '../../src/trainer/data/assignClasses';
import { decodePhoto } from '../../src/trainer/data/decodePhoto';
import { findPhotos } from '../../src/trainer/data/photoSource';
import { randomStream } from '../../src/trainer/random';
import { normalized, type Batch } from '../../src/trainer/training/batchReader';
import { prepareJob, recorder } from '../trainer/dataSupport';
import { inTemporaryFolder } from '../trainer/support';

const sample = path.resolve('../shared/data/oxford-sample/images.tar.gz');

/**
 * The first `perClass` photos of each of the first `classes` breeds, decoded as training does: real ones where
 * `../shared/data` is, else drawn pets.
 */
export function photoBatch(
  imageSize: number,
  classes: number,
  perClass: number,
): Promise<{ source: string; batch: Batch }> {
  const real = existsSync(sample);
  const source: PrepareJob['source'] = real
    ? { kind: 'path', path: sample }
    : { kind: 'drawn', perBreed: perClass };
  return inTemporaryFolder(async (root) => {
    const { photos } = await findPhotos(prepareJob(root, sample, { source }), root, recorder());
    const files = new Map(photos.map(({ name, file }) => [name, file]));
    const assigned = assignClasses([...files.keys()], 'pets').photos;
    const breeds = [...new Set(assigned.map(({ className }) => className))].slice(0, classes);
    const chosen = breeds.flatMap((breed, label) => {
      const own = assigned.filter(({ className }) => className === breed);
      return own.slice(0, perClass).map(({ name }) => ({ name, label }));
    });
    const pixels = await Promise.all(
      chosen.map(async ({ name }) => (await decodePhoto(files.get(name) ?? '', imageSize)).pixels),
    );
    const bytes = new Uint8Array(Buffer.concat(pixels));
    const batch = {
      inputs: normalized(real ? bytes : grainy(bytes)),
      labels: Int32Array.from(chosen, ({ label }) => label),
      photos: chosen.length,
    };
    return { source: real ? 'real photos' : 'drawn pets', batch };
  });
}

/**
 * With grain as of a camera: a drawn area is of one colour, and there rounding alone decides which pixel of a pool is the
 * largest. Five steps of Keras in single and in double precision differ as much there as ours and Keras'.
 */
function grainy(bytes: Uint8Array): Uint8Array {
  const random = randomStream(1, 0);
  return bytes.map((byte) => Math.min(255, Math.max(0, byte + uniformInt(random, -8, 8))));
}
