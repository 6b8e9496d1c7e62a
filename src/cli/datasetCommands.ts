import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { archivesOf, knownArchives, knownDatasetIds, knownDatasets } from '../shared/catalogue';
import type { KnownDatasetId } from '../shared/catalogue';
import { failure } from '../shared/failures';
import { worstOf } from '../shared/health';
import type { Health } from '../shared/health';
import { layout } from '../shared/layout';
import { summarize } from '../shared/manifest';
import type { PrepareJob, TrainerEvent } from '../shared/protocol';
import { cacheFolder, newCache } from './cacheFolder';
import { saySkipped, sourceTitle } from './commands';
import { splitPlan } from './datasetOptions';
import type {
  CheckOptions,
  FixOptions,
  GetOptions,
  ImportOptions,
  LeaveOutOptions,
  SplitOptions,
} from './datasetOptions';
import { datasetTitle } from './eventLines';
import { exitCodes } from './exitCodes';
import type { ExitCode } from './exitCodes';
import { fixLines, plannedFixes } from './healthLines';
import { listDatasets, readHealth, readManifest } from './onDisk';
import { near, quoted } from './paths';
import { healthResult, preparedResult } from './results';
import type { CommonOptions, Outcome, Session } from './session';
import { megabytes, quantity } from './text';
import { failureLine } from './voice';

/** More moved photos than this are only counted. */
const movedShown = 5;

/** `petcv dataset get` */
export async function get(session: Session, dataset: KnownDatasetId, options: GetOptions): Promise<ExitCode> {
  const folder = resolve(options.out ?? dataset);
  const downloads = resolve(options.downloads ?? join(dirname(folder), '.downloads'));
  const cache = newCache(folder, options.cache);
  session.voice.say(...beforehand(dataset, options));
  const outcome = await session.run({
    type: 'get',
    dataset,
    from: options.from,
    mirrors: options.mirror.map((mirror) => (existsSync(mirror) ? resolve(mirror) : mirror)),
    annotations: needsAnnotations(options),
    downloads,
    network: {},
    folder,
    cache: cache.folder,
    title: options.title ?? knownDatasets[dataset].title,
    imageSize: options.size,
    split: splitPlan(options.split, options.seed),
  });
  const made = await finishMaking(session, outcome, folder, cache);
  if (made === exitCodes.done && holdsArchives(downloads)) {
    session.voice.say(`The archives are kept in ${near(downloads)}; that folder can always be deleted.`);
  }
  if (made !== exitCodes.done && outcome.downloading) {
    session.voice.say('What was downloaded is kept: the same command goes on from there.');
  }
  return made;
}

/** `petcv dataset import` */
export async function importFolder(
  session: Session,
  source: string,
  options: ImportOptions,
): Promise<ExitCode> {
  const folder = resolve(options.out);
  if (options.split === 'official') {
    session.voice.complain(failureLine(failure('no-official-split', { file: resolve(source) })));
    return exitCodes.usage;
  }
  const cache = newCache(folder, options.cache);
  const from: PrepareJob['source'] = { kind: 'path', path: resolve(source) };
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
  const made = await finishMaking(session, outcome, folder, cache);
  return made === exitCodes.done && options.trashRejected === true ? trashRejected(session, folder) : made;
}

/** `petcv dataset check` */
export async function check(session: Session, folder: string, options: CheckOptions): Promise<ExitCode> {
  const dataset = resolve(folder);
  const outcome = await session.run({
    type: 'check',
    folder: dataset,
    cache: cacheFolder(dataset, options.cache),
  });
  if (outcome.exitCode !== exitCodes.done || outcome.health === null) return outcome.exitCode;
  const { health, path } = outcome.health;
  if (path !== null) {
    session.voice.say(`Report: ${near(path)}`);
    const fixes = plannedFixes(health);
    if (fixes.length > 0) session.voice.say(`Next: petcv dataset fix ${quoted(near(dataset))}`);
  }
  session.voice.result(healthResult(health, path));
  return options.strict === true && worstOf(health) === 'error' ? exitCodes.failed : exitCodes.done;
}

/** `petcv dataset fix` */
export async function fix(session: Session, folder: string, options: FixOptions): Promise<ExitCode> {
  const dataset = resolve(folder);
  const cache = cacheFolder(dataset, options.cache);
  const known = await readHealth(dataset);
  if (options.dryRun === true) {
    const health =
      known ?? (await session.run({ type: 'check', folder: dataset, cache })).health?.health ?? null;
    if (health === null) return exitCodes.failed;
    const planned = plannedFixes(health);
    session.voice.say(planned.length === 0 ? 'Nothing to fix.' : 'Would fix:', ...fixLines(planned));
    session.voice.result({ ...healthResult(health, join(dataset, layout.health)), fixes: planned });
    return exitCodes.done;
  }
  const outcome = await session.run({ type: 'fix', dataset, cache });
  if (outcome.exitCode !== exitCodes.done || outcome.health === null) return outcome.exitCode;
  const { health, path } = outcome.health;
  session.voice.result({ ...healthResult(health, path), fixes: outcome.fixes });
  return exitCodes.done;
}

/** `petcv dataset split` */
export async function split(session: Session, folder: string, options: SplitOptions): Promise<ExitCode> {
  const dataset = resolve(folder);
  return changed(
    session,
    await session.run(
      { type: 'split', dataset, split: splitPlan(options.split, options.seed) },
      { relay: withoutHealth(options) },
    ),
  );
}

/** `petcv dataset leave-out` */
export async function leaveOut(
  session: Session,
  folder: string,
  photos: string[],
  options: LeaveOutOptions,
): Promise<ExitCode> {
  const dataset = resolve(folder);
  const named = photos.map((photo) => photo.replaceAll('\\', '/'));
  return changed(
    session,
    await session.run(
      { type: 'leaveOut', dataset, photos: named, out: options.undo !== true },
      { relay: withoutHealth(options) },
    ),
  );
}

/** `petcv dataset list` */
export async function list(session: Session, folder: string): Promise<ExitCode> {
  const datasets = await listDatasets(resolve(folder));
  for (const dataset of datasets) {
    const { trainPhotos, validationPhotos, unusedPhotos, classes } = dataset.summary;
    const worst = verdict(dataset.health);
    session.voice.say(
      `${near(dataset.summary.folder)}  ${datasetTitle(dataset.summary)}: ${quantity(classes.length, 'class', 'classes')}, ` +
        `${quantity(trainPhotos, 'photo')} for training, ${validationPhotos} for validation` +
        `${unusedPhotos > 0 ? `, ${unusedPhotos} left out` : ''}; health: ${worst}`,
    );
  }
  if (datasets.length === 0) session.voice.say(`There is no dataset in ${near(resolve(folder))}.`);
  session.voice.say('', 'Can be downloaded with petcv dataset get:');
  for (const id of knownDatasetIds) {
    const { title, photos, breeds, licence } = knownDatasets[id];
    session.voice.say(
      `  ${id}  ${title}: about ${quantity(photos, 'photo')} of ${breeds} breeds, ${licence}`,
    );
  }
  session.voice.result({
    type: 'result',
    datasets: datasets.map(({ summary, health }) => ({
      ...preparedResult(summary),
      unused: summary.unusedPhotos,
      health: health === null ? null : worstOf(health),
    })),
  });
  return exitCodes.done;
}

/** The worst of a health report in a word; notes alone are no harm. */
function verdict(health: Health | null): string {
  if (health === null) return 'not checked';
  const worst = worstOf(health);
  return worst === null || worst === 'info' ? 'healthy' : worst;
}

/** What a person should know before anything is downloaded. */
function beforehand(dataset: KnownDatasetId, options: GetOptions): string[] {
  const { title, photos, breeds, licence, source, page } = knownDatasets[dataset];
  const archives = archivesOf(dataset, {
    from: options.from === 'oxford' ? 'oxford' : 'archive',
    annotations: needsAnnotations(options),
  });
  const bytes = archives.reduce((sum, id) => sum + knownArchives[id].bytes, 0);
  const own = options.mirror.length > 0 ? ' where it is the usual one' : '';
  const images = knownArchives.images.bytes + knownArchives.annotations.bytes;
  const otherwise =
    dataset === 'petfaces' && options.from === 'auto'
      ? [`If that cannot be had, heads are cut from Oxford's photos: ${megabytes(images)}.`]
      : [];
  return [
    `${title}: about ${quantity(photos, 'photo')} of ${breeds} breeds, ${licence}`,
    `Source: ${source}, ${page}`,
    `Download: ${archives.map((id) => knownArchives[id].file).join(' and ')}, about ${megabytes(bytes)}${own}`,
    ...otherwise,
  ];
}

/** What a mirror's folder holds is used in place. */
function holdsArchives(downloads: string): boolean {
  return Object.values(knownArchives).some(({ file }) => existsSync(join(downloads, file)));
}

/** The official split is in the annotations. */
function needsAnnotations({ annotations, split: share }: GetOptions): boolean {
  return annotations || share === 'official';
}

async function finishMaking(
  session: Session,
  outcome: Outcome,
  folder: string,
  cache: ReturnType<typeof newCache>,
): Promise<ExitCode> {
  if (outcome.exitCode !== exitCodes.done || outcome.prepared === null) {
    await cache.discard();
    return outcome.exitCode;
  }
  await cache.keep();
  await saySkipped(session, folder);
  await sayMoved(session, folder);
  const { dataset } = outcome.prepared;
  const [name, run] = [quoted(near(folder)), quoted(near(join(folder, '..', `${basename(folder)}-run`)))];
  session.voice.say(`Next: petcv train ${name} --out ${run}`);
  const health = outcome.health?.health ?? null;
  session.voice.result({
    ...preparedResult(dataset),
    ...(health === null ? {} : { health: worstOf(health) }),
  });
  return exitCodes.done;
}

/** For people: what is wrong has not changed because photos changed sides. Programs get every event. */
function withoutHealth({ json }: CommonOptions): (event: TrainerEvent) => TrainerEvent | null {
  return (event) => (event.type === 'health' && json !== true ? null : event);
}

/** Names the photos whose file names tell another class than their folders did. */
async function sayMoved(session: Session, folder: string): Promise<void> {
  const moved = (await readManifest(folder))?.moved ?? [];
  if (moved.length === 0) return;
  const rest = moved.length - movedShown;
  session.voice.say(
    `Sorted by file name, out of folders of mixed breeds: ${quantity(moved.length, 'photo')}`,
    ...moved.slice(0, movedShown).map(({ path, from }) => `  ${path}, was in ${from}`),
    ...(rest > 0 ? [`  and ${rest} more, listed in ${near(join(folder, layout.manifest))}`] : []),
  );
}

/** Tells what became of a dataset that was changed in place. */
async function changed(session: Session, outcome: Outcome): Promise<ExitCode> {
  if (outcome.exitCode !== exitCodes.done || outcome.prepared === null) return outcome.exitCode;
  const manifest = await readManifest(outcome.prepared.dataset.folder);
  const summary =
    manifest === null ? outcome.prepared.dataset : summarize(manifest, outcome.prepared.dataset.folder);
  session.voice.result({ ...preparedResult(summary), unused: summary.unusedPhotos });
  return exitCodes.done;
}

/** Moves the person's own files that could not be used to the trash: the command line asked for it. */
async function trashRejected(session: Session, folder: string): Promise<ExitCode> {
  const files = rejectedFiles(await readHealth(folder));
  if (files.length === 0) return exitCodes.done;
  const { exitCode } = await session.run({ type: 'trash', files });
  return exitCode;
}

function rejectedFiles(health: Health | null): string[] {
  const rejected = (health?.findings ?? []).filter(({ kind }) => kind === 'unreadable' || kind === 'empty');
  return rejected.flatMap(({ photos }) => photos.flatMap(({ file }) => (file === null ? [] : [file])));
}
