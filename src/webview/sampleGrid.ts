import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { breedTitle } from '../shared/manifest';
import type { Sample } from '../shared/protocol';
import { isActive, newRun, type Run } from '../shared/run';
import { commonStyles } from './commonStyles';
import { english, type Words } from './words';

/**
 * Photos of the training set with their breeds. Each is a button that opens the photo.
 *
 * @fires open-photo CustomEvent<string>, the photo's path in the dataset
 * @fires browse-photos
 */
@customElement('pet-sample-grid')
export class SampleGrid extends LitElement {
  static override styles = [
    commonStyles,
    css`
      .top {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 8px 16px;
      }
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(112px, 1fr));
        gap: 12px;
        list-style: none;
        margin-top: 12px;
      }
      button {
        display: block;
        width: 100%;
        padding: 4px;
        background: none;
        border: 1px solid var(--vscode-contrastBorder, transparent);
        border-radius: 4px;
        cursor: pointer;
        text-align: center;
      }
      button:hover {
        background: var(--vscode-list-hoverBackground);
        outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
      }
      button:focus-visible {
        outline: 2px solid var(--vscode-focusBorder);
        outline-offset: 1px;
      }
      img {
        display: block;
        width: 100%;
        aspect-ratio: 1;
        object-fit: cover;
        border-radius: 2px;
        background: var(--vscode-editorWidget-background);
      }
      .breed {
        display: block;
        margin-top: 4px;
        font-size: 0.92em;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) run: Run = newRun('');
  @property({ attribute: false }) baseUri = '';
  @property({ attribute: false }) words: Words = english;

  protected override render() {
    const { run, words } = this;
    if (run.samples.length === 0) {
      const key = isActive(run.status) ? 'samples.empty' : 'samples.empty.ended';
      return html`<p class="empty">${words.text(key)}</p>`;
    }
    const caption = run.dataset?.drawn === true ? 'samples.caption.drawn' : 'samples.caption';
    return html`
      <div class="top">
        <p class="muted" id="caption">${words.text(caption)}</p>
        <vscode-button
          secondary
          icon="file-media"
          @click=${() => this.dispatchEvent(new CustomEvent('browse-photos'))}
          >${words.text('samples.browse')}</vscode-button
        >
      </div>
      <ul aria-labelledby="caption">
        ${run.samples.map((sample) => this.renderSample(sample))}
      </ul>
    `;
  }

  private renderSample(sample: Sample) {
    const breed = breedTitle(this.run.dataset?.classes[sample.label] ?? '');
    return html`
      <li>
        <button
          aria-label=${this.words.text('samples.open', { breed, photo: sample.photo })}
          title=${sample.photo}
          @click=${() => this.dispatchEvent(new CustomEvent<string>('open-photo', { detail: sample.photo }))}
        >
          <img src=${fileUri(this.baseUri, sample.thumbnail)} alt=${breed} loading="lazy" decoding="async" />
          <span class="breed">${breed}</span>
        </button>
      </li>
    `;
  }
}

/** The address of a file in the run's folder; names may hold spaces, `#` and `%`. */
function fileUri(baseUri: string, path: string): string {
  return `${baseUri}/${path.split('/').map(encodeURIComponent).join('/')}`;
}
