import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import { replay } from '../shared/eventLog';
import { healthSchema } from '../shared/health';
import type { Health } from '../shared/health';
import { layout } from '../shared/layout';
import { manifestSchema, summarize } from '../shared/manifest';
import type { DatasetSummary, Manifest } from '../shared/manifest';
import { newRun, settled } from '../shared/run';
import type { Run } from '../shared/run';
import { runFileSchema } from '../shared/runFile';

/** The manifest of the dataset in `folder`, or null where there is none that can be read. */
export async function readManifest(folder: string): Promise<Manifest | null> {
  const parsed = v.safeParse(manifestSchema, await readJson(join(folder, layout.manifest)));
  return parsed.success ? parsed.output : null;
}

/** What the last check of the dataset in `folder` found, or null where there was none. */
export async function readHealth(folder: string): Promise<Health | null> {
  const parsed = v.safeParse(healthSchema, await readJson(join(folder, layout.health)));
  return parsed.success ? parsed.output : null;
}

/** The datasets that `folder` is, holds, or holds in pet-cv/datasets, in order of their names. */
export async function listDatasets(
  folder: string,
): Promise<{ summary: DatasetSummary; health: Health | null }[]> {
  const below = await Promise.all(
    ['', layout.datasets, join('pet-cv', layout.datasets)].map(async (place) => {
      const names = await readdir(join(folder, place)).catch((): string[] => []);
      return names.filter((name) => !name.startsWith('.')).map((name) => join(folder, place, name));
    }),
  );
  const found = await Promise.all(
    [folder, ...below.flat().sort()].map(async (one) => {
      const manifest = await readManifest(one);
      return manifest === null ? [] : [{ summary: summarize(manifest, one), health: await readHealth(one) }];
    }),
  );
  return found.flat();
}

/** The folder of the dataset that the run in `folder` was trained on, or null where run.json does not tell. */
export async function datasetOfRun(folder: string): Promise<string | null> {
  const parsed = v.safeParse(runFileSchema, await readJson(join(folder, layout.run)));
  return parsed.success ? parsed.output.dataset : null;
}

/** The run in `folder` with the epochs it has behind it; a new one where nothing can be read. */
export async function runFromBefore(folder: string): Promise<Run> {
  const id = basename(folder);
  try {
    return settled(replay(id, await readFile(join(folder, layout.events), 'utf8')));
  } catch {
    return newRun(id);
  }
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return null;
  }
}
