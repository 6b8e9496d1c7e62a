import * as vscode from 'vscode';
import type { DatasetSummary, Manifest, Origin } from '../../shared/manifest';
import { countText } from '../countText';
import { percent } from '../percent';

/** `37 breeds, 1,106 photos`, and whether they are drawn. */
export function datasetFacts({ drawn, classes, trainPhotos, validationPhotos }: DatasetSummary): string {
  const facts = vscode.l10n.t('{breeds} breeds, {photos} photos', {
    breeds: countText(classes.length),
    photos: countText(trainPhotos + validationPhotos),
  });
  return drawn ? `${facts}, ${vscode.l10n.t('drawn')}` : facts;
}

/** `80% / 20%, seed 1`, or that it is the publisher's. */
export function splitText({ split }: Manifest): string {
  if (split.official) return vscode.l10n.t('official');
  return vscode.l10n.t('{train} / {validation}, seed {seed}', {
    train: percent(split.trainFraction),
    validation: percent(1 - split.trainFraction),
    seed: split.seed,
  });
}

/** How the photos came here. */
export function wayText(way: Origin['way']): string {
  switch (way) {
    case 'folder':
      return vscode.l10n.t('Imported from a folder.');
    case 'archive':
      return vscode.l10n.t('Unpacked from an archive.');
    case 'drawn':
      return vscode.l10n.t('Drawn by Pet CV itself; these are no photos.');
    case 'cut':
      return vscode.l10n.t("Heads that Pet CV cut from Oxford's photos.");
  }
}
