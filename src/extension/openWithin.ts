import path from 'node:path';
import * as vscode from 'vscode';
import { isInside } from './isInside';

/** Opens a file of `folder` in the editor; what a page asks for outside of it is not opened. */
export async function openWithin(folder: string, relative: string): Promise<void> {
  const file = path.resolve(folder, relative);
  if (isInside(folder, file)) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
}
