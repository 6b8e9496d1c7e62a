import { isActive, type Run } from '../shared/run';
import type { Words } from './words';

/** Where a run stands, for the bar under the header. */
export interface RunProgress {
  /** Share 0..1 that is done; null while nothing says how much there is. */
  share: number | null;
  /** Words beside the bar, the most important first. */
  texts: string[];
}

/** Stage, epoch and batch. Null when a run ended before its first batch: there is no way to show. */
export function runProgress(run: Run, words: Words): RunProgress | null {
  if (run.stage !== null) return stageProgress(run.stage, words);
  if (run.epoch === 0) return run.status === 'starting' || run.status === 'running' ? starting(words) : null;
  const epochs = run.config?.epochs ?? run.epoch;
  const texts = [words.text('progress.epoch', { epoch: run.epoch, epochs })];
  if (run.validating !== null) texts.push(words.text('progress.validating', run.validating));
  else if (run.status !== 'finished') {
    texts.push(words.text('progress.batch', { batch: run.batch, batches: run.batchesPerEpoch }));
  }
  return { share: doneShare(run, epochs), texts };
}

/** Seconds that the run took or has taken by `now`, in milliseconds since 1970. Null where the end is not known. */
export function elapsedSeconds(run: Run, now: number): number | null {
  if (run.startedAt === null) return null;
  if (run.endedAt !== null) return (run.endedAt - run.startedAt) / 1000;
  return isActive(run.status) ? (now - run.startedAt) / 1000 : null;
}

function stageProgress(stage: NonNullable<Run['stage']>, words: Words): RunProgress {
  const name = words.text(`stage.${stage.name}`);
  const { done, total } = stage;
  if (total === null || total === 0) {
    return { share: null, texts: [done === 0 ? name : words.text('stage.count', { stage: name, done })] };
  }
  return { share: done / total, texts: [words.text('stage.of', { stage: name, done, total })] };
}

function starting(words: Words): RunProgress {
  return { share: null, texts: [words.text('stage.starting')] };
}

function doneShare(run: Run, epochs: number): number {
  if (run.status === 'finished') return 1;
  const steps = epochs * run.batchesPerEpoch;
  return steps === 0 ? 0 : Math.min(1, ((run.epoch - 1) * run.batchesPerEpoch + run.batch) / steps);
}
