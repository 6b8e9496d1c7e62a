import * as vscode from 'vscode';

const scheme = 'pet-cv-dataset';

/** Names a dataset for the editor's decorations; no file system is behind it. */
export function datasetUri(name: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${name}` });
}

/** The dataset that the address names; null for any other address. */
export function datasetOfUri(uri: vscode.Uri): string | null {
  return uri.scheme === scheme ? uri.path.slice(1) : null;
}
