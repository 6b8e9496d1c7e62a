import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { HumanError } from '../../shared/failures';
import { layout } from '../../shared/layout';
import { manifestSchema, type Manifest } from '../../shared/manifest';
import { errorCode, ioFailure } from '../ioFailure';
import { writeWhole } from '../writeWhole';
import { leadsOut } from './entryName';

/**
 * The manifest of the dataset in `folder`.
 * @throws HumanError dataset-missing, dataset-invalid
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(path.join(folder, layout.manifest), 'utf8').catch((error: unknown) => {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new HumanError('dataset-missing', { file: folder }, { cause: error });
    }
    throw ioFailure(error, folder);
  });
  const parsed = v.safeParse(manifestSchema, parseJson(text, folder));
  if (!parsed.success) throw invalid(folder, issueText(parsed.issues[0]));
  checkFiles(parsed.output, folder);
  return parsed.output;
}

/**
 * Writes the manifest of the dataset in `folder`, whole or not at all.
 * @throws HumanError disk-full, read-only
 */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const file = path.join(folder, layout.manifest);
  await writeWhole(file, `${JSON.stringify(manifest, null, 2)}\n`).catch((error: unknown) => {
    throw ioFailure(error, file);
  });
}

function parseJson(text: string, folder: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new HumanError('dataset-invalid', { file: folder, detail: reason(error) }, { cause: error });
  }
}

/** What the schema cannot say: labels name a class, and no path leads out of the folder. */
function checkFiles(manifest: Manifest, folder: string): void {
  for (const { path: file, label } of manifest.files) {
    if (label >= manifest.classes.length) throw invalid(folder, `label ${label} of ${file}`);
    if (leadsOut(file)) throw invalid(folder, file);
  }
}

function issueText(issue: v.BaseIssue<unknown>): string {
  return `${v.getDotPath(issue) ?? layout.manifest}: ${issue.message}`;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function invalid(folder: string, detail: string): HumanError {
  return new HumanError('dataset-invalid', { file: folder, detail });
}
