import type { Run } from '../shared/run';

/** The best validation accuracy so far, 0..1; null before the first epoch. */
export function bestAccuracy({ epochs }: Run): number | null {
  return epochs.length === 0 ? null : Math.max(...epochs.map((epoch) => epoch.validationAccuracy));
}
