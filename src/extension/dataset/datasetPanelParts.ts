import type * as vscode from 'vscode';
import type { TrainerClient } from '../../shared/trainerClient';
import type { PetFolder } from '../petFolder';
import type { Teller } from '../teller';
import type { TrainingMemory } from '../trainingMemory';
import type { DatasetStore } from './datasetStore';
import type { DatasetWork } from './datasetWork';

/** What the panel needs of the rest. */
export interface DatasetPanelParts {
  extensionUri: vscode.Uri;
  petFolder: PetFolder;
  datasets: DatasetStore;
  work: DatasetWork;
  trainingMemory: TrainingMemory;
  fork: () => TrainerClient;
  tell: Teller;
}
