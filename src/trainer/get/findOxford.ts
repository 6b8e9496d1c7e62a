import path from 'node:path';
import { knownArchives, knownDatasets } from '../../shared/catalogue';
import type { Part } from '../../shared/manifest';
import type { GetJob } from '../../shared/protocol';
import type { Found } from '../data/found';
import { unpackPhotos } from '../data/unpackPhotos';
import type { JobContext } from '../jobContext';
import { fetchArchive, originOf } from './fetchArchive';
import { pixelBytes } from './pixelBytes';
import { provenance } from './provenance';
import { readAnnotations } from './readAnnotations';

/**
 * Oxford-IIIT Pet's photos, unpacked into `staging`; with annotations, also the side on which the publisher has each.
 * @throws HumanError as downloadArchive, source-unreadable, unsafe-archive; the signal's reason
 */
export async function findOxford(job: GetJob, staging: string, context: JobContext): Promise<Found> {
  const thenWritten = knownArchives.images.bytes + pixelBytes(job, knownDatasets['oxford-pets'].photos);
  const images = await fetchArchive('images', { job, thenWritten, context });
  const annotations = job.annotations
    ? await fetchArchive('annotations', { job, thenWritten, context })
    : undefined;
  const lists = annotations && (await readAnnotations(annotations.file, context.signal));
  const { photos } = await unpackPhotos(images.file, { staging, context });
  const official = new Map<string, Part>();
  for (const { name } of photos) {
    const side = lists?.official.get(path.parse(name).name);
    if (side !== undefined) official.set(name, side);
  }
  return {
    photos,
    skipped: [],
    movable: true,
    file: images.file,
    official,
    ...provenance('oxford-pets'),
    origin: { way: 'archive', archives: [images, ...(annotations ? [annotations] : [])].map(originOf) },
  };
}
