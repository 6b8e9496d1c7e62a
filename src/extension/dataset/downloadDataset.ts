import path from 'node:path';
import * as vscode from 'vscode';
import { knownDatasets } from '../../shared/catalogue';
import type { FailureCode } from '../../shared/failures';
import { layout } from '../../shared/layout';
import type { DatasetSummary } from '../../shared/manifest';
import { commands } from '../../shared/names';
import type { JobEnded } from '../../shared/protocol';
import { freeName } from '../freeName';
import { openPetFolder } from '../openPetFolder';
import { parseOptions } from '../parseOptions';
import type { Services } from '../services';
import type { Action } from '../teller';
import { addDataset } from './addDataset';
import { askDownload } from './askDownload';
import { DownloadProgress } from './downloadProgress';
import { downloadSchema } from './downloadPlan';
import type { DownloadPlan } from './downloadPlan';
import { networkSettings } from './networkSettings';

/**
 * "Download Dataset": a known dataset into the workspace. Nothing is downloaded before the person has seen size, licence and
 * source; what has arrived is kept, so that the command goes on where it was. Resolves with the dataset when it is whole.
 */
export async function downloadDataset(services: Services, given: unknown): Promise<DatasetSummary | null> {
  const known = parseOptions(downloadSchema, given);
  if (known === null && !(await services.petFolder.choose())) return null;
  const root = openPetFolder(services);
  if (root === null) return null;
  const plan = known ?? (await askDownload());
  if (plan === null) return null;

  const name = plan.name ?? (await freeName(path.join(root, layout.datasets), plan.dataset));
  const { title } = knownDatasets[plan.dataset];
  const progress = new DownloadProgress();
  const { dataset: id, from, mirrors, annotations, imageSize, split } = plan;
  const { end, dataset } = await addDataset(services, root, {
    name,
    title: vscode.l10n.t('Getting {title}', { title }),
    job: (place) => ({
      type: 'get',
      dataset: id,
      downloads: path.join(place.cache, layout.downloads),
      network: networkSettings(),
      // Two of the same set are told apart by the folder's name.
      title: name === id ? title : `${title} (${name})`,
      ...{ from, mirrors, annotations, imageSize, split, ...place },
    }),
    show: (event) => progress.show(event),
  });
  tellEnd(services, end, plan);
  return dataset;
}

function tellEnd({ tell }: Services, end: JobEnded, plan: DownloadPlan): void {
  const resume: Action = {
    title: vscode.l10n.t('Resume Download'),
    run: () => vscode.commands.executeCommand(commands.downloadDataset, plan),
  };
  switch (end.type) {
    case 'done':
      return;
    case 'stopped':
      tell.information(vscode.l10n.t('The download was stopped. What has arrived is kept.'), resume);
      return;
    case 'error':
      tell.failure(end.failure, ...(canGoOn(end.failure.code) ? [resume] : []));
      return;
  }
}

/** Failures after which another try may do better, with what has arrived. */
function canGoOn(code: FailureCode): boolean {
  return ['download-failed', 'download-wrong', 'no-space', 'disk-full', 'crashed'].includes(code);
}
