import path from 'node:path';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { defaultTrainConfig } from '../../shared/config';
import { layout } from '../../shared/layout';
import type { DatasetSummary } from '../../shared/manifest';
import { askDatasetName } from '../askDatasetName';
import { freeName } from '../freeName';
import { openPetFolder } from '../openPetFolder';
import { parseOptions } from '../parseOptions';
import type { Services } from '../services';
import { addDataset, preparingTitle } from './addDataset';
import { fractionSchema, imageSizeSchema, nameSchema, seedSchema } from './datasetOptions';

/** What the command takes instead of asking. */
const optionsSchema = v.object({
  /** Absolute path of a folder of photos, or of a .tar.gz archive of one. */
  folder: v.string(),
  /** Name of the dataset and of its folder; that of the folder where it is missing. */
  name: v.optional(nameSchema),
  imageSize: v.optional(imageSizeSchema, defaultTrainConfig.imageSize),
  trainFraction: v.optional(fractionSchema, 0.8),
  seed: v.optional(seedSchema, defaultTrainConfig.seed),
});
type ImportOptions = v.InferOutput<typeof optionsSchema>;

/**
 * "Import Folder as Dataset", from the palette, from a folder in the Explorer, dropped on the tree, or with options. The originals
 * stay as they are. Resolves with the dataset when it is whole.
 */
export async function importFolder(services: Services, given: unknown): Promise<DatasetSummary | null> {
  const uri = given instanceof vscode.Uri ? given : null;
  const known = uri === null ? parseOptions(optionsSchema, given) : null;
  if (known === null && !(await services.petFolder.choose())) return null;
  const root = openPetFolder(services);
  if (root === null) return null;
  const options = known ?? (await ask(root, uri));
  if (options === null) return null;

  const { folder: source, imageSize, trainFraction, seed } = options;
  const name = options.name ?? (await freeName(path.join(root, layout.datasets), suggestion(source)));
  const { end, dataset } = await addDataset(services, root, {
    name,
    title: preparingTitle(name),
    job: (place) => ({
      ...{ type: 'prepare', source: { kind: 'path', path: source }, title: name },
      ...{ ...place, imageSize, trainFraction, seed },
    }),
  });
  if (end.type === 'error') services.tell.failure(end.failure);
  return dataset;
}

async function ask(root: string, uri: vscode.Uri | null): Promise<ImportOptions | null> {
  const folder = uri ?? (await askFolder());
  if (folder === undefined) return null;
  const source = { kind: 'path' as const, path: folder.fsPath };
  const name = await askDatasetName(importTitle(), path.join(root, layout.datasets), source);
  return name === null ? null : v.parse(optionsSchema, { folder: folder.fsPath, name });
}

async function askFolder(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    canSelectFolders: true,
    canSelectFiles: false,
    title: importTitle(),
    openLabel: vscode.l10n.t('Import'),
  });
  return chosen?.[0];
}

function importTitle(): string {
  return vscode.l10n.t('Import Folder as Dataset');
}

/** A folder's name may hold what a dataset's may not. */
function suggestion(source: string): string {
  const name = path.basename(source).replace(/\.(tar\.gz|tgz|tar|gz)$/i, '');
  return name.replace(/[\\/:*?"<>|]/g, '-').replace(/^\.+/, '') || 'photos';
}
