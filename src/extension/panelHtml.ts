import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/**
 * The page of the panel, which `panel` tells from the other. Nothing runs in it but our own script, and nothing is loaded but from
 * `webview.cspSource`.
 */
export function panelHtml(
  webview: vscode.Webview,
  dist: vscode.Uri,
  language: string,
  panel: 'training' | 'dataset',
): string {
  const nonce = randomBytes(16).toString('base64');
  const address = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(dist, file)).toString();
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    ...['style-src', 'img-src', 'font-src'].map((kind) => `${kind} ${webview.cspSource}`),
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="${address('codicon.css')}">
</head>
<body data-panel="${panel}">
<script type="module" nonce="${nonce}" src="${address('webview.js')}"></script>
</body>
</html>`;
}
