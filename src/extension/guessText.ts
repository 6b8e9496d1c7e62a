import * as vscode from 'vscode';
import { breedTitle } from '../shared/manifest';
import type { Guess } from '../shared/protocol';
import type { Run } from '../shared/run';
import { percent } from './percent';

/** `Beagle 87% · Pug 6%`, the likeliest first. */
export function guessLine(top: readonly Guess[]): string {
  return top.map((guess) => `${breedTitle(guess.class)} ${percent(guess.probability)}`).join(' · ');
}

/** The model of a run as it is named next to its answers; one that learned from drawn pets says so. */
export function modelName(run: Run): string {
  return run.dataset?.drawn === true
    ? vscode.l10n.t('{run}, trained on drawn pets', { run: run.id })
    : run.id;
}
