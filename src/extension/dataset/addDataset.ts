import * as vscode from 'vscode';
import { HumanError } from '../../shared/failures';
import type { DatasetSummary } from '../../shared/manifest';
import type { GetJob, JobEnded, PrepareJob, TrainerEvent } from '../../shared/protocol';
import { exists } from '../exists';
import type { Services } from '../services';
import { makeDataset } from './makeDataset';
import type { ShownStep } from './makeDataset';
import { tellAdded } from './tellAdded';

/** A dataset to be made, but for where. */
export interface AddRequest {
  /** Name of its folder. */
  name: string;
  /** What goes on, for the notification. */
  title: string;
  job: (place: { folder: string; cache: string }) => PrepareJob | GetJob;
  /** How an event is shown; by stages where it is missing. */
  show?: (event: TrainerEvent) => ShownStep | null;
}

/**
 * Makes a dataset in the Pet CV folder `root` and tells of it when it is whole; how it ended otherwise is told by the caller.
 * @throws HumanError dataset-exists, read-only
 */
export async function addDataset(
  services: Services,
  root: string,
  request: AddRequest,
): Promise<{ end: JobEnded; dataset: DatasetSummary | null }> {
  const place = services.petFolder.dataset(root, request.name);
  if (await exists(place.folder)) throw new HumanError('dataset-exists', { file: place.folder });
  await services.petFolder.writable(root);
  const { end, dataset, health } = await makeDataset(
    services.fork,
    request.job(place),
    request.title,
    request.show,
  );
  services.datasets.touch();
  await services.facts.refresh();
  if (end.type !== 'done' || dataset === null) return { end, dataset: null };
  tellAdded(services, dataset, health);
  return { end, dataset };
}

/** `Preparing {title}` */
export function preparingTitle(title: string): string {
  return vscode.l10n.t('Preparing {title}', { title });
}
