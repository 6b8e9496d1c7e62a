import type { Facts } from './facts';
import type { RunStore } from './runStore';
import type { Training } from './training';
import type { TrainingPanel } from './trainingPanel';

/** What `activate` returns: a view of the living extension for its own tests, not an API for other extensions. */
export interface PetCvApi {
  /** The live run and those on disk; `onDidChange` tells of each event. */
  runs: Pick<RunStore, 'live' | 'list' | 'find' | 'folderOf' | 'resumable' | 'onDidChange'>;
  /** `finished` resolves when the current training has ended and its process is gone. */
  training: Pick<Training, 'active' | 'finished'>;
  panel: Pick<TrainingPanel, 'visible' | 'shownRun' | 'deserializeWebviewPanel'>;
  /** Context keys as they were set. */
  facts: Pick<Facts, 'values' | 'refresh'>;
}
