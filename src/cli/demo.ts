import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { defaultTrainConfig } from '../shared/config';
import { layout } from '../shared/layout';
import { breedTitle } from '../shared/manifest';
import type { FileEntry, Manifest } from '../shared/manifest';
import type { PhotoSource } from '../shared/protocol';
import { newRun } from '../shared/run';
import { sourceTitle, whereFilesAre } from './commands';
import { datasetTitle } from './eventLines';
import { exitCodes } from './exitCodes';
import type { ExitCode } from './exitCodes';
import { readManifest } from './onDisk';
import type { DemoOptions } from './options';
import { near, quoted } from './paths';
import { modelFile, scoreResult } from './results';
import type { Outcome, Session } from './session';
import { percent, quantity } from './text';

const drawnPerBreed = 60;
const trainFraction = 0.8;
const { imageSize, seed } = defaultTrainConfig;

/** Where the demo keeps what it makes. All absolute. */
interface Places {
  dataset: string;
  cache: string;
  run: string;
}

/** `petcv demo`: prepare, train, report and classify one photo, each by the job that the other commands use. */
export async function demo(session: Session, options: DemoOptions): Promise<ExitCode> {
  const source: PhotoSource =
    options.data === undefined
      ? { kind: 'drawn', perBreed: drawnPerBreed }
      : { kind: 'path', path: resolve(options.data) };
  const places = await placesFor(source, resolve(options.out), new Date());

  session.voice.say(`1/3 Photos: ${sourceInWords(source)}`);
  const prepared = await prepareOnce(session, source, places);
  if (prepared !== exitCodes.done) return prepared;

  session.voice.say('', '2/3 Training');
  const trained = await trainOn(session, places, options.epochs);
  if (trained.exitCode !== exitCodes.done || trained.run.report === null) return trained.exitCode;

  session.voice.say('', '3/3 One photo that was not in training');
  return classifyOne(session, places, trained);
}

/** Prepares the dataset unless the same photos were prepared by an earlier demo. */
async function prepareOnce(session: Session, source: PhotoSource, places: Places): Promise<ExitCode> {
  const known = await readManifest(places.dataset);
  if (known !== null) {
    const photos = quantity(known.files.length, known.drawn ? 'drawn picture' : 'photo');
    session.voice.say(
      `Prepared by an earlier demo: ${datasetTitle(known)}, ${photos} of ${known.classes.length} classes.`,
      `Dataset: ${near(places.dataset)}`,
    );
    return exitCodes.done;
  }
  const { exitCode } = await session.run({
    type: 'prepare',
    source,
    folder: places.dataset,
    cache: places.cache,
    title: sourceTitle(source),
    imageSize,
    trainFraction,
    seed,
  });
  return exitCode;
}

async function trainOn(session: Session, places: Places, epochs: number): Promise<Outcome> {
  const { dataset, cache, run } = places;
  const config = { ...defaultTrainConfig, epochs };
  const outcome = await session.run(
    { type: 'train', dataset, cache, run, config },
    { from: newRun(basename(run)) },
  );
  if (outcome.exitCode === exitCodes.interrupted && outcome.run.checkpoints.last !== undefined) {
    session.voice.say(
      `Saved. Go on with: npx petcv resume ${quoted(near(run))} --cache ${quoted(near(cache))}`,
    );
  }
  return outcome;
}

async function classifyOne(session: Session, places: Places, trained: Outcome): Promise<ExitCode> {
  const manifest = await readManifest(places.dataset);
  const file = manifest === null ? null : photoToShow(manifest);
  const report = trained.run.report;
  if (manifest === null || file === null || report === null) return exitCodes.failed;
  const photo = join(places.dataset, file.path);
  const truth = manifest.classes[file.label] ?? '';
  const model = modelFile(report);
  const { exitCode, classified } = await session.run(
    { type: 'classify', model, photos: [photo], top: 5, engine: 'auto' },
    { relay: (event) => (event.type === 'classified' ? { ...event, photo: near(photo) } : event) },
  );
  const [answer] = classified;
  const guess = answer?.top[0];
  if (exitCode !== exitCodes.done || answer === undefined || guess === undefined) return exitCodes.failed;
  session.voice.say(
    `It is: ${breedTitle(truth)}${manifest.drawn ? ' (drawn)' : ''}. ` +
      `The network says: ${breedTitle(guess.class)}, ${percent(guess.probability)} sure. ` +
      (guess.class === truth ? 'Right.' : 'Wrong.'),
    '',
    `Photos: ${near(places.dataset)}`,
    ...whereFilesAre(places.run),
    '',
    'Next: your own photos with this model, and all of it in VS Code, with curves and a right-click on any photo:',
    `  npx petcv classify ${quoted(near(places.run))} PHOTO...`,
    '  npm start',
  );
  session.voice.result({
    ...scoreResult(report),
    dataset: places.dataset,
    run: places.run,
    drawn: manifest.drawn,
    classified: { photo, class: truth, top: answer.top },
  });
  return exitCodes.done;
}

/** One from the middle of the validation part: the same on every machine, and not picked for how well it goes. */
function photoToShow(manifest: Manifest): FileEntry | null {
  const unseen = manifest.files.filter((file) => file.part === 'validation');
  return unseen[Math.floor(unseen.length / 2)] ?? null;
}

function sourceInWords(source: PhotoSource): string {
  return source.kind === 'drawn'
    ? 'pets that Pet CV draws itself, no real photos (--data PATH takes yours)'
    : near(source.path);
}

async function placesFor(source: PhotoSource, root: string, now: Date): Promise<Places> {
  const id = source.kind === 'drawn' ? `drawn-${source.perBreed}` : await pathId(source.path);
  return {
    dataset: join(root, layout.datasets, id),
    cache: join(root, layout.cache),
    run: join(root, layout.runs, `${timeInName(now)}-${id}`),
  };
}

/** A dataset's id for a folder or archive: its name and a fingerprint of what is in it, so that changed photos are prepared anew. */
async function pathId(source: string): Promise<string> {
  const name = sourceTitle({ kind: 'path', path: source })
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  const fingerprint = createHash('sha256')
    .update(`${source}\n${await listing(source)}`)
    .digest('hex')
    .slice(0, 8);
  return `${name === '' ? 'photos' : name}-${fingerprint}`;
}

/** Names, sizes and times of the files below `source`; empty where there is nothing to list: prepare says what is wrong. */
async function listing(source: string): Promise<string> {
  try {
    const top = await stat(source);
    if (!top.isDirectory()) return `${top.size} ${top.mtimeMs}`;
    const entries = await readdir(source, { recursive: true, withFileTypes: true });
    const lines = entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const file = join(entry.parentPath, entry.name);
        const { size, mtimeMs } = await stat(file);
        return `${relative(source, file)} ${size} ${mtimeMs}`;
      });
    return (await Promise.all(lines)).sort().join('\n');
  } catch {
    return '';
  }
}

/** `2026-11-23-18-31-25`: sorts by time, and no character in it troubles a file system. */
function timeInName(time: Date): string {
  const parts = [
    time.getFullYear(),
    time.getMonth() + 1,
    time.getDate(),
    time.getHours(),
    time.getMinutes(),
    time.getSeconds(),
  ];
  return parts.map((part) => String(part).padStart(2, '0')).join('-');
}
