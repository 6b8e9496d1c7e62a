import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { type DatasetIntent, type DatasetPhoto, type DatasetView, mostCompared } from '../shared/protocol';
import { commonStyles } from './commonStyles';
import { formStyles } from './formStyles';
import { chosenPhotos, everyPhoto, type PhotoChoice, type PlacedPhoto } from './photoChoice';
import './photoFilters';
import './photoGrid';
import { type PhotoGrid } from './photoGrid';
import { noTiles, type Tiles } from './tileShelf';
import { photoSide, type TileSize } from './tileSize';
import { english, type Words } from './words';

/**
 * Every photo of the dataset, to be filtered, shuffled, compared and left out.
 *
 * @fires choose-photos CustomEvent<PhotoChoice>
 * @fires choose-size CustomEvent<TileSize>
 * @fires want-tiles CustomEvent<number[]>
 * @fires intent CustomEvent<DatasetIntent>
 */
@customElement('pet-photos-tab')
export class PhotosTab extends LitElement {
  static override styles = [
    commonStyles,
    formStyles,
    css`
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 6px 16px;
        min-height: 28px;
      }
      .hint {
        font-size: 0.92em;
      }
    `,
  ];

  @property({ attribute: false }) view: DatasetView | null = null;
  @property({ attribute: false }) choice: PhotoChoice = everyPhoto;
  @property({ attribute: false }) size: TileSize = 'medium';
  @property({ attribute: false }) tiles: Tiles = noTiles;
  @property({ attribute: false }) words: Words = english;
  @state() private selected: ReadonlySet<string> = new Set();

  private shown: PlacedPhoto[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { view, choice } = this;
    if (view === null) return;
    const before = changed.get('view');
    if (changed.has('choice') || (changed.has('view') && before?.photos !== view.photos)) {
      this.shown = chosenPhotos(view.photos, choice);
    }
    if (before && before.dataset.folder !== view.dataset.folder) this.selected = new Set();
    else if (before !== undefined && this.selected.size > 0) {
      const there = new Set(view.photos.map(({ path }) => path));
      this.selected = new Set([...this.selected].filter((path) => there.has(path)));
    }
  }

  protected override render() {
    const { view, words } = this;
    if (view === null) return nothing;
    return html`
      <pet-photo-filters
        .photos=${view.photos}
        .classes=${view.dataset.classes}
        .choice=${this.choice}
        .size=${this.size}
        .words=${words}
        @choose-photos=${this.passOnChoice}
        @choose-size=${this.passOn}
      ></pet-photo-filters>
      <pet-photo-grid
        .photos=${this.shown}
        .classes=${view.dataset.classes}
        .tiles=${this.tiles}
        .lookKey=${'photo'}
        .size=${photoSide[this.size]}
        .selected=${this.selected}
        .label=${words.text('tab.photos')}
        .words=${words}
        @open-photo=${(event: CustomEvent<string>) => this.ask({ type: 'openPhoto', photo: event.detail })}
        @select-photos=${(event: CustomEvent<ReadonlySet<string>>) => (this.selected = event.detail)}
        @want-tiles=${this.passOn}
      >
        <div class="bar" slot="bar">
          <span class="shown">
            <span role="status" class="figure">${words.counted('photos.shown', this.shown.length)}</span>
            ${
              this.selected.size === 0
                ? html`<span class="muted hint">${words.text('photos.hint')}</span>`
                : nothing
            }
          </span>
          ${this.selected.size === 0 ? nothing : this.renderActions(view)}
        </div>
      </pet-photo-grid>
    `;
  }

  private renderActions(view: DatasetView) {
    const { selected, words } = this;
    const photos = view.photos.filter(({ path }) => selected.has(path));
    const taken = photos.filter(({ part }) => part !== 'unused');
    const out = photos.filter(isTakenInAgain);
    const comparable = selected.size >= 2 && selected.size <= mostCompared;
    return html`
      <span class="actions" role="group" aria-label=${words.counted('photos.selected', selected.size)}>
        <span class="figure" role="status">${this.selectedText()}</span>
        <vscode-button
          id="compare"
          icon="split-horizontal"
          ?disabled=${!comparable}
          aria-disabled=${comparable ? 'false' : 'true'}
          title=${words.text('compare.limit', { count: mostCompared })}
          @click=${() => this.ask({ type: 'compare', photos: this.inOrder() })}
          >${words.counted('button.compare', selected.size)}</vscode-button
        >
        ${taken.length === 0 ? nothing : this.renderLeaveOut(view, taken, true)}
        ${out.length === 0 ? nothing : this.renderLeaveOut(view, out, false)}
        <vscode-button id="clear" secondary icon="clear-all" @click=${() => (this.selected = new Set())}
          >${words.text('button.clear')}</vscode-button
        >
      </span>
    `;
  }

  private renderLeaveOut({ busy }: DatasetView, photos: readonly DatasetPhoto[], out: boolean) {
    return html`<vscode-button
      id=${out ? 'leave-out' : 'take-in'}
      secondary
      icon=${out ? 'circle-slash' : 'add'}
      ?disabled=${busy}
      aria-disabled=${busy ? 'true' : 'false'}
      @click=${() => this.ask({ type: 'leaveOut', photos: photos.map(({ path }) => path), out })}
      >${this.words.text(out ? 'button.leaveOut' : 'button.takeIn')}
      (${this.words.number(photos.length)})</vscode-button
    >`;
  }

  private selectedText(): string {
    const { selected: paths, words } = this;
    const selected = words.counted('photos.selected', paths.size);
    const hidden = paths.size - this.shown.filter(({ photo }) => paths.has(photo.path)).length;
    return hidden === 0 ? selected : words.text('photos.selected.hidden', { selected, hidden });
  }

  /** The selected photos as they are shown; those that a filter hides come last. */
  private inOrder(): string[] {
    const shown = this.shown.map(({ photo }) => photo.path).filter((path) => this.selected.has(path));
    return [...new Set([...shown, ...this.selected])];
  }

  private readonly passOnChoice = (event: CustomEvent<PhotoChoice>) => {
    this.renderRoot.querySelector<PhotoGrid>('pet-photo-grid')?.restart();
    this.passOn(event);
  };

  private readonly passOn = ({ type, detail }: CustomEvent<unknown>) => {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  };

  private ask(intent: DatasetIntent): void {
    this.dispatchEvent(new CustomEvent<DatasetIntent>('intent', { detail: intent }));
  }
}

/** A photo that cannot be read stays left out, whatever a person wants. */
function isTakenInAgain({ part, unused }: DatasetPhoto): boolean {
  return part === 'unused' && unused !== 'unreadable';
}
