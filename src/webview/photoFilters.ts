import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { limits } from '../shared/config';
import { breedTitle } from '../shared/manifest';
import type { DatasetPhoto } from '../shared/protocol';
import { commonStyles } from './commonStyles';
import { formStyles } from './formStyles';
import { countByLabel, everyPhoto, nextSeed, type PhotoChoice, readSeed } from './photoChoice';
import { isTileSize, type TileSize, tileSizes } from './tileSize';
import { english, type Words } from './words';

const sides: readonly DatasetPhoto['part'][] = ['train', 'validation', 'unused'];

/**
 * Which photos, in which order and how large.
 *
 * @fires choose-photos CustomEvent<PhotoChoice>
 * @fires choose-size CustomEvent<TileSize>
 */
@customElement('pet-photo-filters')
export class PhotoFilters extends LitElement {
  static override styles = [
    commonStyles,
    formStyles,
    css`
      .field.order {
        display: flex;
        align-items: end;
        gap: 6px;
        flex-wrap: wrap;
      }
    `,
  ];

  @property({ attribute: false }) photos: readonly DatasetPhoto[] = [];
  @property({ attribute: false }) classes: readonly string[] = [];
  @property({ attribute: false }) choice: PhotoChoice = everyPhoto;
  @property({ attribute: false }) size: TileSize = 'medium';
  /** Where only one side is shown, there is none to choose. */
  @property({ type: Boolean, attribute: 'one-part' }) onePart = false;
  @property({ attribute: false }) words: Words = english;

  protected override render() {
    const { choice, words, size } = this;
    return html`
      <div class="fields">
        ${this.renderClasses()} ${this.onePart ? nothing : this.renderParts()}
        <label class="field">
          <span>${words.text('filter.order')}</span>
          <select id="order" @change=${this.chooseOrder}>
            <option value="disk" ?selected=${!choice.shuffled}>${words.text('filter.order.disk')}</option>
            <option value="shuffled" ?selected=${choice.shuffled}>
              ${words.text('filter.order.shuffled')}
            </option>
          </select>
        </label>
        ${choice.shuffled ? this.renderSeed() : nothing}
        <label class="field">
          <span>${words.text('filter.size')}</span>
          <select id="size" @change=${this.chooseSize}>
            ${tileSizes.map(
              (one) =>
                html`<option value=${one} ?selected=${one === size}>${words.text(`size.${one}`)}</option>`,
            )}
          </select>
        </label>
      </div>
    `;
  }

  private renderClasses() {
    const { choice, classes, photos, words } = this;
    const counts = countByLabel(photos, classes.length, choice.part);
    const all = counts.reduce((sum, count) => sum + count, 0);
    const titles = classes.map((name, label): [number, string] => [label, breedTitle(name)]);
    titles.sort(([, one], [, other]) => words.compare(one, other));
    return html`
      <label class="field">
        <span>${words.text('filter.class')}</span>
        <select id="class" @change=${this.chooseClass}>
          <option value="" ?selected=${choice.label === null}>
            ${words.text('filter.class.all', { count: all })}
          </option>
          ${titles.map(
            ([label, breed]) =>
              html`<option value=${label} ?selected=${label === choice.label}>
                ${words.text('filter.class.one', { breed, count: counts[label] ?? 0 })}
              </option>`,
          )}
        </select>
      </label>
    `;
  }

  private renderParts() {
    const { choice, words } = this;
    return html`
      <label class="field">
        <span>${words.text('filter.part')}</span>
        <select id="part" @change=${this.choosePart}>
          <option value="" ?selected=${choice.part === null}>${words.text('filter.part.all')}</option>
          ${sides.map(
            (part) =>
              html`<option value=${part} ?selected=${part === choice.part}>
                ${words.text(`part.${part}`)}
              </option>`,
          )}
        </select>
      </label>
    `;
  }

  private renderSeed() {
    const { choice, words } = this;
    return html`
      <label class="field">
        <span>${words.text('filter.seed')}</span>
        <input
          id="seed"
          type="number"
          min=${limits.seed.min}
          max=${limits.seed.max}
          step="1"
          .value=${live(String(choice.seed))}
          @change=${this.chooseSeed}
        />
      </label>
      <vscode-button
        id="again"
        secondary
        icon="refresh"
        @click=${() => this.choose({ seed: nextSeed(choice.seed) })}
        >${words.text('filter.again')}</vscode-button
      >
    `;
  }

  private readonly chooseClass = (event: Event) => {
    const value = valueOf(event);
    this.choose({ label: value === '' ? null : Number(value) });
  };

  private readonly choosePart = (event: Event) => {
    const value = valueOf(event);
    this.choose({ part: sides.find((part) => part === value) ?? null });
  };

  private readonly chooseOrder = (event: Event) => this.choose({ shuffled: valueOf(event) === 'shuffled' });

  private readonly chooseSeed = (event: Event) => {
    const seed = readSeed(valueOf(event));
    if (seed === null) this.requestUpdate();
    else this.choose({ seed });
  };

  private readonly chooseSize = (event: Event) => {
    const size = valueOf(event);
    if (isTileSize(size)) this.dispatchEvent(new CustomEvent<TileSize>('choose-size', { detail: size }));
  };

  private choose(change: Partial<PhotoChoice>): void {
    const detail: PhotoChoice = { ...this.choice, ...change };
    this.dispatchEvent(new CustomEvent<PhotoChoice>('choose-photos', { detail }));
  }
}

function valueOf({ target }: Event): string {
  return target instanceof HTMLSelectElement || target instanceof HTMLInputElement ? target.value : '';
}
