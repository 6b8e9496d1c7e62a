import { type FailureCode, failureTexts } from './failures';
import { type EngineReason, engineTexts } from './protocol';

/** Every text of the training panel in English; `{name}` is filled in by the panel. Sentences about failures come on top: see `panelTable`. */
export const panelStrings = {
  'panel.waiting': 'Waiting for the training run …',
  'panel.tabs': 'Views of the run',

  'tab.curves': 'Curves',
  'tab.samples': 'Samples',
  'tab.report': 'Report',

  'status.starting': 'Starting',
  'status.running': 'Training',
  'status.stopping': 'Stopping',
  'status.stopped': 'Stopped',
  'status.interrupted': 'Interrupted',
  'status.failed': 'Failed',
  'status.finished': 'Finished',

  drawn: 'Drawn',
  'drawn.why': 'Drawn: Pet CV drew these pets itself; they are not photos.',

  'button.stop': 'Stop',
  'button.stopping': 'Stopping …',
  'button.resume': 'Resume',
  'button.report': 'Open Report File',

  'notice.stopping': 'The batch at hand is finished and saved first.',
  'notice.stopped': 'Stopped. Resume goes on from the checkpoint of epoch {epoch}.',
  'notice.stopped.noCheckpoint': 'Stopped before the first checkpoint: there is nothing to resume from.',
  'notice.interrupted':
    'The training process is gone, but what it saved is whole. Resume goes on from the checkpoint of epoch {epoch}.',
  'notice.interrupted.noCheckpoint':
    'The training process ended before its first checkpoint: there is nothing to resume from. Train again.',

  'progress.epoch': 'Epoch {epoch} of {epochs}',
  'progress.batch': 'Batch {batch} of {batches}',
  'progress.validating': 'Validating photo {done} of {total}',
  'progress.run': 'Progress of the whole run',
  'stage.starting': 'Starting the training process',
  'stage.downloading': 'Downloading',
  'stage.reading': 'Reading files',
  'stage.unpacking': 'Unpacking the archive',
  'stage.cutting': 'Cutting out heads',
  'stage.drawing': 'Drawing pets',
  'stage.decoding': 'Decoding photos',
  'stage.comparing': 'Comparing photos',
  'stage.loading': 'Loading the network',
  'stage.scoring': 'Scoring photos for the report',
  'stage.of': '{stage}: {done} of {total}',
  'stage.count': '{stage}: {done}',

  'fact.speed': 'Images a second',
  'fact.eta': 'Time left',
  'fact.elapsed': 'Elapsed',
  'fact.device': 'Device',
  'fact.weights': 'Weights',
  'fact.photos': 'Photos',
  'fact.photos.value': '{train} training, {validation} validation',
  'fact.classes': 'Classes',
  'fact.settings': 'Settings',
  'fact.settings.value': '{preset}, {size} px, batches of {batch}, seed {seed}',
  'augment.title': 'Augmentation',
  'augment.flip': 'Mirror',
  'augment.crop': 'Crop and zoom',
  'augment.rotation': 'Rotation',
  'augment.colour': 'Colour',
  'augment.cutout': 'Cutout',
  'augment.degrees': '{count}°',
  'augment.strength': '{name} {value}',
  'engine.others': 'Why not a faster engine?',

  'chart.accuracy.epoch': 'Accuracy, each epoch',
  'chart.loss.epoch': 'Loss, each epoch',
  'chart.accuracy.batch': 'Accuracy, each batch',
  'chart.loss.batch': 'Loss, each batch',
  'chart.empty.epoch': 'The first point comes when the first epoch is done and validated.',
  'chart.empty.batch': 'The first point comes with the first batch.',
  'chart.empty.ended': 'The run ended before there was a point to draw.',
  'chart.table': 'Show as table',
  'chart.table.last': 'The last {shown} of {count} points.',
  'chart.summary.epoch': 'Line chart. {title}. After epoch {x}: {values}.',
  'chart.summary.batch': 'Line chart. {title}. After batch {x}: {values}.',
  'chart.at.epoch': 'Epoch {x}',
  'chart.at.batch': 'Batch {x}',
  'chart.best': 'Best epoch: {epoch}',
  'line.training': 'Training',
  'line.validation': 'Validation',
  'column.epoch': 'Epoch',
  'column.batch': 'Batch',
  'column.best': 'Best',
  best: 'Best',

  'samples.empty': 'Samples appear here when the photos have been read.',
  'samples.empty.ended': 'The run ended before its samples were made.',
  'samples.caption': 'Samples of what the network learns from. Choose one to open the photo.',
  'samples.caption.drawn':
    'Samples of what the network learns from. Pet CV drew these pets itself. Choose one to open the picture.',
  'samples.open': '{breed}. Open {photo}',
  'samples.browse': 'Browse All Photos',

  'report.empty':
    'The report comes after the last epoch: how often the best checkpoint is right on photos it never learned from.',
  'report.empty.soFar': 'Best so far: {accuracy} of the validation photos right, in epoch {epoch}.',
  'report.empty.ended': 'This run has no report: it ended before its last epoch.',
  'report.score': 'Hits on photos the network never learned from',
  'report.score.drawn': 'Hits on drawn pets the network never learned from',
  'report.top1': 'Top-1',
  'report.top3': 'Top-3',
  'report.top5': 'Top-5',
  'report.top1.why': 'first guess right',
  'report.top3.why': 'among the first three',
  'report.top5.why': 'among the first five',
  'report.interval': '95% interval {low} to {high}',
  'report.chance': 'Guessing blindly: {chance}',
  'report.photos': 'Photos scored',
  'report.part.validation': '{count}, validation part',
  'report.part.train': '{count}, training part',
  'report.part.all': '{count}, both parts',
  'report.loss': 'Loss',
  'report.epoch': 'Checkpoint',
  'report.epoch.value': 'best, epoch {epoch}',
  'report.splitSeed': 'Split seed',
  'report.seed': 'Training seed',
  'report.perClass': 'Top-1 of each class',
  'report.perClass.drawn': 'Top-1 of each class, drawn pets',
  'column.class': 'Class',
  'column.photos': 'Photos',
  'column.top1': 'Top-1',
  'column.sort': 'Sort by {column}',
  'report.noPhotos': 'no photos',

  'announce.epoch':
    'Epoch {epoch} of {epochs}: validation accuracy {validation}, training accuracy {training}.',
  'announce.best': 'Best so far.',
  'announce.status': '{status}: {run}',
} as const;
export type PanelStringKey = keyof typeof panelStrings;

/**
 * What the host hands to the panel as `snapshot.strings`: every panel text, and the sentences of failures and engines under
 * `failure.<code>` and `engine.<reason>`, each passed through `translate` (vscode.l10n.t).
 */
export function panelTable(translate: (english: string) => string): Record<string, string> {
  const english: [string, string][] = [
    ...Object.entries(panelStrings),
    ...Object.entries(failureTexts).map(([code, text]): [string, string] => [`failure.${code}`, text]),
    ...Object.entries(engineTexts).map(([reason, text]): [string, string] => [`engine.${reason}`, text]),
  ];
  return Object.fromEntries(english.map(([key, text]) => [key, translate(text)]));
}

/** Key of a failure's sentence in the panel's table. */
export function failureKey(code: FailureCode): string {
  return `failure.${code}`;
}

/** Key of an engine's sentence in the panel's table. */
export function engineKey(reason: EngineReason): string {
  return `engine.${reason}`;
}
