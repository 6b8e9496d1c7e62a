import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { healthSchema } from '../../shared/health';
import type { Health } from '../../shared/health';
import { layout } from '../../shared/layout';
import { manifestSchema, summarize } from '../../shared/manifest';
import type { DatasetSummary, Manifest } from '../../shared/manifest';

/** A prepared dataset as it lies on disk. */
export interface Dataset {
  /** Name of its folder. */
  name: string;
  summary: DatasetSummary;
  manifest: Manifest;
  /** Null before the first check. */
  health: Health | null;
  /** When its manifest was written, milliseconds since 1970. */
  changed: number;
}

/** The dataset in `folder`; null where there is no good manifest. */
export async function readDataset(folder: string): Promise<Dataset | null> {
  const manifest = await readJson(path.join(folder, layout.manifest), manifestSchema);
  if (manifest === null) return null;
  const health = await readJson(path.join(folder, layout.health), healthSchema);
  return {
    name: path.basename(folder),
    summary: summarize(manifest.value, folder),
    manifest: manifest.value,
    health: health?.value ?? null,
    changed: manifest.changed,
  };
}

/** Tells whether the dataset in `folder` changed since it was read: equal texts are equal files. */
export async function stampOf(folder: string): Promise<string> {
  const times = [layout.manifest, layout.health].map(async (name) => {
    const found = await stat(path.join(folder, name)).catch(() => null);
    return found === null ? '-' : `${found.mtimeMs} ${found.size} ${found.ino}`;
  });
  return (await Promise.all(times)).join(', ');
}

async function readJson<Schema extends v.GenericSchema>(
  file: string,
  schema: Schema,
): Promise<{ value: v.InferOutput<Schema>; changed: number } | null> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
    const parsed = v.safeParse(schema, JSON.parse(text));
    return parsed.success ? { value: parsed.output, changed: mtimeMs } : null;
  } catch {
    return null;
  }
}
