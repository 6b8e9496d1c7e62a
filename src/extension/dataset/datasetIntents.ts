import path from 'node:path';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { commands } from '../../shared/names';
import type { DatasetIntent } from '../../shared/protocol';
import { isInside } from '../isInside';
import { datasetIntentSchema } from './datasetIntent';
import type { DatasetPanelParts } from './datasetPanelParts';
import type { Dataset } from './readDataset';
import type { TileRequest } from './tileMaker';

/** What following an intent needs of the panel. */
interface PanelActions {
  snapshot: () => Promise<void>;
  requestTiles: (request: TileRequest) => void;
  /** The column of the editor beside the panel. */
  firstFreeColumn: () => vscode.ViewColumn;
}

/** Does what the page of the dataset panel asks for; what is malformed is not done. */
export class DatasetIntents {
  constructor(
    private readonly parts: Pick<DatasetPanelParts, 'petFolder' | 'datasets' | 'work' | 'trainingMemory'>,
    private readonly panel: PanelActions,
  ) {}

  /** @param name The dataset that the page shows. */
  async receive(name: string, message: unknown): Promise<void> {
    const intent = v.safeParse(datasetIntentSchema, message);
    const dataset = intent.success ? await this.parts.datasets.find(name) : null;
    if (intent.success && dataset !== null) await this.follow(dataset, intent.output);
  }

  private async follow(dataset: Dataset, intent: DatasetIntent): Promise<void> {
    const { folder } = dataset.summary;
    switch (intent.type) {
      case 'ready':
        return this.panel.snapshot();
      case 'tiles': {
        const photos = intent.photos.filter((photo) => photo < dataset.manifest.files.length);
        const cache = this.parts.petFolder.cacheOf(folder);
        this.panel.requestTiles({ dataset: folder, cache, look: intent.look, photos });
        return;
      }
      case 'openPhoto':
        return openPhoto(dataset, intent.photo);
      case 'compare':
        return this.compare(dataset, intent.photos);
      case 'leaveOut':
        return this.leaveOut(dataset, intent.photos, intent.out);
      case 'check':
        return run(commands.checkDataset, { dataset: dataset.name });
      case 'fix':
        return run(commands.fixDataset, { dataset: dataset.name, ask: true });
      case 'useAugmentation':
        return this.parts.trainingMemory.use(intent.augmentation);
      case 'train':
        return run(commands.trainModel, { dataset: dataset.name, ask: true });
    }
  }

  private async compare(dataset: Dataset, photos: readonly string[]): Promise<void> {
    const files = photos.map((photo) => fileOf(dataset, photo)).filter((file) => file !== null);
    await run(commands.comparePhotos, { photos: files, column: this.panel.firstFreeColumn() });
  }

  private async leaveOut(dataset: Dataset, photos: string[], out: boolean): Promise<void> {
    const { title, folder } = dataset.summary;
    const text = out
      ? vscode.l10n.t('Leaving photos out of {title}', { title })
      : vscode.l10n.t('Taking photos into {title}', { title });
    await this.parts.work.run(dataset, { type: 'leaveOut', dataset: folder, photos, out }, text);
    await this.panel.snapshot();
  }
}

async function openPhoto(dataset: Dataset, photo: string): Promise<void> {
  const file = fileOf(dataset, photo);
  if (file !== null) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
}

/** Where the photo lies; one that was never taken in lies where the health report says. Null for what is nowhere, or elsewhere. */
function fileOf({ summary: { folder }, health }: Dataset, photo: string): string | null {
  const found = health?.findings.flatMap((finding) => finding.photos).find(({ path }) => path === photo);
  if (found !== undefined) return found.file;
  const file = path.resolve(folder, photo);
  return isInside(folder, file) ? file : null;
}

async function run(command: string, options: object): Promise<void> {
  await vscode.commands.executeCommand(command, options);
}
