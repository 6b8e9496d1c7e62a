/**
 * What a person reads when something cannot be done: what happened, to which file, what to do next. English; the
 * extension translates the sentence and fills in the same parameters.
 */
export const failureTexts = {
  'no-photos':
    'No photos were found in {file}. Pet CV looks for JPEG, PNG, GIF, WebP and TIFF files, in one folder a breed or named like beagle_12.jpg.',
  'one-class':
    'All photos in {file} are of one class ({detail}). A classifier needs two or more: make one folder for each breed.',
  'source-missing': '{file} does not exist. Choose a folder of photos or a .tar.gz archive.',
  'source-unreadable':
    '{file} could not be read ({detail}). Choose a folder of photos or a .tar.gz archive that is whole.',
  'unsafe-archive':
    '{file} was refused because of its entry {detail}. Nothing of it was kept. Get the archive from a source that you trust.',
  'download-failed':
    '{file} could not be downloaded ({detail}). What has arrived is kept: try again and it goes on from there. Behind a proxy, see the setting http.proxy.',
  'download-wrong':
    '{file} is not what was expected ({detail}), so it was not used. Try again, or name another mirror.',
  'no-space':
    'There is not enough free space for {file}: {detail}. Free some space, or choose a folder on another disk.',
  'no-official-split':
    '{file} has no official split: it comes with the annotations of Oxford-IIIT Pet. Get the dataset with annotations, or choose a share for training.',
  'no-head-boxes':
    'No head boxes that fit the photos were found in {file}. Use annotations.tar.gz as the publisher of the photos has it.',
  'trash-failed': '{file} could not be moved to the trash ({detail}). Delete it by hand if you want it gone.',
  'dataset-missing':
    '{file} is not a prepared dataset: it has no manifest.json. Run "Pet CV: Prepare Dataset" (petcv prepare) first.',
  'dataset-invalid':
    '{file} is damaged or was made by another version of Pet CV ({detail}). Prepare the dataset again.',
  'dataset-changed':
    'The photos in {file} were prepared, split or fixed anew since this run began, so it cannot go on with the same ones. Train a new run.',
  'dataset-exists': '{file} already holds files. Choose another name, or delete that folder first.',
  'photos-missing':
    '{detail} photos of {file} are missing or changed since it was prepared. Put them back or prepare the dataset again.',
  'too-few-photos':
    'Class {detail} in {file} has a single photo, which cannot be in training and in validation. Add photos or remove the class.',
  'class-mismatch':
    'The dataset in {file} has classes that the model does not know: {detail}. Choose a dataset with the same class names.',
  'run-exists': '{file} already holds a run. Choose another folder, or resume it.',
  'run-missing': '{file} is not a training run: it has no run.json. Choose a folder made by Pet CV.',
  'run-invalid': 'run.json in {file} is damaged or was made by another version of Pet CV. Train a new run.',
  'run-busy': '{file} is being trained by another process (number {detail}). Stop that one first.',
  'run-finished': 'The run in {file} is finished. Train a new one for more epochs.',
  'nothing-to-resume':
    'The run in {file} ended before its first checkpoint, so there is nothing to go on from. Train a new run.',
  'checkpoint-missing':
    'There is no saved model in {file}. Train first; a checkpoint is written after every epoch.',
  'checkpoint-corrupt':
    'The saved model in {file} is damaged ({detail}). Use another checkpoint or train again.',
  'checkpoint-version':
    'The saved model in {file} was made by another version of Pet CV ({detail}). Update Pet CV or train again.',
  'photo-unreadable':
    '{file} is not a photo that can be read ({detail}). Open it in an image viewer to see what it is, and save it again as a JPEG.',
  'photo-missing': '{file} does not exist.',
  'photo-too-large':
    '{file} is too large ({detail}). Make it smaller than 16,383 pixels a side and try again.',
  'disk-full':
    'The disk is full: {file} could not be written. Nothing half-written was kept. Free some space and try again.',
  'read-only':
    '{file} cannot be written: the folder is read-only or belongs to someone else. Choose another folder.',
  'out-of-memory':
    'There is not enough memory for this training ({detail}). Choose a smaller batch or image size.',
  'no-engine': 'No engine can train here: {detail}',
  diverged:
    'The loss became {detail}, so training was stopped; the last good checkpoint is kept. Try a smaller learning rate.',
  'bad-config': 'That cannot be trained: {detail}',
  crashed:
    'The training process ended unexpectedly ({detail}). What was saved is whole: resume from the last checkpoint. The log has more.',
  internal: 'Something went wrong inside Pet CV: {detail}. The log has more.',
} as const;
export type FailureCode = keyof typeof failureTexts;

/** What fills in a failure's sentence. */
export interface FailureParameters {
  /** The file or folder it is about. */
  file?: string;
  detail?: string;
}

/** A failure as plain data: it travels in events. */
export interface Failure {
  /** Stable, for tests and scripts. */
  code: FailureCode;
  /** The whole English sentence. */
  message: string;
  parameters: FailureParameters;
}

/** `{name}` in `template` replaced by the parameter of that name. */
export function fillIn(template: string, parameters: Readonly<Record<string, string | undefined>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => parameters[name] ?? whole);
}

/** The failure `code` in words. */
export function failure(code: FailureCode, parameters: FailureParameters = {}): Failure {
  return { code, message: fillIn(failureTexts[code], { ...parameters }), parameters };
}

/** An error whose message is for a person: what happened, to which file, what to do next. Everything else is a bug. */
export class HumanError extends Error {
  override readonly name = 'HumanError';
  readonly failure: Failure;

  constructor(code: FailureCode, parameters: FailureParameters = {}, options?: { cause?: unknown }) {
    const told = failure(code, parameters);
    super(told.message, options);
    this.failure = told;
  }
}
