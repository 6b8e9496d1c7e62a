import * as v from 'valibot';
import * as vscode from 'vscode';
import { archivesOf, knownArchives, knownDatasetIds, knownDatasets } from '../../shared/catalogue';
import { defaultTrainConfig } from '../../shared/config';
import { setting } from '../setting';
import { standardSplit } from './askSplit';
import { imageSizeSchema, nameSchema, splitSchema } from './datasetOptions';

/** What the command takes instead of asking. */
export const downloadSchema = v.object({
  dataset: v.picklist(knownDatasetIds),
  /** PetFaces: its archive, cut from Oxford's photos, or the first of the two that can be had. */
  from: v.optional(v.picklist(['auto', 'archive', 'oxford']), 'auto'),
  /** With the annotations, which bring the official split. */
  annotations: v.optional(v.boolean(), true),
  /** Addresses or folders instead of the known ones; those of the setting where they are missing. */
  mirrors: v.optional(v.array(v.string()), () => setting.mirrors()),
  split: v.optional(splitSchema, standardSplit),
  /** Name of the dataset's folder; a free one where it is missing. */
  name: v.optional(nameSchema),
  imageSize: v.optional(imageSizeSchema, defaultTrainConfig.imageSize),
});
/** What to download, and how. */
export type DownloadPlan = v.InferOutput<typeof downloadSchema>;

/** Bytes that have to be downloaded; `auto` counts as the archive, which comes first. */
export function bytesOf({ dataset, from, annotations }: DownloadPlan): number {
  const ids = archivesOf(dataset, { from: from === 'oxford' ? 'oxford' : 'archive', annotations });
  return ids.reduce((sum, id) => sum + knownArchives[id].bytes, 0);
}

/** True where the publisher's lists come along. */
export function hasOfficialSplit({ dataset, annotations }: DownloadPlan): boolean {
  return dataset === 'oxford-pets' && annotations;
}

/** `PetFaces, cut from Oxford's photos` */
export function planTitle({ dataset, from, annotations }: DownloadPlan): string {
  const { title } = knownDatasets[dataset];
  if (dataset === 'petfaces')
    return from === 'oxford' ? vscode.l10n.t("{title}, cut from Oxford's photos", { title }) : title;
  return annotations ? vscode.l10n.t('{title} with annotations', { title }) : title;
}
