import path from 'node:path';
import { knownArchives, knownDatasets } from '../../shared/catalogue';
import { HumanError } from '../../shared/failures';
import type { GetJob } from '../../shared/protocol';
import { breedInName, byCodeUnits } from '../data/assignClasses';
import { decodeWorkers, eachInParallel } from '../data/eachInParallel';
import { makeFolder } from '../data/partial';
import type { Found, FoundPhoto } from '../data/found';
import { progressOf } from '../data/progress';
import { unpackPhotos } from '../data/unpackPhotos';
import type { JobContext } from '../jobContext';
import { cutHead } from './cutHead';
import { fetchArchive, originOf } from './fetchArchive';
import { pixelBytes } from './pixelBytes';
import { provenance } from './provenance';
import { readAnnotations, type Annotations } from './readAnnotations';
import { speciesOfBreed } from './speciesOfBreed';

/**
 * PetFaces made anew: the heads of Oxford's photos, cut out by the head boxes in the annotations, named like
 * `cat_Abyssinian/Abyssinian_1.jpg`. One head a photo, the largest. What cannot be cut is `skipped`.
 * @throws HumanError as downloadArchive, source-unreadable, unsafe-archive, no-head-boxes; the signal's reason
 */
export async function cutHeads(job: GetJob, staging: string, context: JobContext): Promise<Found> {
  // Oxford has head boxes for half of the photos.
  const thenWritten = knownArchives.images.bytes / 2 + pixelBytes(job, knownDatasets.petfaces.photos);
  const annotations = await fetchArchive('annotations', { job, thenWritten, context });
  const read = await readAnnotations(annotations.file, context.signal);
  if (read.boxes.size === 0) throw new HumanError('no-head-boxes', { file: annotations.file });
  const images = await fetchArchive('images', { job, thenWritten, context });
  const { photos } = await unpackPhotos(images.file, {
    staging,
    context,
    wanted: (name) => read.boxes.has(path.parse(name).name),
  });
  const { heads, skipped } = await cutAll(photos, read, staging, context);
  if (heads.length === 0) throw new HumanError('no-head-boxes', { file: annotations.file });
  return {
    photos: heads,
    skipped: [...skipped, ...withoutPhoto(photos, read)],
    movable: true,
    file: images.file,
    ...provenance('petfaces'),
    origin: { way: 'cut', archives: [images, annotations].map(originOf) },
  };
}

async function cutAll(
  photos: readonly FoundPhoto[],
  annotations: Annotations,
  staging: string,
  context: JobContext,
): Promise<{ heads: FoundPhoto[]; skipped: Found['skipped'] }> {
  const folder = path.join(staging, 'heads');
  await makeFolder(folder);
  const tell = progressOf(context, 'cutting', photos.length);
  const heads: FoundPhoto[] = [];
  const skipped: Found['skipped'] = [];
  let done = 0;
  const options = { workers: decodeWorkers, signal: context.signal };
  await eachInParallel(photos, options, async ({ name, file }, index) => {
    const stem = path.parse(name).name;
    const box = annotations.boxes.get(stem);
    if (!box) return;
    const head = path.join(folder, `${index}.jpg`);
    const why = await cutHead(file, box, head);
    if (why !== undefined) skipped.push({ path: name, reason: why });
    else heads.push({ name: headName(stem, box.species ?? annotations.species.get(stem)), file: head });
    tell(++done);
  });
  skipped.sort((a, b) => byCodeUnits(a.path, b.path));
  return { heads, skipped };
}

function headName(stem: string, species: string | undefined): string {
  const breed = breedInName(stem) ?? stem;
  return `${species ?? speciesOfBreed(breed)}_${breed}/${stem}.jpg`;
}

/** Annotations that nothing came of. */
function withoutPhoto(photos: readonly FoundPhoto[], { boxes, unreadable }: Annotations): Found['skipped'] {
  const names = new Set(photos.map(({ name }) => path.parse(name).name));
  const missing = [...boxes.keys()].filter((stem) => !names.has(stem));
  return [
    ...missing.map((stem) => ({ path: `${stem}.xml`, reason: 'head-box: no photo' })),
    ...unreadable.map((name) => ({ path: name, reason: 'head-box' })),
  ];
}
