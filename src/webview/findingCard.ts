import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import type { Finding } from '../shared/health';
import { breedTitle } from '../shared/manifest';
import { type DatasetIntent, type DatasetPhoto, mostCompared } from '../shared/protocol';
import { commonStyles } from './commonStyles';
import { findingCardStyles } from './findingCardStyles';
import { isLeftOutByHand } from './healthFacts';
import { fileName } from './photoWords';
import { noTiles, type Tiles } from './tileShelf';
import { english, type Words } from './words';

/** Photos of one finding that show at first. */
const shownAtFirst = 12;

type FoundPhoto = Finding['photos'][number];

/** A photo as the dataset lists it. */
export interface ListedPhoto {
  index: number;
  photo: DatasetPhoto;
}

/**
 * One finding, and its photos side by side.
 *
 * @fires intent CustomEvent<DatasetIntent>
 * @fires shown when more photos show
 */
@customElement('pet-finding')
export class FindingCard extends LitElement {
  static override styles = [commonStyles, findingCardStyles];

  @property({ attribute: false }) finding: Finding | null = null;
  /** The photo of a path; undefined for one that the dataset does not list. */
  @property({ attribute: false }) listed: (path: string) => ListedPhoto | undefined = () => undefined;
  @property({ attribute: false }) tiles: Tiles = noTiles;
  @property({ attribute: false }) busy = false;
  @property({ attribute: false }) words: Words = english;
  @state() private all = false;

  /** Places in the manifest of the photos that show. */
  get wanted(): number[] {
    return this.shown.flatMap(({ path }) => this.listed(path)?.index ?? []);
  }

  protected override render() {
    const { finding, words } = this;
    if (finding === null) return nothing;
    const comparable = finding.photos.filter(({ file }) => file !== null);
    const hidden = finding.photos.length - this.shown.length;
    return html`
      <article
        tabindex="-1"
        aria-label=${finding.detail === '' ? words.finding(finding.kind).title : finding.detail}
      >
        <div class="top">
          ${finding.detail === '' ? nothing : html`<h4>${finding.detail}</h4>`}
          ${comparable.length < 2 ? nothing : this.renderCompare(comparable)}
        </div>
        <ul>
          ${this.shown.map((photo) => this.renderPhoto(finding, photo))}
        </ul>
        ${
          hidden === 0
            ? nothing
            : html`<button class="link" @click=${this.showAll}>
                ${words.text('health.showPhotos', { count: finding.photos.length })}
              </button>`
        }
      </article>
    `;
  }

  private get shown(): readonly FoundPhoto[] {
    const photos = this.finding?.photos ?? [];
    return this.all || photos.length <= shownAtFirst + 1 ? photos : photos.slice(0, shownAtFirst);
  }

  private renderCompare(photos: readonly FoundPhoto[]) {
    const { words } = this;
    const compared = photos.slice(0, mostCompared).map(({ path }) => path);
    const text =
      photos.length > mostCompared
        ? words.text('button.compare.first', { count: mostCompared })
        : words.text('button.compare');
    return html`<vscode-button
      class="compare"
      secondary
      icon="split-horizontal"
      @click=${() => this.ask({ type: 'compare', photos: compared })}
      >${text}</vscode-button
    >`;
  }

  private renderPhoto({ kind }: Finding, found: FoundPhoto) {
    const { words } = this;
    const listed = this.listed(found.path);
    const breed = found.class === null ? words.text('health.noClass') : breedTitle(found.class);
    const part = found.part === null ? null : words.text(`part.${found.part}`);
    return html`
      <li>
        ${this.renderPicture(found, listed)}
        <span class="breed">${breed}</span>
        ${part === null ? nothing : html`<span class="note part">${part}</span>`}
        <span class="note file" title=${found.path}>${fileName(found.path)}</span>
        ${found.detail === '' ? nothing : html`<span class="note">${found.detail}</span>`}
        ${isLeftOutByHand(kind) && listed !== undefined ? this.renderLeaveOut(listed.photo) : nothing}
      </li>
    `;
  }

  private renderPicture({ path, file }: FoundPhoto, listed: ListedPhoto | undefined) {
    const { words } = this;
    const uri = listed === undefined ? undefined : this.tiles.uris.get(listed.index);
    const failed = listed === undefined || this.tiles.failed.has(listed.index);
    const picture =
      uri === undefined
        ? failed
          ? html`<vscode-icon name="file-media" size="32"></vscode-icon>`
          : nothing
        : html`<img src=${uri} alt="" decoding="async" draggable="false" />`;
    if (file === null) return html`<span class="picture">${picture}</span>`;
    return html`<button
      class="picture"
      aria-label=${words.text('photo.open', { file: fileName(path) })}
      @click=${() => this.ask({ type: 'openPhoto', photo: path })}
    >
      ${picture}
    </button>`;
  }

  private renderLeaveOut({ path, part, unused }: DatasetPhoto) {
    const { words, busy } = this;
    if (unused === 'unreadable') return nothing;
    const out = part !== 'unused';
    const file = fileName(path);
    return html`<button
      class="link leave-out"
      ?disabled=${busy}
      aria-label=${words.text(out ? 'photo.leaveOut' : 'photo.takeIn', { file })}
      @click=${() => this.ask({ type: 'leaveOut', photos: [path], out })}
    >
      ${words.text(out ? 'button.leaveOut' : 'button.takeIn')}
    </button>`;
  }

  private readonly showAll = () => {
    this.all = true;
    this.dispatchEvent(new CustomEvent('shown'));
  };

  private ask(intent: DatasetIntent): void {
    this.dispatchEvent(new CustomEvent<DatasetIntent>('intent', { detail: intent }));
  }
}
