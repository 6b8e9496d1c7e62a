import {
  type DatasetMessage,
  type DatasetPanelState,
  type DatasetShow,
  type DatasetTab,
  type DatasetView,
  type Look,
} from '../shared/protocol';
import { type Tiles, TileShelf } from './tileShelf';
import { Words } from './words';

/** Everything the dataset panel shows, from the last message. */
export interface DatasetScene {
  view: DatasetView;
  words: Words;
  /** Place of each photo in the manifest, by its path. */
  places: ReadonlyMap<string, number>;
}

/** A finding to be shown; another object each time it is asked for. */
export interface ShownFinding {
  id: string;
}

/** Photos to be shown alone; another object each time they are asked for. */
export type ShownPhotos = Pick<DatasetShow, 'label' | 'part'>;

/** Keeps what the host said, and says when it changed. */
export class DatasetStore {
  private current: DatasetScene | null = null;
  private chosenTab: DatasetTab = 'photos';
  private wantedFinding: ShownFinding | null = null;
  private wantedPhotos: ShownPhotos | null = null;
  private readonly shelf = new TileShelf();

  /** `kept` is what VS Code kept of this panel: the same dataset shows again in the tab it was left in. */
  constructor(
    private readonly kept: DatasetPanelState | null,
    private readonly changed: () => void,
  ) {}

  /** Null until the first message. */
  get scene(): DatasetScene | null {
    return this.current;
  }

  get tab(): DatasetTab {
    return this.chosenTab;
  }

  /** The finding that the host last asked to show. */
  get finding(): ShownFinding | null {
    return this.wantedFinding;
  }

  /** The photos that the host last asked to show. */
  get photos(): ShownPhotos | null {
    return this.wantedPhotos;
  }

  apply(message: DatasetMessage): void {
    switch (message.type) {
      case 'dataset': {
        const { view, strings, locale, show } = message;
        const before = this.current?.view ?? null;
        if (before !== null && !samePhotos(before, view)) this.shelf.clear();
        if (show !== null) {
          this.chosenTab = show.tab;
          this.wantedFinding = show.finding === null ? null : { id: show.finding };
          if (show.tab === 'photos') this.wantedPhotos = { label: show.label, part: show.part };
        } else if (before === null && this.kept?.dataset === folderName(view)) {
          this.chosenTab = this.kept.tab;
        }
        const places = new Map(view.photos.map(({ path }, index): [string, number] => [path, index]));
        this.current = { view, words: new Words(strings, locale), places };
        break;
      }
      case 'tiles':
        if (!this.shelf.put(message)) return;
        break;
    }
    this.changed();
  }

  choose(tab: DatasetTab): void {
    if (tab === this.chosenTab) return;
    this.chosenTab = tab;
    this.wantedFinding = null;
    this.changed();
  }

  /** Photos whose tile has yet to be asked for. */
  ask(look: Look, photos: Iterable<number>): number[] {
    return this.shelf.ask(look, photos);
  }

  tiles(look: Look): Tiles {
    return this.shelf.of(look);
  }
}

/** Name of the dataset's folder, by which a panel is kept. */
export function folderName({ dataset }: DatasetView): string {
  return dataset.folder.split(/[/\\]/).filter(Boolean).at(-1) ?? dataset.id;
}

/** True for what the host posts; the window also receives messages of VS Code itself. */
export function isDatasetMessage(data: unknown): data is DatasetMessage {
  if (typeof data !== 'object' || data === null || !('type' in data)) return false;
  return (data.type === 'dataset' && 'view' in data) || (data.type === 'tiles' && 'look' in data);
}

function samePhotos(before: DatasetView, after: DatasetView): boolean {
  return (
    before.dataset.folder === after.dataset.folder &&
    before.photos.length === after.photos.length &&
    before.photos.every((photo, index) => photo.path === after.photos[index]?.path)
  );
}
