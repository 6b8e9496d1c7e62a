import type { PanelStringKey } from '../shared/panelStrings';
import { isActive, type Run, type RunStatus } from '../shared/run';
import type { Words } from './words';

/** Name of a status. */
export const statusNames: Record<RunStatus, PanelStringKey> = {
  starting: 'status.starting',
  running: 'status.running',
  stopping: 'status.stopping',
  stopped: 'status.stopped',
  interrupted: 'status.interrupted',
  failed: 'status.failed',
  finished: 'status.finished',
};

/**
 * What a screen reader hears, politely, when `before` became `after`: a finished epoch, the end of the run, a failure.
 * Null for everything smaller, batches above all, and for a run that was just opened.
 */
export function announcement(before: Run | null, after: Run, words: Words): string | null {
  if (before?.id !== after.id) return null;
  if (before.status !== after.status && !(before.status === 'starting' && isActive(after.status))) {
    const status = words.text('announce.status', {
      status: words.text(statusNames[after.status]),
      run: after.id,
    });
    return after.failure === null ? status : `${status}. ${words.failure(after.failure)}`;
  }
  const epoch = after.epochs.at(-1);
  if (epoch === undefined || after.epochs.length <= before.epochs.length) return null;
  const told = words.text('announce.epoch', {
    epoch: epoch.epoch,
    epochs: after.config?.epochs ?? epoch.epoch,
    validation: words.share(epoch.validationAccuracy),
    training: words.share(epoch.accuracy),
  });
  return epoch.best ? `${told} ${words.text('announce.best')}` : told;
}
