import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { type Augmentation, augmentationPresets, limits } from '../shared/config';
import { commonStyles } from './commonStyles';
import { formStyles } from './formStyles';
import { nextSeed, readSeed } from './photoChoice';
import {
  type AugmentationKind,
  augmentationKinds,
  augmentationText,
  firstPreview,
  presetNames,
  presetOf,
  type Preview,
  sameAugmentation,
  sliderRange,
  strengthText,
} from './preview';
import { english, type Words } from './words';

/**
 * Presets, five strengths and a seed, and what the next training will use.
 *
 * @fires choose-preview CustomEvent<Preview>
 * @fires use-augmentation CustomEvent<Augmentation>
 */
@customElement('pet-augmentation-form')
export class AugmentationForm extends LitElement {
  static override styles = [
    commonStyles,
    formStyles,
    css`
      .form {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 12px;
      }
      .presets {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 14px;
        padding-top: 2px;
      }
      .presets label {
        display: inline-flex;
        align-items: center;
        gap: 5px;
      }
      input[type='radio'] {
        margin: 0;
        accent-color: var(--vscode-focusBorder);
      }
      .sliders {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 170px), 1fr));
        gap: 10px 20px;
        max-width: 1100px;
      }
      .slider {
        display: grid;
        align-content: start;
        gap: 2px;
      }
      .slider .top {
        display: flex;
        justify-content: space-between;
        gap: 8px;
      }
      .why {
        font-size: 0.85em;
      }
      #next {
        align-self: center;
        padding-top: 14px;
      }
    `,
  ];

  @property({ attribute: false }) preview: Preview = firstPreview(augmentationPresets.none);
  /** What the next training uses. */
  @property({ attribute: false }) used: Augmentation = augmentationPresets.none;
  @property({ attribute: false }) words: Words = english;

  protected override render() {
    const { preview, used, words } = this;
    const same = sameAugmentation(preview.augmentation, used);
    const strengths = augmentationText(used, words);
    return html`
      <div class="form">
        ${this.renderPresets()}
        <div class="sliders">${augmentationKinds.map((kind) => this.renderSlider(kind))}</div>
        <div class="fields">
          <label class="field">
            <span>${words.text('augment.seed')}</span>
            <input
              id="seed"
              type="number"
              min=${limits.seed.min}
              max=${limits.seed.max}
              step="1"
              .value=${live(String(preview.seed))}
              @change=${this.chooseSeed}
            />
          </label>
          <vscode-button
            id="draw"
            secondary
            icon="refresh"
            @click=${() => this.choose({ seed: nextSeed(preview.seed) })}
            >${words.text('augment.draw')}</vscode-button
          >
          <vscode-button
            id="use"
            icon="check"
            ?disabled=${same}
            aria-disabled=${same ? 'true' : 'false'}
            @click=${this.use}
            >${words.text('augment.use')}</vscode-button
          >
          <p role="status" id="next">
            ${strengths === '' ? words.text('augment.next.none') : words.text('augment.next', { strengths })}
          </p>
        </div>
      </div>
    `;
  }

  private renderPresets() {
    const { preview, words } = this;
    const chosen = presetOf(preview.augmentation);
    return html`
      <fieldset>
        <legend>${words.text('augment.title')}</legend>
        <div class="presets">
          ${presetNames.map(
            (name) => html`
              <label>
                <input
                  type="radio"
                  name="preset"
                  value=${name}
                  .checked=${name === chosen}
                  @change=${() => this.choose({ augmentation: augmentationPresets[name] })}
                />
                ${words.text(`augment.preset.${name}`)}
              </label>
            `,
          )}
          <label>
            <input type="radio" name="preset" value="own" disabled .checked=${chosen === null} />
            ${words.text('augment.preset.own')}
          </label>
        </div>
      </fieldset>
    `;
  }

  private renderSlider(kind: AugmentationKind) {
    const { words } = this;
    const strength = this.preview.augmentation[kind];
    const { max, step } = sliderRange(kind);
    const text = strengthText(kind, strength, words);
    return html`
      <div class="slider">
        <span class="top">
          <label for=${kind}>${words.text(`augment.${kind}`)}</label>
          <output for=${kind} class="figure">${text}</output>
        </span>
        <input
          id=${kind}
          type="range"
          min="0"
          max=${max}
          step=${step}
          .value=${live(String(strength))}
          aria-valuetext=${text}
          aria-describedby=${`${kind}-why`}
          @input=${this.slide}
        />
        <span class="why muted" id=${`${kind}-why`}>${words.text(`augment.${kind}.why`)}</span>
      </div>
    `;
  }

  private readonly slide = ({ target }: Event) => {
    if (!(target instanceof HTMLInputElement)) return;
    const kind = augmentationKinds.find((one) => one === target.id);
    if (kind === undefined) return;
    const { max } = sliderRange(kind);
    const strength = Math.min(max, Math.round(target.valueAsNumber * 100) / 100);
    this.choose({ augmentation: { ...this.preview.augmentation, [kind]: strength } });
  };

  private readonly chooseSeed = ({ target }: Event) => {
    const seed = target instanceof HTMLInputElement ? readSeed(target.value) : null;
    if (seed === null) this.requestUpdate();
    else this.choose({ seed });
  };

  private readonly use = () => {
    const detail = this.preview.augmentation;
    this.dispatchEvent(new CustomEvent<Augmentation>('use-augmentation', { detail }));
  };

  private choose(change: Partial<Preview>): void {
    const detail: Preview = { ...this.preview, ...change };
    this.dispatchEvent(new CustomEvent<Preview>('choose-preview', { detail }));
  }
}
