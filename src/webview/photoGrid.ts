import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { RangeChangedEvent, VisibilityChangedEvent } from '@lit-labs/virtualizer/events.js';
import { virtualize } from '@lit-labs/virtualizer/virtualize.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import { breedTitle } from '../shared/manifest';
import { commonStyles } from './commonStyles';
import { type GridGeometry, gridGeometry, keyTarget, tileTop } from './gridGeometry';
import type { PlacedPhoto } from './photoChoice';
import { photoGridStyles } from './photoGridStyles';
import { photoLayout } from './photoLayout';
import { photoLabel, unusedText } from './photoWords';
import { SteadyRange } from './steadyRange';
import { noTiles, type Tiles } from './tileShelf';
import { english, type Words } from './words';

const gap = 8;
/** Padding and border of a tile. */
const padding = 5;

/**
 * Any number of photos, of which only those near the viewport are in the page. One stop for Tab; the arrows, Home, End and
 * the page keys walk, also to tiles that are not in the page yet. The slot `bar` stays at the top while it scrolls.
 *
 * @fires open-photo CustomEvent<string>, the photo's path
 * @fires select-photos CustomEvent<ReadonlySet<string>>, the paths that are selected now
 * @fires want-tiles CustomEvent<number[]>, places in the manifest of the photos in sight, and a little beyond
 */
@customElement('pet-photo-grid')
export class PhotoGrid extends LitElement {
  static override styles = [commonStyles, photoGridStyles];

  @property({ attribute: false }) photos: PlacedPhoto[] = [];
  @property({ attribute: false }) classes: readonly string[] = [];
  @property({ attribute: false }) tiles: Tiles = noTiles;
  /** Changes when all tiles are other pictures. */
  @property({ attribute: false }) lookKey = '';
  /** Side of a picture in CSS pixels. */
  @property({ attribute: false }) size = 144;
  /** Every pixel of the picture as a square, nothing cut off. */
  @property({ type: Boolean }) crisp = false;
  /** Paths; null where nothing can be selected. */
  @property({ attribute: false }) selected: ReadonlySet<string> | null = null;
  @property({ attribute: false }) label = '';
  @property({ attribute: false }) words: Words = english;

  /** Place of the tile that Tab stops at. */
  @state() private active = 0;
  @state() private width = 0;
  /** The tiles that are in the page. */
  @state() private first = 0;
  @state() private last = -1;

  private firstVisible = 0;
  private anchor = 0;
  private toFocus: number | null = null;
  private caption = 40;
  private keepsFocus = false;
  private readonly inSight = new SteadyRange(({ first, last }) => this.want(first, last));
  private readonly resize = new ResizeObserver(() => this.measure());

  override connectedCallback(): void {
    super.connectedCallback();
    this.resize.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resize.disconnect();
    this.inSight.stop();
  }

  /** Back to the first tile, for another choice of photos; the page moves only where the first is out of sight above. */
  restart(): void {
    this.active = this.anchor = 0;
    const top = this.getBoundingClientRect().top;
    if (top < 0) window.scrollBy(0, top);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('photos');
    if (before === undefined) return;
    const path = before[this.active]?.photo.path;
    const place = this.photos.findIndex(({ photo }) => photo.path === path);
    this.active = this.anchor = Math.max(0, place);
  }

  protected override render() {
    const { photos, words, selected } = this;
    const stop = this.active >= this.first && this.active <= this.last;
    return html`
      <div class="bar"><slot name="bar"></slot></div>
      ${
        photos.length === 0
          ? html`<p class="empty">${words.text('photos.none')}</p>`
          : html`<div
              id="grid"
              class=${this.crisp ? 'crisp' : ''}
              role="listbox"
              aria-label=${this.label}
              aria-multiselectable=${selected === null ? 'false' : 'true'}
              tabindex=${stop ? -1 : 0}
              @keydown=${this.press}
              @click=${this.choose}
              @focus=${this.enter}
              @focusin=${this.follow}
              @rangeChanged=${this.ranged}
              @visibilityChanged=${this.seen}
            >
              ${
                this.width === 0
                  ? nothing
                  : virtualize<PlacedPhoto | undefined>({
                      items: photos,
                      layout: photoLayout(this.geometry),
                      // When photos become fewer, the virtualizer once draws the range that it had.
                      keyFunction: (placed, place) => placed?.index ?? -1 - place,
                      renderItem: (placed, place) =>
                        placed === undefined ? html`` : this.renderTile(placed, place),
                    })
              }
            </div>`
      }
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('photos') || changed.has('lookKey')) this.inSight.restart();
    this.inSight.offer(this.first, this.last);
    if (this.toFocus === null) return;
    const tile = this.tileAt(this.toFocus);
    if (tile === null) return;
    this.toFocus = null;
    tile.focus({ preventScroll: true });
  }

  private renderTile({ index, photo }: PlacedPhoto, place: number) {
    const { words, selected } = this;
    const breed = breedTitle(this.classes[photo.label] ?? '');
    const chosen = selected?.has(photo.path) === true;
    const note = photo.part === 'unused' ? unusedText(photo, words) : words.text(`part.${photo.part}`);
    return html`
      <div
        class="tile ${photo.part}"
        role="option"
        data-place=${place}
        title=${`${photo.path}\n${note}`}
        tabindex=${place === this.active ? 0 : -1}
        aria-selected=${chosen ? 'true' : 'false'}
        aria-setsize=${this.photos.length}
        aria-posinset=${place + 1}
        aria-label=${photoLabel(photo, breed, this.tiles.failed.has(index), words)}
      >
        <span class="frame">
          ${this.renderPicture(index)}
          ${
            selected === null
              ? nothing
              : html`<svg class="check" viewBox="0 0 20 20"><path d="M4 10.5l4 4L16 6" /></svg>`
          }
        </span>
        <span class="name">${breed}</span>
        <span class="part">${note}</span>
      </div>
    `;
  }

  private renderPicture(index: number) {
    const uri = this.tiles.uris.get(index);
    if (uri !== undefined) return html`<img src=${uri} alt="" decoding="async" draggable="false" />`;
    if (!this.tiles.failed.has(index)) return nothing;
    return html`<span class="failed">
      <vscode-icon name="warning"></vscode-icon>${this.words.text('photo.failed')}
    </span>`;
  }

  private get geometry(): GridGeometry {
    const { width, size, caption } = this;
    return gridGeometry({ width, size, padding, caption, gap, stretch: !this.crisp });
  }

  private tileAt(place: number): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(`[data-place="${place}"]`);
  }

  private measure(): void {
    this.width = Math.floor(this.clientWidth);
    this.caption = Math.ceil(Number.parseFloat(getComputedStyle(this).fontSize) * 2.75) + 3;
  }

  private readonly press = (event: KeyboardEvent) => {
    if (event.altKey) return;
    const control = event.ctrlKey || event.metaKey;
    const { columns, tileHeight } = this.geometry;
    const page = Math.max(1, Math.floor((window.innerHeight - this.barHeight) / (tileHeight + gap)));
    const target = keyTarget({ key: event.key, control }, this.active, {
      ...{ count: this.photos.length, columns, page },
    });
    const path = this.photos[this.active]?.photo.path;
    if (target !== null) this.walk(target);
    else if (path === undefined) return;
    else if (event.key === 'Enter') this.open(path);
    else if (event.key === ' ') this.toggle(path, this.active);
    else if (event.key === 'Escape' && this.selected !== null && this.selected.size > 0)
      this.select(new Set());
    else return;
    event.preventDefault();
  };

  private readonly choose = (event: MouseEvent) => {
    if (!(event.target instanceof Element)) return;
    const place = placeOf(event.target);
    const path = this.photos[place]?.photo.path;
    if (path === undefined) return;
    this.active = place;
    if (this.selected === null) this.open(path);
    else if (event.shiftKey) this.selectThrough(place);
    else if (event.ctrlKey || event.metaKey || event.target.closest('.check') !== null)
      this.toggle(path, place);
    else this.open(path);
  };

  /** By Tab, while the tile it would stop at is not in the page: on to the first one that can be seen. */
  private readonly enter = () => {
    if (this.keepsFocus || this.grid?.matches(':focus-visible') !== true) return;
    this.walk(this.firstVisible);
  };

  /** The focus can come by other ways than the keys. */
  private readonly follow = ({ target }: FocusEvent) => {
    const place = target instanceof Element ? placeOf(target) : Number.NaN;
    if (!Number.isNaN(place)) this.active = place;
  };

  private readonly ranged = ({ first, last }: RangeChangedEvent) => {
    const focused = this.shadowRoot?.activeElement;
    const place =
      focused instanceof HTMLElement ? Number(focused.dataset['place'] ?? Number.NaN) : Number.NaN;
    if (place < first || place > last) {
      // The tile goes from the page with the focus on it; the arrows shall go on from there.
      this.keepsFocus = true;
      this.grid?.focus({ preventScroll: true });
      this.keepsFocus = false;
    }
    this.first = first;
    this.last = last;
  };

  private readonly seen = ({ first }: VisibilityChangedEvent) => {
    this.firstVisible = Math.max(0, first);
  };

  private walk(place: number): void {
    this.active = this.anchor = this.toFocus = place;
    this.reveal(place);
  }

  private reveal(place: number): void {
    if (this.grid === null) return;
    const top = this.grid.getBoundingClientRect().top + tileTop(this.geometry, place);
    const above = this.barHeight + gap - top;
    const below = top + this.geometry.tileHeight + gap - window.innerHeight;
    if (above > 0) window.scrollBy(0, -above);
    else if (below > 0) window.scrollBy(0, below);
  }

  private get grid(): HTMLElement | null {
    return this.renderRoot.querySelector('#grid');
  }

  private get barHeight(): number {
    return this.renderRoot.querySelector<HTMLElement>('.bar')?.offsetHeight ?? 0;
  }

  private open(path: string): void {
    this.dispatchEvent(new CustomEvent<string>('open-photo', { detail: path }));
  }

  private toggle(path: string, place: number): void {
    if (this.selected === null) return;
    this.anchor = place;
    const next = new Set(this.selected);
    if (!next.delete(path)) next.add(path);
    this.select(next);
  }

  private selectThrough(place: number): void {
    const [from, to] = [Math.min(this.anchor, place), Math.max(this.anchor, place)];
    const between = this.photos.slice(from, to + 1).map(({ photo }) => photo.path);
    this.select(new Set([...(this.selected ?? []), ...between]));
  }

  private select(paths: ReadonlySet<string>): void {
    this.dispatchEvent(new CustomEvent<ReadonlySet<string>>('select-photos', { detail: paths }));
  }

  private want(first: number, last: number): void {
    const wanted = this.photos.slice(first, last + 1).map(({ index }) => index);
    if (wanted.length > 0) this.dispatchEvent(new CustomEvent<number[]>('want-tiles', { detail: wanted }));
  }
}

/** Place of the tile that `element` is or is in; NaN for none. */
function placeOf(element: Element | null): number {
  return Number(element?.closest<HTMLElement>('.tile')?.dataset['place'] ?? Number.NaN);
}
