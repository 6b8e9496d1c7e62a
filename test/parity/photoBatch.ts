import { existsSync } from 'node:fs';
import path from 'node:path';
import type { PrepareJob } from '../../src/shared/protocol';
import { assignClasses } from '../../src/trainer/data/assignClasses';
import { decodePhoto } from '../../src/trainer/data/decodePhoto';
import { findPhotos } from '../../src/trainer/data/photoSource';
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
    const decoded = await Promise.all(
      chosen.map(async ({ name }) => (await decodePhoto(files.get(name) ?? '', imageSize)).pixels),
    );
    const batch = {
      inputs: normalized(new Uint8Array(Buffer.concat(decoded))),
      labels: Int32Array.from(chosen, ({ label }) => label),
      photos: chosen.length,
    };
    return { source: real ? 'real photos' : 'drawn pets', batch };
  });
}
