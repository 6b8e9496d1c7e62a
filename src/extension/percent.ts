import * as vscode from 'vscode';

/** A share 0..1 as the person's language writes it: `87%`, `87 %`. */
export function percent(share: number): string {
  return new Intl.NumberFormat(vscode.env.language, { style: 'percent' }).format(share);
}
