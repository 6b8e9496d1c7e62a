import * as v from 'valibot';
import * as vscode from 'vscode';
import { engineIds } from '../shared/config';
import type { EngineChoice } from '../shared/config';
import { settings } from '../shared/names';

/** The settings as typed values; a value that a person mistyped counts as the default. */
export const setting = {
  /** Folder for datasets and runs, relative to the workspace folder `scope`. */
  folder(scope: vscode.Uri): string {
    return v.parse(
      v.fallback(v.pipe(v.string(), v.trim(), v.nonEmpty()), 'pet-cv'),
      read(settings.folder, scope),
    );
  },
  engine(): EngineChoice {
    return v.parse(v.fallback(v.picklist(['auto', ...engineIds]), 'auto'), read(settings.engine));
  },
  /** Minutes after which an unused classifier leaves. */
  classifierIdleMinutes(): number {
    const minutes = v.fallback(v.pipe(v.number(), v.minValue(0.1), v.maxValue(24 * 60)), 5);
    return v.parse(minutes, read(settings.classifierIdleMinutes));
  },
  /** Addresses or folders that hold the archives of datasets, instead of the publishers'. */
  mirrors(): string[] {
    const mirrors = v.fallback(v.array(v.pipe(v.string(), v.trim(), v.nonEmpty())), []);
    return v.parse(mirrors, read(settings.mirrors));
  },
};

function read(name: string, scope?: vscode.Uri): unknown {
  return vscode.workspace.getConfiguration('petCv', scope ?? null).get<unknown>(name);
}
