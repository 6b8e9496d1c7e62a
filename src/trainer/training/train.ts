import path from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { isPlain } from '../../shared/config';
import type { TrainConfig } from '../../shared/config';
import { HumanError } from '../../shared/failures';
import { layout } from '../../shared/layout';
import { summarize } from '../../shared/manifest';
import type { Manifest } from '../../shared/manifest';
import type { Job, JobEnded } from '../../shared/protocol';
import { runFileVersion } from '../../shared/runFile';
import type { RunFile } from '../../shared/runFile';
import { Augmenter } from '../augmentation/augmenter';
import { findModelFile, readCheckpoint, readOptimizer } from '../checkpoint/readCheckpoint';
import { readManifest } from '../data/manifestFile';
import { ensurePixels } from '../data/pixelFile';
import { Adam } from '../engines/adam';
import type { AdamState } from '../engines/adam';
import { predict } from '../evaluation/predict';
import { reportOf } from '../evaluation/report';
import { ioFailure } from '../ioFailure';
import { done, endOf } from '../jobEnd';
import type { JobContext } from '../jobContext';
import { buildNetwork } from '../models/buildNetwork';
import { logitsModel } from '../models/networkOutput';
import { useEngine } from '../useEngine';
import { writeWhole } from '../writeWhole';
import { readBatches } from './batchReader';
import { datasetFingerprint } from './datasetFingerprint';
import { fit } from './fit';
import { RunFolder } from './runFolder';
import { writeSamples } from './samples';
import { batchesPerEpoch, noProgress, photosOf, saveCheckpoint } from './session';
import type { Progress, TrainingSession } from './session';
import { trainableVariables } from './trainingStep';

type TrainJob = Extract<Job, { type: 'train' }>;
type ResumeJob = Extract<Job, { type: 'resume' }>;

/** What a training starts from. */
interface Start {
  run: RunFolder;
  context: JobContext;
  config: TrainConfig;
  manifest: Manifest;
  dataset: string;
  cache: string;
}

/**
 * Trains a new run to its end. Its events are kept in the run's folder, the last one too, which is returned and not yet
 * emitted.
 * @throws HumanError before the run has a folder of its own: `dataset-missing`, `run-exists`, `read-only`
 */
export async function train(job: TrainJob, context: JobContext): Promise<JobEnded> {
  const manifest = await readManifest(job.dataset);
  const run = await RunFolder.create(job.run, {
    version: runFileVersion,
    id: path.basename(job.run),
    created: new Date().toISOString(),
    dataset: path.resolve(job.dataset),
    datasetFingerprint: datasetFingerprint(manifest),
    config: job.config,
  });
  return recorded(run, context, (kept) => {
    const { config, dataset, cache } = job;
    return trainFromScratch({ run, context: kept, config, manifest, dataset, cache });
  });
}

/**
 * Goes on with a run that was stopped or killed.
 * @throws HumanError `run-missing`, `run-busy`, `run-finished`, `dataset-missing`, `dataset-changed`
 */
export async function resume(job: ResumeJob, context: JobContext): Promise<JobEnded> {
  const { run, file } = await RunFolder.reopen(job.run);
  const dataset = job.dataset ?? file.dataset;
  const manifest = await sameManifest(run, file, dataset).catch((error: unknown) => {
    run.close();
    throw error;
  });
  const start = { run, config: file.config, manifest, dataset, cache: job.cache };
  return recorded(run, context, (kept) => goOn({ ...start, context: kept }));
}

async function sameManifest(run: RunFolder, file: RunFile, dataset: string): Promise<Manifest> {
  if (run.isFinished()) throw new HumanError('run-finished', { file: run.folder });
  const manifest = await readManifest(dataset);
  if (datasetFingerprint(manifest) !== file.datasetFingerprint) {
    throw new HumanError('dataset-changed', { file: dataset });
  }
  return manifest;
}

/** Runs `work` with a context that also keeps every event on disk; ends by closing the run's folder. */
async function recorded(
  run: RunFolder,
  context: JobContext,
  work: (kept: JobContext) => Promise<void>,
): Promise<JobEnded> {
  const kept: JobContext = {
    signal: context.signal,
    emit: (event) => {
      run.append(event);
      context.emit(event);
    },
  };
  const end = await endOf(async () => {
    await work(kept);
    return done();
  });
  run.append(end);
  run.close();
  return end;
}

async function trainFromScratch(start: Start): Promise<void> {
  const { config, context, manifest } = start;
  await useEngine(config.engine, context);
  const network = buildNetwork(config.preset, {
    imageSize: config.imageSize,
    classes: manifest.classes.length,
    seed: config.seed,
  });
  const dataset = summarize(manifest, path.resolve(start.dataset));
  context.emit({
    type: 'started',
    at: Date.now(),
    run: start.run.folder,
    config,
    dataset,
    weights: network.countParams(),
    batchesPerEpoch: batchesPerEpoch(manifest, config),
  });
  const samples = await writeSamples(manifest, start.dataset, start.run.folder, config.seed);
  context.emit({ type: 'samples', samples });
  await work(start, network, noProgress, null);
}

async function goOn(start: Start): Promise<void> {
  await useEngine(start.config.engine, start.context);
  const last = start.run.path(layout.lastModel);
  const loaded = await readCheckpoint(last).catch((error: unknown) => {
    const missing = error instanceof HumanError && error.failure.code === 'checkpoint-missing';
    throw missing ? new HumanError('nothing-to-resume', { file: start.run.folder }) : error;
  });
  const { position, partial, best } = loaded.checkpoint;
  start.context.emit({ type: 'resumed', at: Date.now(), ...position });
  await work(start, loaded.network, { position, partial, best }, await readOptimizer(loaded));
}

async function work(
  start: Start,
  network: LayersModel,
  progress: Progress,
  adamState: AdamState | null,
): Promise<void> {
  const { cache, config, context, dataset, manifest, run } = start;
  const pixels = await ensurePixels({
    folder: dataset,
    manifest,
    cache,
    imageSize: config.imageSize,
    context,
  });
  const variables = trainableVariables(network);
  const adam = new Adam(config.learningRate, variables);
  if (adamState !== null) adam.restore(adamState);
  const augmenter = isPlain(config.augmentation)
    ? null
    : new Augmenter({ strengths: config.augmentation, seed: config.seed, side: config.imageSize });
  const session: TrainingSession = {
    id: path.basename(run.folder),
    run,
    context,
    config,
    manifest,
    pixels,
    augmenter,
    network,
    logits: logitsModel(network),
    variables,
    adam,
    progress,
  };
  try {
    // A run that is killed in its first epoch can go on, too.
    if (adamState === null) await saveCheckpoint(session, 'last');
    await fit(session);
    await report(session);
  } finally {
    await augmenter?.close();
    await pixels.close();
    adam.dispose();
    network.dispose();
  }
}

/** Scores the best checkpoint, as it lies on disk, on the validation part. */
async function report(session: TrainingSession): Promise<void> {
  const { config, context, manifest, pixels, run } = session;
  const loaded = await readCheckpoint(findModelFile(run.folder));
  const photos = photosOf(manifest, 'validation');
  const batches = readBatches(pixels, manifest.files, photos, config.batchSize);
  const total = photos.length;
  const predictions = await predict(loaded.network, batches, total, context.signal, (done) =>
    context.emit({ type: 'progress', stage: 'scoring', done, total }),
  );
  loaded.network.dispose();
  const found = reportOf(loaded, manifest, 'validation', predictions);
  const file = run.path(layout.report);
  try {
    await writeWhole(file, `${JSON.stringify(found, null, 2)}\n`);
  } catch (error) {
    throw ioFailure(error, file);
  }
  context.emit({ type: 'report', report: found, path: file });
}
