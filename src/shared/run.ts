import { augmentationPresets } from './config';
import type { EngineId, TrainConfig } from './config';
import type { Failure } from './failures';
import type { DatasetSummary } from './manifest';
import type { CheckpointKind, EngineTrial, EpochDone, Report, Sample, Stage, TrainerEvent } from './protocol';

/**
 * Where a run stands. `interrupted` is what a run on disk is that neither ended nor has a living trainer: the
 * window was closed or the trainer killed; it can be resumed, like a `stopped` or `failed` one.
 */
export type RunStatus =
  'starting' | 'running' | 'stopping' | 'stopped' | 'interrupted' | 'failed' | 'finished';

/** One training step, thinned out for drawing. `step` counts batches over the whole run, from 1. */
export interface BatchPoint {
  step: number;
  loss: number;
  accuracy: number;
}

/** A training run as everyone shows it: the fold of its events. Plain data, safe to post. */
export interface Run {
  id: string;
  status: RunStatus;
  /** Milliseconds since 1970; moved forward by the pauses of a resumed run, so that the time since counts training alone. */
  startedAt: number | null;
  endedAt: number | null;
  config: TrainConfig | null;
  dataset: DatasetSummary | null;
  weights: number | null;
  engine: { id: EngineId; device: string } | null;
  trials: EngineTrial[];
  /** What goes on before the first batch or after the last. */
  stage: { name: Stage; done: number; total: number | null } | null;
  samples: Sample[];
  /** Current position, both from 1; 0 before the first batch. */
  epoch: number;
  batch: number;
  batchesPerEpoch: number;
  imagesPerSecond: number | null;
  etaSeconds: number | null;
  batches: BatchPoint[];
  /** Every `batchStride`-th batch is kept, so that a long run stays a small message. */
  batchStride: number;
  epochs: EpochDone[];
  validating: { done: number; total: number } | null;
  checkpoints: Partial<Record<CheckpointKind, { epoch: number; path: string }>>;
  report: Report | null;
  failure: Failure | null;
}

/** More points than this a chart cannot show; the series is then thinned to every second one. */
export const maxBatchPoints = 2000;

/** A run of which nothing is known yet. */
export function newRun(id: string): Run {
  return {
    id,
    status: 'starting',
    startedAt: null,
    endedAt: null,
    config: null,
    dataset: null,
    weights: null,
    engine: null,
    trials: [],
    stage: null,
    samples: [],
    epoch: 0,
    batch: 0,
    batchesPerEpoch: 0,
    imagesPerSecond: null,
    etaSeconds: null,
    batches: [],
    batchStride: 1,
    epochs: [],
    validating: null,
    checkpoints: {},
    report: null,
    failure: null,
  };
}

/** Folds one event into a run. Pure: host, panel and command line all show the same run. */
export function reduce(run: Run, event: TrainerEvent): Run {
  switch (event.type) {
    case 'engine':
      return { ...run, engine: { id: event.engine, device: event.device }, trials: event.trials };
    case 'progress':
      return { ...run, stage: { name: event.stage, done: event.done, total: event.total } };
    case 'started':
      return {
        ...run,
        status: 'running',
        startedAt: event.at,
        // Logs of earlier versions say nothing of these.
        config: Object.assign({ augmentation: augmentationPresets.none }, event.config),
        dataset: Object.assign({ unusedPhotos: 0 }, event.dataset),
        weights: event.weights,
        batchesPerEpoch: event.batchesPerEpoch,
      };
    case 'resumed':
      return rewind(goingOn(run, event.at), event.epoch, event.batch);
    case 'samples':
      return { ...run, samples: event.samples };
    case 'batch':
      return addBatch(run, event);
    case 'validating':
      return { ...run, stage: null, validating: { done: event.done, total: event.total } };
    case 'epoch':
      return { ...run, validating: null, epochs: [...run.epochs, event] };
    case 'checkpoint': {
      const { kind, epoch, path } = event;
      return { ...run, checkpoints: { ...run.checkpoints, [kind]: { epoch, path } } };
    }
    case 'report':
      return { ...run, stage: null, report: event.report };
    case 'done':
      return ended({ ...run, status: 'finished' }, event.at);
    case 'stopped':
      return ended({ ...run, status: 'stopped' }, event.at);
    case 'error':
      return ended({ ...run, status: 'failed', failure: event.failure }, event.at);
    case 'prepared':
      return { ...run, stage: null };
    case 'retrying':
    case 'health':
    case 'fixed':
    case 'trashed':
    case 'tiles':
    case 'classified':
    case 'failed':
      return run;
  }
}

function addBatch(run: Run, event: Extract<TrainerEvent, { type: 'batch' }>): Run {
  const step = (event.epoch - 1) * event.batches + event.batch;
  const point = { step, loss: event.loss, accuracy: event.accuracy };
  const kept = step % run.batchStride === 0 ? [...run.batches, point] : run.batches;
  const full = kept.length > maxBatchPoints;
  const batchStride = full ? run.batchStride * 2 : run.batchStride;
  return {
    ...run,
    stage: null,
    validating: null,
    epoch: event.epoch,
    batch: event.batch,
    batchesPerEpoch: event.batches,
    imagesPerSecond: event.imagesPerSecond,
    etaSeconds: event.etaSeconds,
    batchStride,
    batches: full ? kept.filter((kept) => kept.step % batchStride === 0) : kept,
  };
}

function goingOn(run: Run, at: number): Run {
  const trained = run.epochs.reduce((sum, { seconds }) => sum + seconds * 1000, 0);
  const before = run.startedAt !== null && run.endedAt !== null ? run.endedAt - run.startedAt : trained;
  return { ...run, status: 'running', startedAt: at - before, endedAt: null, failure: null };
}

/** Forgets what came after the checkpoint that a resumed run goes on from: `batch` batches of `epoch` are done. */
function rewind(run: Run, epoch: number, batch: number): Run {
  const step = (epoch - 1) * run.batchesPerEpoch + batch;
  const epochs = run.config?.epochs ?? epoch;
  return {
    ...run,
    // Killed while the report was made, a run goes on after its last epoch.
    epoch: Math.min(epoch, epochs),
    batch: epoch > epochs ? run.batchesPerEpoch : batch,
    validating: null,
    report: null,
    batches: run.batches.filter((point) => point.step <= step),
    epochs: run.epochs.filter((done) => done.epoch < epoch),
  };
}

function ended(run: Run, at: number): Run {
  return { ...run, endedAt: at, stage: null, validating: null, etaSeconds: null };
}

/** True while a trainer works on the run. */
export function isActive(status: RunStatus): boolean {
  return status === 'starting' || status === 'running' || status === 'stopping';
}

/** True when the run can go on from its last checkpoint. */
export function isResumable(run: Run): boolean {
  return !isActive(run.status) && run.status !== 'finished' && run.checkpoints.last !== undefined;
}

/** What was read from disk of a run whose trainer is gone: an open end is an interruption. */
export function settled(run: Run): Run {
  return isActive(run.status)
    ? { ...run, status: 'interrupted', stage: null, validating: null, etaSeconds: null }
    : run;
}
