import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { healthSchema, type Health } from '../../shared/health';
import { layout } from '../../shared/layout';
import { errorCode, ioFailure } from '../ioFailure';
import { writeWhole } from '../writeWhole';

/** What the last check of the dataset in `folder` found; undefined where there is none that this version can read. */
export async function readHealth(folder: string): Promise<Health | undefined> {
  try {
    const text = await readFile(path.join(folder, layout.health), 'utf8');
    const parsed = v.safeParse(healthSchema, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Writes the health report of the dataset in `folder`, whole or not at all; its path.
 * @throws HumanError disk-full, read-only
 */
export async function writeHealth(folder: string, health: Health): Promise<string> {
  const file = path.join(folder, layout.health);
  await writeWhole(file, `${JSON.stringify(health, null, 2)}\n`).catch((error: unknown) => {
    throw ioFailure(error, file);
  });
  return file;
}
