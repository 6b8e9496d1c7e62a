import path from 'node:path';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { HumanError } from '../shared/failures';
import { layout } from '../shared/layout';
import { commands } from '../shared/names';
import type { JobEnded } from '../shared/protocol';
import type { Run } from '../shared/run';
import { AnswerList } from './answerList';
import { askPhotos } from './askPhotos';
import { askRun } from './askRun';
import type { PhotoAnswer } from './classifier';
import { guessLine, modelName } from './guessText';
import { openPetFolder } from './openPetFolder';
import { parseOptions } from './parseOptions';
import { photoFailure } from './photoFailure';
import type { Services } from './services';
import { setting } from './setting';

/** What the command takes instead of a file of the Explorer. */
const optionsSchema = v.object({
  photos: v.pipe(v.array(v.string()), v.minLength(1)),
  /** The run whose best model answers; the latest one where it is missing. */
  run: v.optional(v.string()),
});

/**
 * "Classify breed", from a menu with the file and all that are selected, from the palette, or with options. Resolves with the
 * answers when the last photo was answered.
 */
export async function classifyBreed(
  services: Services,
  given: unknown,
  selected: unknown,
): Promise<PhotoAnswer[]> {
  const uris = urisOf(given, selected);
  const options = uris === null ? parseOptions(optionsSchema, given) : null;
  if (openPetFolder(services) === null) return [];
  const run = await runWithModel(services, options?.run);
  if (run === null) return [];
  const photos = uris?.map((uri) => uri.fsPath) ?? options?.photos ?? (await askPhotos());
  return photos.length === 0 ? [] : classify(services, run, photos);
}

/** Menus give the file that was clicked and all selected ones; the editor's title gives the file alone. */
function urisOf(given: unknown, selected: unknown): vscode.Uri[] | null {
  if (!(given instanceof vscode.Uri)) return null;
  const all: unknown[] = Array.isArray(selected) ? selected : [];
  const uris = all.filter((one) => one instanceof vscode.Uri);
  return uris.length > 0 ? uris : [given];
}

async function runWithModel({ runs, tell }: Services, wanted: string | undefined): Promise<Run | null> {
  const all = await runs.withModel();
  const run = wanted === undefined ? all[0] : all.find(({ id }) => id === wanted);
  if (run !== undefined) return run;
  if (wanted !== undefined) throw new HumanError('checkpoint-missing', { file: wanted });
  tell.information(
    vscode.l10n.t('There is no trained network yet that could name a breed: train one first.'),
    {
      title: vscode.l10n.t('Train Model'),
      run: () => vscode.commands.executeCommand(commands.trainModel),
    },
  );
  return null;
}

async function classify(services: Services, run: Run, photos: string[]): Promise<PhotoAnswer[]> {
  const folder = services.runs.folderOf(run.id);
  if (folder === null) return [];
  const other = () => chooseModel(services, photos);
  const list = photos.length > 1 ? new AnswerList(photos, run, other) : null;
  const answers: PhotoAnswer[] = [];
  const end = await progressing(photos.length, (token) =>
    services.classifier.classify(
      { model: path.join(folder, layout.bestModel), photos, engine: setting.engine() },
      (answer) => {
        answers.push(answer);
        list?.add(answer);
      },
      token,
    ),
  );
  list?.complete();
  if (end.type === 'error') services.tell.failure(end.failure);
  const [only] = answers;
  if (list === null && only !== undefined) tellAnswer(services, run, only, other);
  if (answers.some(({ type }) => type === 'classified')) await services.facts.classified();
  return answers;
}

/** So few are answered within a second or two. */
const fewPhotos = 8;

function progressing(
  photos: number,
  work: (token: vscode.CancellationToken) => Promise<JobEnded>,
): Thenable<JobEnded> {
  const title =
    photos === 1
      ? vscode.l10n.t('Looking at the photo')
      : vscode.l10n.t('Looking at {photos} photos', { photos });
  // A warm answer takes a blink: only many photos deserve a notification with a way out.
  const many = photos > fewPhotos;
  const location = many ? vscode.ProgressLocation.Notification : vscode.ProgressLocation.Window;
  return vscode.window.withProgress({ location, title, cancellable: many }, (_, token) => work(token));
}

function tellAnswer({ tell }: Services, run: Run, answer: PhotoAnswer, other: () => unknown): void {
  if (answer.type === 'failed') {
    tell.failure(photoFailure(answer));
    return;
  }
  const text = vscode.l10n.t('{guesses} ({photo}, model {model})', {
    guesses: guessLine(answer.top),
    photo: path.basename(answer.photo),
    model: modelName(run),
  });
  tell.information(text, { title: vscode.l10n.t('Other Model…'), run: other });
}

async function chooseModel(services: Services, photos: string[]): Promise<void> {
  const run = await askRun(await services.runs.withModel(), vscode.l10n.t('Classify with'));
  if (run !== null) await classify(services, run, photos);
}
