import { HumanError } from '../../shared/failures';
import type { Manifest } from '../../shared/manifest';
import type { Job } from '../../shared/protocol';
import { findModelFile, readCheckpoint } from '../checkpoint/readCheckpoint';
import { readManifest } from '../data/manifestFile';
import { ensurePixels } from '../data/pixelFile';
import type { JobContext } from '../jobContext';
import { readBatches } from '../training/batchReader';
import { useEngine } from '../useEngine';
import { predict } from './predict';
import { reportOf } from './report';

type EvaluateJob = Extract<Job, { type: 'evaluate' }>;

/** Photos a pass: only memory depends on it. */
const batchSize = 32;

/**
 * Scores a saved model on a prepared dataset, which may be another than it was trained on, under the same class names.
 * @throws HumanError `checkpoint-missing`, `checkpoint-corrupt`, `checkpoint-version`, `dataset-missing`, `class-mismatch`
 */
export async function evaluate(job: EvaluateJob, context: JobContext): Promise<void> {
  const modelFile = findModelFile(job.model);
  const prepared = await readManifest(job.dataset);
  await useEngine(job.engine, context);
  const loaded = await readCheckpoint(modelFile);
  const { network, checkpoint } = loaded;
  const manifest = relabelled(prepared, checkpoint.classes, job.dataset);
  const { imageSize } = checkpoint;
  const pixels = await ensurePixels({ folder: job.dataset, manifest, cache: job.cache, imageSize, context });
  try {
    const photos = manifest.files.flatMap((file, index) =>
      (job.part === 'all' ? file.part !== 'unused' : file.part === job.part) ? [index] : [],
    );
    const total = photos.length;
    const batches = readBatches(pixels, manifest.files, photos, batchSize);
    const predictions = await predict(network, batches, total, context.signal, (done) =>
      context.emit({ type: 'progress', stage: 'scoring', done, total }),
    );
    const report = reportOf(loaded, manifest, job.part, predictions);
    context.emit({ type: 'report', report, path: null });
  } finally {
    await pixels.close();
    network.dispose();
  }
}

/** The manifest with labels that count in the model's classes. */
function relabelled(manifest: Manifest, classes: readonly string[], folder: string): Manifest {
  const unknown = manifest.classes.filter((name) => !classes.includes(name));
  if (unknown.length > 0)
    throw new HumanError('class-mismatch', { file: folder, detail: unknown.join(', ') });
  const labels = manifest.classes.map((name) => classes.indexOf(name));
  return { ...manifest, files: manifest.files.map((file) => ({ ...file, label: labels[file.label] ?? 0 })) };
}
