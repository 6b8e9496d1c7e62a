import * as vscode from 'vscode';

/** A whole number as the person's language writes it: `1,106`. */
export function countText(count: number): string {
  return new Intl.NumberFormat(vscode.env.language).format(count);
}
