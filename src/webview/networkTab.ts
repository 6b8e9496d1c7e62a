import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { type Augmentation, augmentationPresets } from '../shared/config';
import { type DatasetIntent, type DatasetView, type Look, lookKey } from '../shared/protocol';
import './augmentationForm';
import { commonStyles } from './commonStyles';
import { chosenPhotos, everyPhoto, type PhotoChoice, type PlacedPhoto } from './photoChoice';
import './photoFilters';
import './photoGrid';
import { type PhotoGrid } from './photoGrid';
import { firstPreview, type Preview } from './preview';
import { noTiles, type Tiles } from './tileShelf';
import { networkSide, type TileSize } from './tileSize';
import { english, type Words } from './words';

/**
 * The training photos as the network receives them, augmented with strengths to try.
 *
 * @fires choose-photos CustomEvent<PhotoChoice>
 * @fires choose-size CustomEvent<TileSize>
 * @fires choose-preview CustomEvent<Preview>
 * @fires want-tiles CustomEvent<number[]>
 * @fires intent CustomEvent<DatasetIntent>
 */
@customElement('pet-network-tab')
export class NetworkTab extends LitElement {
  static override styles = [
    commonStyles,
    css`
      .parts {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 14px;
      }
      .why {
        max-width: 90ch;
      }
    `,
  ];

  @property({ attribute: false }) view: DatasetView | null = null;
  @property({ attribute: false }) choice: PhotoChoice = everyPhoto;
  @property({ attribute: false }) size: TileSize = 'small';
  @property({ attribute: false }) preview: Preview = firstPreview(augmentationPresets.none);
  /** The look that the tiles have or will have; it follows the preview a moment later. */
  @property({ attribute: false }) look: Look = { kind: 'photo' };
  @property({ attribute: false }) tiles: Tiles = noTiles;
  @property({ attribute: false }) words: Words = english;

  private training: DatasetView['photos'] = [];
  private shown: PlacedPhoto[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { view } = this;
    if (view === null) return;
    if (changed.has('choice') || (changed.has('view') && changed.get('view')?.photos !== view.photos)) {
      this.training = view.photos.filter(({ part }) => part === 'train');
      this.shown = chosenPhotos(view.photos, { ...this.choice, part: 'train' });
    }
  }

  protected override render() {
    const { view, words } = this;
    if (view === null) return nothing;
    return html`
      <div class="parts">
        <p class="why">
          ${words.text('network.why', { size: view.imageSize })}
          <span class="muted">${words.text('network.trainOnly')}</span>
        </p>
        <pet-augmentation-form
          .preview=${this.preview}
          .used=${view.augmentation}
          .words=${words}
          @choose-preview=${this.passOn}
          @use-augmentation=${this.use}
        ></pet-augmentation-form>
        <pet-photo-filters
          one-part
          .photos=${this.training}
          .classes=${view.dataset.classes}
          .choice=${this.choice}
          .size=${this.size}
          .words=${words}
          @choose-photos=${this.passOnChoice}
          @choose-size=${this.passOn}
        ></pet-photo-filters>
      </div>
      <pet-photo-grid
        crisp
        .photos=${this.shown}
        .classes=${view.dataset.classes}
        .tiles=${this.tiles}
        .lookKey=${lookKey(this.look)}
        .size=${networkSide(this.size, view.imageSize)}
        .label=${words.text('tab.network')}
        .words=${words}
        @open-photo=${(event: CustomEvent<string>) => this.ask({ type: 'openPhoto', photo: event.detail })}
        @want-tiles=${this.passOn}
      >
        <span slot="bar" role="status" class="figure"
          >${words.counted('photos.shown', this.shown.length)}</span
        >
      </pet-photo-grid>
    `;
  }

  private readonly use = (event: CustomEvent<Augmentation>) =>
    this.ask({ type: 'useAugmentation', augmentation: event.detail });

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
