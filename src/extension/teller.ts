import * as vscode from 'vscode';
import { HumanError, failure } from '../shared/failures';
import type { Failure, FailureCode } from '../shared/failures';
import { commands } from '../shared/names';
import { failureSentence } from './failureSentence';

/** A button under a message. */
export interface Action {
  title: string;
  run: () => unknown;
}

/** How the extension speaks: messages with buttons for people, details for the log. It never waits for an answer. */
export class Teller {
  constructor(private readonly log: vscode.LogOutputChannel) {}

  information(message: string, ...actions: Action[]): void {
    this.act(
      vscode.window.showInformationMessage(message, ...actions.map((action) => action.title)),
      actions,
    );
  }

  warning(message: string, ...actions: Action[]): void {
    this.act(vscode.window.showWarningMessage(message, ...actions.map((action) => action.title)), actions);
  }

  /** A failure in the person's language, with `actions` first and then what helps with this code. */
  failure(failure: Failure, ...actions: Action[]): void {
    this.log.error(`${failure.code}: ${failure.message}`);
    const all = [...actions, ...helpWith(failure.code)];
    this.act(
      vscode.window.showErrorMessage(failureSentence(failure), ...all.map((action) => action.title)),
      all,
    );
  }

  /** Whatever was thrown: a HumanError is told, anything else is a bug whose stack goes to the log. */
  error(error: unknown): void {
    if (error instanceof HumanError) {
      this.failure(error.failure);
      return;
    }
    this.log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    this.failure(failure('internal', { detail: error instanceof Error ? error.message : String(error) }));
  }

  private act(answer: Thenable<string | undefined>, actions: Action[]): void {
    const answered = async () => {
      const title = await answer;
      await actions.find((action) => action.title === title)?.run();
    };
    answered().catch((error: unknown) => this.error(error));
  }
}

function helpWith(code: FailureCode): Action[] {
  switch (code) {
    case 'crashed':
    case 'internal':
      return [commandAction(vscode.l10n.t('Show Log'), commands.showLog)];
    case 'no-engine':
      return [commandAction(vscode.l10n.t('Check Engine'), commands.checkEngine)];
    case 'dataset-missing':
    case 'dataset-invalid':
    case 'photos-missing':
      return [commandAction(vscode.l10n.t('Prepare Dataset'), commands.prepareDataset)];
    case 'checkpoint-missing':
    case 'checkpoint-corrupt':
    case 'checkpoint-version':
    case 'run-finished':
    case 'dataset-changed':
    case 'nothing-to-resume':
      return [commandAction(vscode.l10n.t('Train Model'), commands.trainModel)];
    case 'read-only':
      return [
        {
          title: vscode.l10n.t('Open Settings'),
          run: () => vscode.commands.executeCommand('workbench.action.openSettings', 'petCv.folder'),
        },
      ];
    case 'download-failed':
    case 'download-wrong':
    case 'no-space':
    case 'no-official-split':
    case 'no-head-boxes':
    case 'trash-failed':
    case 'no-photos':
    case 'one-class':
    case 'source-missing':
    case 'source-unreadable':
    case 'unsafe-archive':
    case 'dataset-exists':
    case 'too-few-photos':
    case 'class-mismatch':
    case 'run-exists':
    case 'run-missing':
    case 'run-busy':
    case 'run-invalid':
    case 'photo-unreadable':
    case 'photo-missing':
    case 'photo-too-large':
    case 'disk-full':
    case 'out-of-memory':
    case 'diverged':
    case 'bad-config':
      return [];
  }
}

function commandAction(title: string, command: string): Action {
  return { title, run: () => vscode.commands.executeCommand(command) };
}
