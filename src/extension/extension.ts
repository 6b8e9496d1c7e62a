import path from 'node:path';
import * as vscode from 'vscode';
import { Classifier } from './classifier';
import { DiskWatch } from './diskWatch';
import { Facts } from './facts';
import { forkTrainer } from './forkTrainer';
import type { PetCvApi } from './petCvApi';
import { PetFolder } from './petFolder';
import { registerCommands } from './registerCommands';
import { RunStore } from './runStore';
import { setting } from './setting';
import { StatusBar } from './statusBar';
import { Teller } from './teller';
import { tellTrainingEnd } from './tellTrainingEnd';
import { Training } from './training';
import { TrainingPanel } from './trainingPanel';

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
  const facts = new Facts(petFolder, runs, context.workspaceState, context.globalState);
  const watch = new DiskWatch(petFolder, (file) => {
    if (file !== null) void runs.touched(file);
    void facts.refresh();
  });
  const memory = context.workspaceState;
  const services = { log, tell, petFolder, runs, training, classifier, panel, facts, memory, fork };
  context.subscriptions.push(log, runs, panel, classifier, facts, watch, new StatusBar(runs));
  context.subscriptions.push(...registerCommands(services, context.extension.id));
  // The editor's watcher misses what appears in a folder at the moment that it is made, by petcv in a terminal, say.
  const focused = vscode.window.onDidChangeWindowState((window) => {
    if (window.focused) void facts.refresh();
  });
  context.subscriptions.push(focused);
  leave = () => training.close();
  void facts.refresh();
  return { runs, training, panel, facts };
}

/** Lets a running training save; what takes too long is killed, and resumes from its last checkpoint. */
export function deactivate(): Promise<void> {
  return leave();
}
