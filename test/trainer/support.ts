import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { defaultTrainConfig } from '../../src/shared/config';
import type { TrainConfig } from '../../src/shared/config';
import { parseEventLog } from '../../src/shared/eventLog';
import { layout } from '../../src/shared/layout';
import type { EpochDone, Job, JobEnded, TrainerEvent } from '../../src/shared/protocol';
import { TrainerClient } from '../../src/shared/trainerClient';

/** The program that ships; `npm test` builds it first. */
const trainerProgram = path.resolve('dist/trainer.js');

/** A real trainer child. */
export interface Trainer {
  client: TrainerClient;
  child: ChildProcess;
  /** Runs one job and gives everything that it said. */
  run(job: Job, onEvent?: (event: TrainerEvent) => void): Promise<{ events: TrainerEvent[]; end: JobEnded }>;
}

/** Forks dist/trainer.js as the fronts do: a clean environment, logs apart from events. */
export function startTrainer(): Trainer {
  const child = fork(trainerProgram, [], {
    env: { PATH: process.env['PATH'], TMPDIR: tmpdir(), UV_THREADPOOL_SIZE: String(availableParallelism()) },
    execArgv: [],
    stdio: ['ignore', 'ignore', process.env['PET_CV_TEST_LOG'] === undefined ? 'ignore' : 'inherit', 'ipc'],
  });
  const client = new TrainerClient(child);
  return {
    client,
    child,
    async run(job, onEvent) {
      const events: TrainerEvent[] = [];
      const end = await client.run(job, (event) => {
        events.push(event);
        onEvent?.(event);
      });
      return { events, end };
    },
  };
}

/** Runs one job in a child of its own. */
export async function runOnce(job: Job): Promise<{ events: TrainerEvent[]; end: JobEnded }> {
  const trainer = startTrainer();
  try {
    return await trainer.run(job);
  } finally {
    await trainer.client.dispose();
  }
}

/** Gives `use` a temporary folder and removes it afterwards. */
export async function inTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pet-cv-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Photos that a small network can tell apart: noise around a colour of the class, and a disc at a place of its own. */
export async function makePhotos(
  folder: string,
  classes: string[],
  perClass: number,
  seed = 1,
): Promise<void> {
  for (const [label, name] of classes.entries()) {
    await mkdir(path.join(folder, name), { recursive: true });
    for (let index = 0; index < perClass; index++) {
      const random = (stream: number) =>
        ((seed * 7919 + label * 104729 + index * 1299709 + stream * 15485863) % 997) / 997;
      const hue = Math.round((label * 360) / classes.length + 60 * random(1));
      const svg =
        `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64">` +
        `<rect width="64" height="64" fill="hsl(${hue} ${30 + 40 * random(2)}% ${30 + 40 * random(3)}%)"/>` +
        `<circle cx="${10 + 44 * random(4)}" cy="${10 + 44 * random(5)}" r="${4 + 3 * label + 6 * random(6)}" fill="hsl(${360 * random(7)} 60% 50%)"/>` +
        `<rect x="${50 * random(8)}" y="${50 * random(9)}" width="12" height="6" fill="hsl(${360 * random(10)} 60% 40%)"/></svg>`;
      await sharp(Buffer.from(svg))
        .jpeg()
        .toFile(path.join(folder, name, `${name}_${index + 1}.jpg`));
    }
  }
}

/** A prepared dataset of such photos in `<root>/dataset`, its pixels in `<root>/cache`. */
export async function makeDataset(
  root: string,
  classes = ['Bengal', 'beagle', 'pug'],
  perClass = 20,
  seed = 1,
): Promise<string> {
  const photos = path.join(root, 'photos');
  await makePhotos(photos, classes, perClass, seed);
  const folder = path.join(root, 'dataset');
  const { end } = await runOnce({
    type: 'prepare',
    source: { kind: 'path', path: photos },
    folder,
    cache: path.join(root, 'cache'),
    title: 'Discs',
    imageSize: smallConfig.imageSize,
    trainFraction: 0.8,
    seed: 1,
  });
  if (end.type !== 'done') throw new Error(`Prepare ended with ${JSON.stringify(end)}.`);
  return folder;
}

/** Small enough for seconds, large enough for several batches an epoch. */
export const smallConfig: TrainConfig = {
  ...defaultTrainConfig,
  epochs: 5,
  batchSize: 8,
  imageSize: 32,
  engine: 'wasm',
};

/** A training job in `root`, over `makeDataset(root)`. */
export function trainJob(
  root: string,
  run: string,
  config: Partial<TrainConfig> = {},
): Extract<Job, { type: 'train' }> {
  return {
    type: 'train',
    dataset: path.join(root, 'dataset'),
    cache: path.join(root, 'cache'),
    run: path.join(root, run),
    config: { ...smallConfig, ...config },
  };
}

/** The epochs of a run as its log has them, without what differs from run to run: time. */
export function epochsOf(events: readonly TrainerEvent[]): Omit<EpochDone, 'seconds'>[] {
  return events.flatMap((event) => {
    if (event.type !== 'epoch') return [];
    const { seconds, ...rest } = event;
    return seconds >= 0 ? [rest] : [];
  });
}

/** Every event in a run's `events.ndjson`. */
export async function readEvents(run: string): Promise<TrainerEvent[]> {
  return parseEventLog(await readFile(path.join(run, layout.events), 'utf8'));
}

/** The code of a job's failure, or how else it ended. */
export function codeOf(end: JobEnded): string {
  return end.type === 'error' ? end.failure.code : end.type;
}
