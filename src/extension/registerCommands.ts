import * as vscode from 'vscode';
import { commands, contextKeys, walkthroughId } from '../shared/names';
import type { CommandId } from '../shared/names';
import { checkEngine } from './checkEngine';
import { runOption } from './chooseRuns';
import { classifyBreed } from './classifyBreed';
import { checkDataset } from './dataset/checkDataset';
import { comparePhotos } from './dataset/comparePhotos';
import { deleteDataset } from './dataset/deleteDataset';
import { downloadDataset } from './dataset/downloadDataset';
import { fixDataset } from './dataset/fixDataset';
import { importFolder } from './dataset/importFolder';
import { revealDataset } from './dataset/revealDataset';
import { showDataset } from './dataset/showDataset';
import { splitDataset } from './dataset/splitDataset';
import { deleteRun } from './deleteRun';
import { prepareDataset } from './prepareDataset';
import { resumeTraining } from './resumeTraining';
import { revealRun } from './revealRun';
import type { Services } from './services';
import { showTraining } from './showTraining';
import { stopTraining } from './stopTraining';
import { trainModel } from './trainModel';
import { DatasetNode } from './trees/datasetNode';
import { RunNode } from './trees/runNode';

type Handler = (first: unknown, second: unknown) => unknown;

/** Registers every command of names.ts. What a command throws is told to the person, and the command resolves with null. */
export function registerCommands(services: Services, extensionId: string): vscode.Disposable[] {
  const handlers: Record<CommandId, Handler> = {
    [commands.prepareDataset]: (options) => prepareDataset(services, noLine(options)),
    [commands.downloadDataset]: (options) => downloadDataset(services, noLine(options)),
    [commands.importFolder]: (folder) => importFolder(services, noLine(folder)),
    [commands.showDataset]: (dataset) => showDataset(services, dataset),
    [commands.checkDataset]: (dataset, selected) => checkDataset(services, dataset, selected),
    [commands.fixDataset]: (dataset) => fixDataset(services, dataset),
    [commands.splitDataset]: (dataset) => splitDataset(services, dataset),
    [commands.revealDataset]: (dataset) => revealDataset(services, dataset),
    [commands.deleteDataset]: (dataset, selected) => deleteDataset(services, dataset, selected),
    [commands.comparePhotos]: (photo, selected) => comparePhotos(services, photo, selected),
    [commands.trainModel]: (options) =>
      trainModel(services, options instanceof RunNode ? undefined : options),
    [commands.stopTraining]: () => stopTraining(services),
    [commands.resumeTraining]: (options) => resumeTraining(services, runOption(options)),
    [commands.showTraining]: (options) => showTraining(services, runOption(options)),
    [commands.revealRun]: (run) => revealRun(services, run),
    [commands.deleteRun]: (run, selected) => deleteRun(services, run, selected),
    [commands.classifyBreed]: (photo, selected) => classifyBreed(services, photo, selected),
    [commands.checkEngine]: () => checkEngine(services),
    [commands.openWorkshop]: () => openWorkshop(extensionId),
    [commands.showLog]: () => services.log.show(),
  };
  return Object.entries(handlers).map(([id, handle]) =>
    vscode.commands.registerCommand(id, async (first: unknown, second: unknown) => {
      try {
        return await handle(first, second);
      } catch (error) {
        services.tell.error(error);
        return null;
      }
    }),
  );
}

/** A button in a view's title brings along the line that has the focus, which has nothing to do with it. */
function noLine(given: unknown): unknown {
  return given instanceof DatasetNode || given instanceof RunNode ? undefined : given;
}

/** Opens the walkthrough, then lets it check the steps whose facts were true before it came up. */
async function openWorkshop(extensionId: string): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', `${extensionId}#${walkthroughId}`);
  await vscode.commands.executeCommand('setContext', contextKeys.workshopShown, true);
  await vscode.commands.executeCommand('setContext', contextKeys.workshopShown, false);
}
