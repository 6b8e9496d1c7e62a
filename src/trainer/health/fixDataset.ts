import path from 'node:path';
import { HumanError } from '../../shared/failures';
import type { Fix } from '../../shared/health';
import type { Manifest } from '../../shared/manifest';
import type { FixJob } from '../../shared/protocol';
import { readManifest } from '../data/manifestFile';
import { ioFailure } from '../ioFailure';
import type { JobContext } from '../jobContext';
import { examineDataset } from './examine';
import { healthOf } from './healthOf';
import { followRenames, planRenames, renamePhotos } from './renamePhotos';
import { examinedAfter, safeFixes, tornClasses } from './safeFixes';
import { saveDataset } from './saveDataset';

/**
 * Checks a dataset and applies the fixes that take nothing away from the person: no photo is deleted. Emits `fixed`,
 * `health` and `prepared`. A second run finds nothing to do.
 * @throws HumanError dataset-missing, dataset-invalid, too-few-photos where a class would have no photo left on a side,
 * disk-full, read-only; the signal's reason
 */
export async function fixDataset(job: FixJob, context: JobContext): Promise<Fix[]> {
  const folder = path.resolve(job.dataset);
  const read = await readManifest(folder);
  const before = { ...read, files: await followRenames(folder, read.files) };
  const examined = await examineDataset(folder, before, job.cache, context);
  const { manifest, fixes } = safeFixes(before, examined);
  refuseEmptySides(before, manifest, folder);
  const places = await planRenames(folder, examined.readable);
  context.signal.throwIfAborted();
  // From here on nothing is waited for but the disk. Ended in between, the next fix follows the renamed photos.
  await renamePhotos(folder, places).catch((error: unknown) => {
    throw ioFailure(error, folder);
  });
  const fixed = {
    ...manifest,
    files: manifest.files.map((file) => ({ ...file, path: places.get(file.path) ?? file.path })),
  };
  const followed = before.files.filter((file, index) => file.path !== read.files[index]?.path);
  if (followed.length > 0) fixes.push({ kind: 'missing', photos: followed.map((file) => file.path) });
  if (places.size > 0) fixes.push({ kind: 'wrong-format', photos: [...places.values()] });
  const health = healthOf(examinedAfter(examined, { manifest: fixed, folder, places }));
  context.emit({ type: 'fixed', fixes });
  await saveDataset(folder, fixed, health, context);
  return fixes;
}

function refuseEmptySides(before: Manifest, after: Manifest, folder: string): void {
  const known = tornClasses(before);
  const torn = tornClasses(after).filter((name) => !known.includes(name));
  if (torn.length > 0) throw new HumanError('too-few-photos', { file: folder, detail: torn.join(', ') });
}
