import * as vscode from 'vscode';
import type { Health } from '../../shared/health';
import type { Services } from '../services';
import { healthVerdict, worstCare } from '../trees/healthVerdict';
import { chooseDatasets } from './chooseDatasets';
import type { Dataset } from './readDataset';
import { showAction } from './showAction';
import { rejectedFiles, trashAction } from './trashRejected';

/** "Check Dataset": looks for what is wrong with the photos. Resolves with what was found, of several datasets with the last. */
export async function checkDataset(
  services: Services,
  given: unknown,
  selected: unknown,
): Promise<Health | null> {
  const title = vscode.l10n.t('Check Dataset');
  let health: Health | null = null;
  for (const dataset of await chooseDatasets(services, given, selected, title)) {
    health = await checkNow(services, dataset);
    if (health !== null) tellHealth(services, dataset, health);
  }
  return health;
}

/** Checks one dataset, with progress; null where it was stopped or failed, which the person was told. */
export async function checkNow({ work, petFolder }: Services, dataset: Dataset): Promise<Health | null> {
  const { folder, title } = dataset.summary;
  const cache = petFolder.cacheOf(folder);
  const text = vscode.l10n.t('Checking {title}', { title });
  const events = await work.run(dataset, { type: 'check', folder, cache }, text);
  return events?.findLast((event) => event.type === 'health')?.health ?? null;
}

/** Says what a check found, and offers to show it. */
function tellHealth(services: Services, dataset: Dataset, health: Health): void {
  const { tell } = services;
  const text = vscode.l10n.t('{title}: {verdict}.', {
    title: dataset.summary.title,
    verdict: healthVerdict(health),
  });
  const rejected = rejectedFiles(health);
  const actions = [
    ...(health.findings.length > 0 ? [showAction(dataset.name, 'health')] : []),
    ...(rejected.length > 0 ? [trashAction(services, rejected)] : []),
  ];
  if (worstCare(health) === null) tell.information(text, ...actions);
  else tell.warning(text, ...actions);
}
