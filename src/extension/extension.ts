import path from 'node:path';
import * as vscode from 'vscode';
import { Classifier } from './classifier';
import { DatasetPanel } from './dataset/datasetPanel';
import { DatasetStore } from './dataset/datasetStore';
import { DatasetWork } from './dataset/datasetWork';
import { DiskWatch } from './diskWatch';
import { Facts } from './facts';
import { forkTrainer } from './forkTrainer';
import type { PetCvApi } from './petCvApi';
import { PetFolder } from './petFolder';
import { registerCommands } from './registerCommands';
import { RunStore } from './runStore';
import type { Services } from './services';
import { setting } from './setting';
import { StatusBar } from './statusBar';
import { Teller } from './teller';
import { tellTrainingEnd } from './tellTrainingEnd';
import { Training } from './training';
import { TrainingMemory } from './trainingMemory';
import { TrainingPanel } from './trainingPanel';
import { DatasetTree } from './trees/datasetTree';
import { HealthBadges } from './trees/healthBadges';
import { RunTree } from './trees/runTree';
import { showTrees } from './trees/treeViews';

// VS Code hands deactivate() nothing, and waits only for its promise, so what must end in order is kept here.
let leave: () => Promise<void> = () => Promise.resolve();

/** Composition root: everything is made here; the panel and the trainer processes start on first use. */
export function activate(context: vscode.ExtensionContext): PetCvApi {
  const log = vscode.window.createOutputChannel('Pet CV', { log: true });
  const tell = new Teller(log);
  const fork = () => forkTrainer(path.join(context.extensionPath, 'dist', 'trainer.js'), log);
  const petFolder = new PetFolder(context.workspaceState);
  const runs = new RunStore(petFolder);
  const training = new Training(fork, runs, (run) => tellTrainingEnd(tell, run, panel.visible));
  const panel = new TrainingPanel(context.extensionUri, petFolder, runs, training);
  const classifier = new Classifier(fork, () => setting.classifierIdleMinutes());
  const datasets = new DatasetStore(petFolder);
  const work = new DatasetWork(fork, tell, datasets);
  const trainingMemory = new TrainingMemory(context.workspaceState);
  const { extensionUri } = context;
  const datasetPanel = new DatasetPanel({
    extensionUri,
    petFolder,
    datasets,
    work,
    trainingMemory,
    fork,
    tell,
  });
  const facts = new Facts(datasets, runs, context.workspaceState, context.globalState);
  const datasetTree = new DatasetTree(datasets);
  const runTree = new RunTree(runs);
  const badges = new HealthBadges(datasets);
  const lookAgain = (file: string | null) => {
    datasets.touch();
    if (file === null) runTree.refresh();
    else void runs.touched(file);
    void facts.refresh();
  };
  const watch = new DiskWatch(petFolder, lookAgain);
  const services: Services = {
    ...{ log, tell, petFolder, fork, facts, trainingMemory },
    ...{ runs, training, panel, classifier },
    ...{ datasets, work, datasetPanel },
  };
  context.subscriptions.push(log, runs, panel, classifier, facts, watch, new StatusBar(runs));
  context.subscriptions.push(datasets, work, trainingMemory, datasetPanel, datasetTree, runTree, badges);
  context.subscriptions.push(...showTrees(datasetTree, runTree, badges));
  context.subscriptions.push(...registerCommands(services, context.extension.id));
  // The editor's watcher misses what appears in a folder at the moment that it is made, by petcv in a terminal, say.
  const focused = vscode.window.onDidChangeWindowState((window) => {
    if (window.focused) lookAgain(null);
  });
  context.subscriptions.push(focused);
  leave = () => training.close();
  void facts.refresh();
  return { runs, training, panel, facts, datasets, datasetPanel, datasetTree, runTree, badges };
}

/** Lets a running training save; what takes too long is killed, and resumes from its last checkpoint. */
export function deactivate(): Promise<void> {
  return leave();
}
