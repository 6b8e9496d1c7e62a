import * as vscode from 'vscode';

/** A tooltip of a heading and lines. Names and paths in them are text, not markup. */
export function tooltipText(heading: string, lines: readonly string[]): vscode.MarkdownString {
  const text = new vscode.MarkdownString('**');
  text.appendText(heading);
  text.appendMarkdown('**');
  for (const line of lines) {
    text.appendMarkdown('\n\n');
    text.appendText(line);
  }
  return text;
}
