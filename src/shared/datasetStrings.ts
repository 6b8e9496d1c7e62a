import { type FindingKind, findingKinds, findingTexts } from './health';
import { panelTable } from './panelStrings';

/** Every text of the dataset panel in English, beside those that it shares with the training panel. */
export const datasetStrings = {
  'dataset.waiting': 'Waiting for the dataset …',
  'dataset.tabs': 'Views of the dataset',
  'dataset.busy': 'Looking through the photos …',
  'tab.photos': 'Photos',
  'tab.network': 'What the network sees',
  'tab.health': 'Health',
  'button.train': 'Train Model',
  'button.check': 'Check',

  'part.train': 'Training',
  'part.validation': 'Validation',
  'part.unused': 'Left out',
  'part.train.inline': 'training',
  'part.validation.inline': 'validation',
  'part.unused.inline': 'left out',
  'fact.skipped': 'Not taken in',
  'unused.person': 'by you',
  'unused.copy': 'copy of another photo',
  'unused.leak': 'copy of a validation photo',
  'unused.not-in-split': 'in no official list',
  'unused.unreadable': 'unreadable',
  'unused.said': 'Left out: {reason}',
  'unused.said.inline': 'left out: {reason}',

  'filter.class': 'Class',
  'filter.class.all': 'All classes ({count})',
  'filter.class.one': '{breed} ({count})',
  'filter.part': 'Split',
  'filter.part.all': 'All',
  'filter.order': 'Order',
  'filter.order.disk': 'As on disk',
  'filter.order.shuffled': 'Shuffled',
  'filter.seed': 'Seed',
  'filter.again': 'Shuffle Again',
  'filter.size': 'Tiles',
  'size.small': 'Small',
  'size.medium': 'Medium',
  'size.large': 'Large',

  'photos.shown.one': '{count} photo shown',
  'photos.shown.other': '{count} photos shown',
  'photos.selected.one': '{count} selected',
  'photos.selected.other': '{count} selected',
  'photos.selected.hidden': '{selected}, {hidden} of them hidden by the filters',
  'photos.none': 'No photo fits these filters.',
  'photos.hint': 'Enter opens a photo, Space selects it.',
  'photo.label': '{breed}, {part}, {file}',
  'photo.failed': 'Could not be read',
  'photo.open': 'Open {file}',
  'photo.leaveOut': 'Leave out {file}',
  'photo.takeIn': 'Take in again: {file}',
  'button.compare': 'Compare',
  'button.compare.one': 'Compare {count} photo',
  'button.compare.other': 'Compare {count} photos',
  'button.compare.first': 'Compare the first {count}',
  'compare.limit': 'Two to {count} photos can be compared.',
  'button.leaveOut': 'Leave Out',
  'button.takeIn': 'Take In Again',
  'button.clear': 'Clear Selection',

  'network.why':
    'Exactly what the network receives: {size} × {size} pixels, and as augmented in the first epoch of a run with this seed.',
  'network.trainOnly': 'Training photos only: validation photos are never augmented.',
  'augment.preset.none': 'None',
  'augment.preset.light': 'Light',
  'augment.preset.strong': 'Strong',
  'augment.preset.own': 'Your own',
  'augment.flip.why': 'share of photos that are mirrored',
  'augment.crop.why': 'most that is cut off each side',
  'augment.rotation.why': 'most it turns to either side',
  'augment.colour.why': 'brightness, contrast and saturation',
  'augment.cutout.why': 'side of the square that is greyed out',
  'augment.seed': 'Seed',
  'augment.draw': 'Another Draw',
  'augment.use': 'Use for the Next Training',
  'augment.next': 'The next training uses: {strengths}.',
  'augment.next.none': 'The next training uses no augmentation.',

  'severity.error': 'Error',
  'severity.warning': 'Warning',
  'severity.info': 'Note',
  'health.empty': 'These photos have not been checked yet.',
  'health.empty.why':
    'A check finds photos that cannot be read, copies, photos in two classes or on both sides of the split, and classes with too few photos. It changes nothing.',
  'health.good': 'Nothing wrong found.',
  'health.problems.one': '{count} finding; the worst: {severity}.',
  'health.problems.other': '{count} findings; the worst: {severity}.',
  'health.checked': 'Checked on {date}',
  'health.readable': '{readable} of {count} photos can be read.',
  'health.classes': 'Photos of each class',
  'health.sizes': 'Sizes in pixels',
  'health.smallest': 'Smallest',
  'health.median': 'Median',
  'health.largest': 'Largest',
  'health.size': '{width} × {height}',
  'health.aspects': 'Shapes',
  'health.portrait': 'Portrait',
  'health.square': 'Square',
  'health.landscape': 'Landscape',
  'health.findings': 'Findings',
  'health.kind.one': '{count} finding',
  'health.kind.other': '{count} findings',
  'health.showAll': 'Show all {count}',
  'health.showPhotos': 'Show all {count} photos',
  'health.noClass': 'no class',
  'health.fix.title': 'Safe fixes',
  'health.fix.why': 'Nothing is deleted: what is left out stays in its folder and can be taken in again.',
  'health.fix.one': 'Apply {count} Safe Fix',
  'health.fix.other': 'Apply {count} Safe Fixes',
  'fix.unreadable': 'Unreadable photos are left out: {count}',
  'fix.empty': 'Empty files are left out: {count}',
  'fix.missing': 'Missing photos are taken off the list: {count}',
  'fix.leakage': 'Groups of copies are put on one side of the split: {count}',
  'fix.exact-copies': 'Of each group of exact copies all but one are left out: {count}',
  'fix.wrong-format': 'Files with the wrong ending are renamed: {count}',

  'announce.checked': 'The check is done. {verdict}',
} as const;
export type DatasetStringKey = keyof typeof datasetStrings;

/** What the host hands to the dataset panel as `strings`: its own texts, those it shares with the training panel, and every kind of finding; each passed through `translate` (vscode.l10n.t). */
export function datasetTable(translate: (english: string) => string): Record<string, string> {
  const own = Object.entries(datasetStrings).map(([key, text]): [string, string] => [key, translate(text)]);
  const findings = findingKinds.flatMap((kind): [string, string][] => [
    [findingKey(kind, 'title'), translate(findingTexts[kind].title)],
    [findingKey(kind, 'advice'), translate(findingTexts[kind].advice)],
  ]);
  return { ...panelTable(translate), ...Object.fromEntries([...own, ...findings]) };
}

/** Key of what is said about a kind of finding, in the panel's table. */
export function findingKey(kind: FindingKind, what: 'title' | 'advice'): string {
  return `finding.${kind}.${what}`;
}
