import { readdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { layout } from '../../shared/layout';
import type { PetFolder } from '../petFolder';
import { readDataset, stampOf } from './readDataset';
import type { Dataset } from './readDataset';

/** Milliseconds in which many changes become one. */
const interval = 100;

interface Remembered {
  stamp: string;
  dataset: Dataset | null;
}

/** The prepared datasets of the workspace. What did not change on disk is not read again. */
export class DatasetStore implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  /** Some dataset came, changed or went. */
  readonly onDidChange = this.changed.event;
  private readonly remembered = new Map<string, Remembered>();
  private timer: NodeJS.Timeout | undefined;
  /** What was on disk when a change was told last; null before the first look, which always tells. */
  private told: string | null = null;

  constructor(private readonly petFolder: PetFolder) {}

  /** Every dataset, the newest first. Folders without a good manifest are left out. */
  async list(): Promise<Dataset[]> {
    const { root } = this;
    const names = root === null ? [] : await readdir(root).catch(() => []);
    const found = await Promise.all(names.map((name) => this.find(name)));
    return found.filter((dataset) => dataset !== null).sort((a, b) => b.changed - a.changed);
  }

  /** The dataset whose folder has that name; null where there is none. */
  async find(name: string): Promise<Dataset | null> {
    const folder = this.folderOf(name);
    if (folder === null) return null;
    const stamp = await stampOf(folder);
    const known = this.remembered.get(folder);
    if (known?.stamp === stamp) return known.dataset;
    const dataset = await readDataset(folder);
    this.remembered.set(folder, { stamp, dataset });
    return dataset;
  }

  /** The dataset as it was last read, for what cannot wait; null where it never was. */
  known(name: string): Dataset | null {
    const folder = this.folderOf(name);
    return folder === null ? null : (this.remembered.get(folder)?.dataset ?? null);
  }

  /** Something may have changed on disk: many calls at once are one look, and what did not change is not told. */
  touch(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.look();
    }, interval);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.changed.dispose();
  }

  private async look(): Promise<void> {
    const { root } = this;
    const names = root === null ? [] : await readdir(root).catch(() => []);
    const stamps = names.map(async (name) => {
      const folder = this.folderOf(name);
      return folder === null ? '' : `${folder} ${await stampOf(folder)}`;
    });
    const now = (await Promise.all(stamps)).join('\n');
    if (now === this.told) return;
    this.told = now;
    this.changed.fire();
  }

  /** Null for what names no dataset; one with a dot is being prepared, or was when its trainer was killed. */
  private folderOf(name: string): string | null {
    const { root } = this;
    const plain = name !== '' && !name.startsWith('.') && path.basename(name) === name;
    return root !== null && plain ? path.join(root, name) : null;
  }

  private get root(): string | null {
    return this.petFolder.path === null ? null : path.join(this.petFolder.path, layout.datasets);
  }
}
