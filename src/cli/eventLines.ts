import { engineTexts } from '../shared/protocol';
import type { EngineTrial, EpochDone, RunStarted, TrainerEvent } from '../shared/protocol';
import { fillIn } from '../shared/failures';
import { breedTitle } from '../shared/manifest';
import type { DatasetSummary } from '../shared/manifest';
import type { Run } from '../shared/run';
import { fixLines, healthLines } from './healthLines';
import { segmentLine } from './paint';
import type { Paint, Segment } from './paint';
import { near } from './paths';
import { reportLines } from './reportLines';
import { bar, count, left, percent, quantity, right } from './text';

/** The lines that stay in the terminal for `event`; most events only move the progress display. `run` is after the event. */
export function eventLines(event: TrainerEvent, run: Run, width: number, paint: Paint): string[] {
  switch (event.type) {
    case 'engine':
      return [`Engine: ${paint('strong', event.engine)}, ${event.device}`];
    case 'prepared':
      return preparedLines(event.dataset);
    case 'started':
      return startedLines(event, paint);
    case 'resumed':
      return [
        `Going on in epoch ${event.epoch}, of which ${quantity(event.batch, 'batch', 'batches')} are done.`,
      ];
    case 'epoch':
      return [epochLine(event, run.config?.epochs ?? event.epoch, width, paint)];
    case 'report':
      return ['', ...reportLines(event.report, run.dataset?.drawn ?? false, width, paint)];
    case 'classified':
      return [paint('strong', event.photo), ...event.top.map((guess) => guessLine(guess, width, paint))];
    case 'retrying':
      return [
        `Interrupted (${event.reason}): ${event.address}. Trying again in ${event.seconds.toFixed(0)} s (attempt ${event.attempt}).`,
      ];
    case 'health':
      return ['', ...healthLines(event.health, paint)];
    case 'fixed':
      return event.fixes.length === 0 ? ['Nothing to fix.'] : ['Fixed:', ...fixLines(event.fixes)];
    case 'trashed':
      return [`Moved to the trash: ${quantity(event.files.length, 'file')}`];
    case 'progress':
    case 'tiles':
    case 'samples':
    case 'batch':
    case 'validating':
    case 'checkpoint':
    case 'failed':
    case 'done':
    case 'stopped':
    case 'error':
      return [];
  }
}

/** One rung of the engine ladder in words. */
export function trialLine(trial: EngineTrial, paint: Paint): string {
  const mark = trial.works ? paint('good', '✓') : paint('quiet', '·');
  return `${mark} ${left(trial.engine, 7)} ${fillIn(engineTexts[trial.reason], { detail: trial.detail })}`;
}

/** A dataset's title; drawn pets are never shown without the word. */
export function datasetTitle(dataset: Pick<DatasetSummary, 'title' | 'drawn'>): string {
  return dataset.drawn && !/\bdrawn\b/i.test(dataset.title) ? `${dataset.title} (drawn)` : dataset.title;
}

function preparedLines(dataset: DatasetSummary): string[] {
  const photos = dataset.trainPhotos + dataset.validationPhotos;
  const word = dataset.drawn ? 'drawn picture' : 'photo';
  return [
    `Prepared ${datasetTitle(dataset)}: ${quantity(photos, word)} of ${dataset.classes.length} classes, ` +
      `${count(dataset.trainPhotos)} for training and ${count(dataset.validationPhotos)} for validation` +
      (dataset.unusedPhotos > 0 ? `, ${count(dataset.unusedPhotos)} not used` : '') +
      (dataset.skipped > 0 ? `; ${count(dataset.skipped)} left out.` : '.'),
    `Dataset: ${near(dataset.folder)}`,
  ];
}

function startedLines(event: RunStarted, paint: Paint): string[] {
  const { config, dataset, weights } = event;
  const word = dataset.drawn ? 'drawn picture' : 'photo';
  return [
    `Training ${paint('strong', config.preset)} (${quantity(weights, 'weight')}) on ${datasetTitle(dataset)}: ` +
      `${quantity(dataset.trainPhotos, word)}, ${dataset.classes.length} classes, ` +
      `${config.imageSize} px, batch ${config.batchSize}, seed ${config.seed}`,
  ];
}

function epochLine(event: EpochDone, epochs: number, width: number, paint: Paint): string {
  const digits = String(epochs).length;
  const segments: Segment[] = [
    { text: `Epoch ${right(String(event.epoch), digits)}/${epochs}`, tone: 'strong' },
    { text: `loss ${event.loss.toFixed(4)}` },
    { text: `train ${right(percent(event.accuracy), 7)}` },
    { text: `val loss ${event.validationLoss.toFixed(4)}` },
    { text: `val ${right(percent(event.validationAccuracy), 7)}`, tone: 'strong' },
    { text: right(`${event.seconds.toFixed(1)} s`, 7), tone: 'quiet' },
    ...(event.best ? [{ text: '★ best', tone: 'good' } as const] : []),
  ];
  return segmentLine(segments, width, paint);
}

function guessLine(guess: { class: string; probability: number }, width: number, paint: Paint): string {
  const nameWidth = Math.max(10, Math.min(30, width - 30));
  const segments: Segment[] = [
    { text: `  ${left(breedTitle(guess.class), nameWidth)}` },
    { text: right(percent(guess.probability), 7) },
    { text: bar(guess.probability, 12), tone: 'accent' },
  ];
  return segmentLine(segments, width, paint);
}
