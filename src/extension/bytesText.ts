import * as vscode from 'vscode';

/** `792 MB`, `5.1 MB`: bytes in megabytes as the person's language writes them, with a decimal below ten. */
export function bytesText(bytes: number): string {
  return new Intl.NumberFormat(vscode.env.language, {
    style: 'unit',
    unit: 'megabyte',
    unitDisplay: 'short',
    maximumFractionDigits: bytes < 10e6 ? 1 : 0,
  }).format(bytes / 1e6);
}
