import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import { replay } from '../shared/eventLog';
import { layout } from '../shared/layout';
import { manifestSchema } from '../shared/manifest';
import type { Manifest } from '../shared/manifest';
import { newRun, settled } from '../shared/run';
import type { Run } from '../shared/run';
import { runFileSchema } from '../shared/runFile';

/** The manifest of the dataset in `folder`, or null where there is none that can be read. */
export async function readManifest(folder: string): Promise<Manifest | null> {
  const parsed = v.safeParse(manifestSchema, await readJson(join(folder, layout.manifest)));
  return parsed.success ? parsed.output : null;
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
