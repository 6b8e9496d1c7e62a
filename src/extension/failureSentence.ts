import * as vscode from 'vscode';
import { failureTexts } from '../shared/failures';
import type { Failure } from '../shared/failures';

/** A failure as a sentence in the person's language; a file of the workspace is named from the workspace's folder. */
export function failureSentence(failure: Failure): string {
  const { file, detail } = failure.parameters;
  return vscode.l10n.t(failureTexts[failure.code], {
    ...(file === undefined ? {} : { file: vscode.workspace.asRelativePath(file) }),
    ...(detail === undefined ? {} : { detail }),
  });
}
