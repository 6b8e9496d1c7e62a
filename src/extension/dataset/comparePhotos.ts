import path from 'node:path';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { photoExtensions } from '../../shared/names';
import { mostCompared } from '../../shared/protocol';
import { parseOptions } from '../parseOptions';
import type { Services } from '../services';

/** What the command takes instead of files of the Explorer: absolute paths. */
const optionsSchema = v.object({
  photos: v.array(v.string()),
  /** Column of the editor in which the first one opens, from 1. */
  column: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), vscode.ViewColumn.One),
});

/** "Compare Photos": opens two to four photos side by side. Resolves with those that were opened. */
export async function comparePhotos(
  services: Services,
  given: unknown,
  selected: unknown,
): Promise<string[]> {
  const uris = urisOf(given, selected);
  const options = uris === null ? parseOptions(optionsSchema, given) : null;
  const photos = (uris ?? options?.photos ?? []).filter(isPhoto);
  const first = options?.column ?? vscode.ViewColumn.One;
  if (photos.length < 2 || photos.length > mostCompared) {
    services.tell.information(
      vscode.l10n.t('Select two to {most} photos to compare them.', { most: mostCompared }),
    );
    return [];
  }
  for (const [index, photo] of photos.entries()) {
    const shown = { viewColumn: first + index, preview: false, preserveFocus: index > 0 };
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(photo), shown);
  }
  return photos;
}

function urisOf(given: unknown, selected: unknown): string[] | null {
  if (!(given instanceof vscode.Uri)) return null;
  const all: unknown[] = Array.isArray(selected) ? selected : [given];
  return all.flatMap((one) => (one instanceof vscode.Uri ? [one.fsPath] : []));
}

function isPhoto(file: string): boolean {
  const extension = path.extname(file).toLowerCase();
  return photoExtensions.some((one) => one === extension);
}
