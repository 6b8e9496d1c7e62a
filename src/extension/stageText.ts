import * as vscode from 'vscode';
import { panelStrings } from '../shared/panelStrings';
import type { Stage } from '../shared/protocol';

/** `Decoding photos: 12 of 480`. */
export function stageText({
  stage,
  done,
  total,
}: {
  stage: Stage;
  done: number;
  total: number | null;
}): string {
  const name = vscode.l10n.t(panelStrings[`stage.${stage}`]);
  return total === null
    ? vscode.l10n.t(panelStrings['stage.count'], { stage: name, done })
    : vscode.l10n.t(panelStrings['stage.of'], { stage: name, done, total });
}
