import type { DatasetPanel } from './dataset/datasetPanel';
import type { DatasetStore } from './dataset/datasetStore';
import type { Facts } from './facts';
import type { RunStore } from './runStore';
import type { Training } from './training';
import type { TrainingPanel } from './trainingPanel';
import type { DatasetTree } from './trees/datasetTree';
import type { HealthBadges } from './trees/healthBadges';
import type { RunTree } from './trees/runTree';

/** What `activate` returns: a view of the living extension for its own tests, not an API for other extensions. */
export interface PetCvApi {
  /** The live run and those on disk; `onDidChange` tells of each event. */
  runs: Pick<RunStore, 'live' | 'list' | 'find' | 'folderOf' | 'resumable' | 'onDidChange'>;
  /** `finished` resolves when the current training has ended and its process is gone. */
  training: Pick<Training, 'active' | 'finished'>;
  panel: Pick<TrainingPanel, 'visible' | 'shownRun' | 'deserializeWebviewPanel'>;
  /** Context keys as they were set. */
  facts: Pick<Facts, 'values' | 'refresh'>;
  datasets: Pick<DatasetStore, 'list' | 'find' | 'onDidChange'>;
  datasetPanel: Pick<DatasetPanel, 'visible' | 'shownDataset' | 'deserializeWebviewPanel'>;
  /** What the two tree views show, and how the first one is marked. */
  datasetTree: DatasetTree;
  runTree: RunTree;
  badges: HealthBadges;
}
