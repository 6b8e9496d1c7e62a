import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-badge/index.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import type { DatasetIntent, DatasetView } from '../shared/protocol';
import { commonStyles } from './commonStyles';
import { runHeaderStyles } from './runHeaderStyles';
import { english, type Words } from './words';

/**
 * Which dataset this is, how much is in it, and what can be done with it.
 *
 * @fires intent CustomEvent<DatasetIntent>
 */
@customElement('pet-dataset-header')
export class DatasetHeader extends LitElement {
  static override styles = [
    commonStyles,
    runHeaderStyles,
    css`
      .progress {
        min-height: 4px;
      }
    `,
  ];

  @property({ attribute: false }) view: DatasetView | null = null;
  @property({ attribute: false }) words: Words = english;

  protected override render() {
    const { view, words } = this;
    if (view === null) return nothing;
    const { dataset, busy } = view;
    return html`
      <header>
        <div class="top">
          <div class="name">
            <h1>${dataset.title}</h1>
            ${
              dataset.drawn
                ? html`<vscode-badge title=${words.text('drawn.why')}>${words.text('drawn')}</vscode-badge>`
                : nothing
            }
          </div>
          <div class="buttons">
            <vscode-button icon="play" @click=${() => this.ask({ type: 'train' })}
              >${words.text('button.train')}</vscode-button
            >
            <vscode-button
              secondary
              icon="pulse"
              ?disabled=${busy}
              aria-disabled=${busy ? 'true' : 'false'}
              @click=${() => this.ask({ type: 'check' })}
              >${words.text('button.check')}</vscode-button
            >
          </div>
        </div>
        ${
          busy
            ? html`<div class="progress">
                <p>${words.text('dataset.busy')}</p>
                <vscode-progress-bar
                  indeterminate
                  aria-label=${words.text('dataset.busy')}
                ></vscode-progress-bar>
              </div>`
            : nothing
        }
        <dl>
          ${this.facts(view).map(
            ([term, value]) =>
              html`<div>
                <dt>${term}</dt>
                <dd class="figure">${words.number(value)}</dd>
              </div>`,
          )}
        </dl>
      </header>
    `;
  }

  private facts({ dataset, photos }: DatasetView): [string, number][] {
    const { words } = this;
    const facts: [string, number][] = [
      [words.text('fact.photos'), photos.length],
      [words.text('fact.classes'), dataset.classes.length],
      [words.text('part.train'), dataset.trainPhotos],
      [words.text('part.validation'), dataset.validationPhotos],
      [words.text('part.unused'), dataset.unusedPhotos],
    ];
    return dataset.skipped === 0 ? facts : [...facts, [words.text('fact.skipped'), dataset.skipped]];
  }

  private ask(intent: DatasetIntent): void {
    this.dispatchEvent(new CustomEvent<DatasetIntent>('intent', { detail: intent }));
  }
}
