import type * as vscode from 'vscode';
import type { TrainerClient } from '../shared/trainerClient';
import type { Classifier } from './classifier';
import type { DatasetPanel } from './dataset/datasetPanel';
import type { DatasetStore } from './dataset/datasetStore';
import type { DatasetWork } from './dataset/datasetWork';
import type { Facts } from './facts';
import type { PetFolder } from './petFolder';
import type { RunStore } from './runStore';
import type { Teller } from './teller';
import type { Training } from './training';
import type { TrainingMemory } from './trainingMemory';
import type { TrainingPanel } from './trainingPanel';

/** What commands work with; `activate` makes one of each. */
export interface Services {
  log: vscode.LogOutputChannel;
  tell: Teller;
  petFolder: PetFolder;
  runs: RunStore;
  training: Training;
  classifier: Classifier;
  panel: TrainingPanel;
  datasets: DatasetStore;
  work: DatasetWork;
  datasetPanel: DatasetPanel;
  facts: Facts;
  trainingMemory: TrainingMemory;
  /** Starts a trainer process. */
  fork: () => TrainerClient;
}
