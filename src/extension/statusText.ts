import * as vscode from 'vscode';
import { panelStrings } from '../shared/panelStrings';
import type { RunStatus } from '../shared/run';

/** Where a run stands, in the person's language. */
export function statusText(status: RunStatus): string {
  return vscode.l10n.t(panelStrings[`status.${status}`]);
}
