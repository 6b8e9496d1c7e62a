import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { healthSchema, type FindingKind, type Fix, type Health } from '../../src/shared/health';
import type { Manifest } from '../../src/shared/manifest';
import type { Job } from '../../src/shared/protocol';
import { readManifest, writeManifest } from '../../src/trainer/data/manifestFile';
import { healthOf } from '../../src/trainer/health/healthOf';
import { runJob } from '../../src/trainer/runJob';
import { prepareJob, recorder } from './dataSupport';

/** What a job said: its events by kind, and the code of its failure or how else it ended. */
export interface Told {
  types: string[];
  /** Of no photos where the job gave none. */
  health: Health;
  fixes: Fix[];
  end: string;
}

const noHealth = healthOf({
  classes: [],
  readable: [],
  unreadable: [],
  empty: [],
  missing: [],
  unlisted: [],
  official: false,
});

/** Runs a job in this process. */
export async function run(job: Job): Promise<Told> {
  const context = recorder();
  await runJob(job, context);
  const told: Told = { types: [], health: noHealth, fixes: [], end: '' };
  for (const event of context.events) {
    if (event.type === 'progress') continue;
    told.types.push(event.type);
    if (event.type === 'health') told.health = event.health;
    if (event.type === 'fixed') told.fixes = event.fixes;
    if (event.type === 'error') told.end = event.failure.code;
    else told.end = event.type;
  }
  return told;
}

/** A dataset in `<root>/made/pets` of the photos in `<root>/photos`, and its manifest. */
export async function prepared(
  root: string,
  changes: Parameters<typeof prepareJob>[2] = {},
): Promise<{ folder: string; cache: string; manifest: Manifest }> {
  const job = prepareJob(root, path.join(root, 'photos'), changes);
  const { end } = await run(job);
  if (end !== 'done') throw new Error(end);
  return { folder: job.folder, cache: job.cache, manifest: await readManifest(job.folder) };
}

/** The photos of each finding of a kind. */
export function found(health: Health, kind: FindingKind): string[][] {
  const findings = health.findings.filter((finding) => finding.kind === kind);
  return findings.map(({ photos }) => photos.map((photo) => photo.path));
}

/** Changes the manifest on disk. */
export async function rewrite(folder: string, change: (manifest: Manifest) => void): Promise<Manifest> {
  const manifest = await readManifest(folder);
  change(manifest);
  await writeManifest(folder, manifest);
  return manifest;
}

/** `part`, or why it is unused, of each photo. */
export async function sides(folder: string): Promise<Record<string, string>> {
  const { files } = await readManifest(folder);
  return Object.fromEntries(files.map((file) => [file.path, file.unused ?? file.part]));
}

/** health.json, checked against its schema. */
export async function healthOnDisk(folder: string): Promise<Health> {
  return v.parse(healthSchema, JSON.parse(await readFile(path.join(folder, 'health.json'), 'utf8')));
}
