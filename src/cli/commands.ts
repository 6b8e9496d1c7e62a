import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { TrainConfig } from '../shared/config';
import { layout } from '../shared/layout';
import { summarize } from '../shared/manifest';
import type { PhotoSource, TrainerEvent } from '../shared/protocol';
import { isResumable, newRun, settled } from '../shared/run';
import { cacheFolder, newCache } from './cacheFolder';
import { trialLine } from './eventLines';
import { exitCodes } from './exitCodes';
import type { ExitCode } from './exitCodes';
import { datasetOfRun, readManifest, runFromBefore } from './onDisk';
import type {
  ClassifyOptions,
  EnginesOptions,
  EvaluateOptions,
  PrepareOptions,
  ResumeOptions,
  TrainOptions,
} from './options';
import { paintFor } from './paint';
import { near, quoted } from './paths';
import { modelFile, preparedResult, scoreResult } from './results';
import type { Outcome, Session } from './session';
import { quantity } from './text';

/** The word that stands for the pets that Pet CV draws, where no file has that name. */
const drawnWord = 'drawn';
/** More photos than this that were left out are only counted. */
const skippedShown = 10;

/** `petcv prepare` */
export async function prepare(session: Session, source: string, options: PrepareOptions): Promise<ExitCode> {
  const from = photoSource(source, options.perBreed);
  const folder = resolve(options.out);
  const cache = newCache(folder, options.cache);
  const outcome = await session.run({
    type: 'prepare',
    source: from,
    folder,
    cache: cache.folder,
    title: options.title ?? sourceTitle(from),
    imageSize: options.size,
    trainFraction: options.split,
    seed: options.seed,
  });
  if (outcome.exitCode !== exitCodes.done || outcome.prepared === null) {
    await cache.discard();
    return outcome.exitCode;
  }
  await cache.keep();
  await saySkipped(session, folder);
  const name = quoted(near(folder));
  session.voice.say(`Next: petcv train ${name} --out ${quoted(near(join(folder, '..', 'run')))}`);
  session.voice.result(preparedResult(outcome.prepared.dataset));
  return exitCodes.done;
}

/** `petcv train` */
export async function train(session: Session, dataset: string, options: TrainOptions): Promise<ExitCode> {
  const folder = resolve(dataset);
  const run = resolve(options.out);
  const config: TrainConfig = {
    preset: options.preset,
    epochs: options.epochs,
    batchSize: options.batch,
    imageSize: options.size,
    seed: options.seed,
    engine: options.engine,
    learningRate: options.learningRate,
    augmentation: options.augment,
  };
  const cache = cacheFolder(folder, options.cache);
  const outcome = await session.run(
    { type: 'train', dataset: folder, cache, run, config },
    { from: newRun(basename(run)) },
  );
  return finishTraining(session, run, outcome);
}

/** `petcv resume` */
export async function resume(session: Session, runFolder: string, options: ResumeOptions): Promise<ExitCode> {
  const run = resolve(runFolder);
  const dataset = options.dataset === undefined ? undefined : resolve(options.dataset);
  // Without a readable run.json the trainer says what is wrong; the cache is then never used.
  const trainedOn = dataset ?? (await datasetOfRun(run)) ?? run;
  const outcome = await session.run(
    {
      type: 'resume',
      run,
      cache: cacheFolder(trainedOn, options.cache),
      ...(dataset === undefined ? {} : { dataset }),
    },
    { from: await runFromBefore(run) },
  );
  return finishTraining(session, run, outcome);
}

/** `petcv evaluate` */
export async function evaluate(
  session: Session,
  model: string,
  datasetFolder: string,
  options: EvaluateOptions,
): Promise<ExitCode> {
  const folder = resolve(datasetFolder);
  const manifest = await readManifest(folder);
  const dataset = manifest === null ? null : summarize(manifest, folder);
  const { exitCode, run } = await session.run(
    {
      type: 'evaluate',
      model: resolve(model),
      dataset: folder,
      cache: cacheFolder(folder, options.cache),
      part: options.part,
      engine: options.engine,
    },
    // So that the report of drawn pets says that they are drawn.
    { from: { ...newRun(''), dataset } },
  );
  if (exitCode !== exitCodes.done || run.report === null) return exitCode;
  session.voice.say(`Model: ${near(modelFile(run.report))}`);
  session.voice.result(scoreResult(run.report));
  return exitCodes.done;
}

/** `petcv classify`: fails when any photo could not be read, after the others were classified. */
export async function classify(
  session: Session,
  model: string,
  photos: string[],
  options: ClassifyOptions,
): Promise<ExitCode> {
  const outcome = await session.run(
    {
      type: 'classify',
      model: resolve(model),
      photos: photos.map((photo) => resolve(photo)),
      top: options.top,
      engine: options.engine,
    },
    { relay: namedAsGiven(photos) },
  );
  const [first] = outcome.classified;
  if (first !== undefined) session.voice.say(`Model: ${near(first.model)}`);
  if (outcome.exitCode !== exitCodes.done) return outcome.exitCode;
  return outcome.failed > 0 ? exitCodes.failed : exitCodes.done;
}

/** `petcv engines` */
export async function engines(session: Session, options: EnginesOptions): Promise<ExitCode> {
  const { exitCode, engine } = await session.run({ type: 'probe', engine: options.engine });
  if (exitCode !== exitCodes.done || engine === null) return exitCode;
  const paint = paintFor(process.stdout);
  session.voice.say(...engine.trials.map((trial) => trialLine(trial, paint)));
  session.voice.result({
    type: 'result',
    engine: engine.engine,
    device: engine.device,
    trials: engine.trials,
  });
  return exitCodes.done;
}

/** What a person means by SOURCE. */
export function photoSource(source: string, perBreed: number): PhotoSource {
  return source === drawnWord && !existsSync(source)
    ? { kind: 'drawn', perBreed }
    : { kind: 'path', path: resolve(source) };
}

/** A title for photos that were given none: the file's name without its endings. */
export function sourceTitle(source: PhotoSource): string {
  return source.kind === 'drawn'
    ? 'Drawn pets'
    : basename(source.path).replace(/(\.tar)?\.(gz|tgz|tar)$/i, '');
}

/** Names the files that a new dataset left out, and why. */
export async function saySkipped(session: Session, folder: string): Promise<void> {
  const skipped = (await readManifest(folder))?.skipped ?? [];
  if (skipped.length === 0) return;
  const rest = skipped.length - skippedShown;
  session.voice.say(
    `Left out ${quantity(skipped.length, 'file')}:`,
    ...skipped.slice(0, skippedShown).map(({ path, reason }) => `  ${path}: ${reason}`),
    ...(rest > 0 ? [`  and ${rest} more, listed in ${near(join(folder, layout.manifest))}`] : []),
  );
}

function finishTraining(session: Session, folder: string, outcome: Outcome): ExitCode {
  const { exitCode, run } = outcome;
  if (exitCode !== exitCodes.done || run.report === null) {
    if (isResumable(settled(run))) {
      session.voice.say(`What was learned is saved. Go on with: petcv resume ${quoted(near(folder))}`);
    }
    return exitCode;
  }
  session.voice.say('', ...whereFilesAre(folder));
  session.voice.say('', `Next: petcv classify ${quoted(near(folder))} PHOTO...`);
  session.voice.result(scoreResult(run.report));
  return exitCodes.done;
}

/** Where a finished run left its files. */
export function whereFilesAre(folder: string): string[] {
  return [
    `Model:  ${near(join(folder, layout.bestModel))}`,
    `Report: ${near(join(folder, layout.report))}`,
    `Events: ${near(join(folder, layout.events))}`,
  ];
}

/** The trainer knows photos by absolute path; a script looks for what it wrote. */
function namedAsGiven(photos: readonly string[]): (event: TrainerEvent) => TrainerEvent | null {
  const given = new Map<string, string[]>();
  for (const photo of photos) given.set(resolve(photo), [...(given.get(resolve(photo)) ?? []), photo]);
  return (event) => {
    if (event.type === 'classified' || event.type === 'failed') {
      return { ...event, photo: given.get(event.photo)?.shift() ?? event.photo };
    }
    // The last lines are the results.
    return event.type === 'done' ? null : event;
  };
}
