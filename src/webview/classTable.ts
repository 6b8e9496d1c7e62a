import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import { breedTitle } from '../shared/manifest';
import type { PanelStringKey } from '../shared/panelStrings';
import type { ClassScore } from '../shared/protocol';
import { type ClassColumn, type ClassOrder, sortedScores, turned } from './classOrder';
import { commonStyles } from './commonStyles';
import { shareBar } from './shareBar';
import { english, type Words } from './words';

const columns: Record<ClassColumn, PanelStringKey> = {
  class: 'column.class',
  photos: 'column.photos',
  top1: 'column.top1',
};

/** Top-1 of each class, to be sorted by any column; the weakest class first, since that is what one looks for. */
@customElement('pet-class-table')
export class ClassTable extends LitElement {
  static override styles = [
    commonStyles,
    css`
      table {
        width: 100%;
        max-width: 640px;
        margin-top: 8px;
      }
      th.bar,
      td.bar {
        width: 34%;
        padding-inline-end: 0;
      }
      th button {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        padding: 2px 0;
        background: none;
        border: 0;
        white-space: nowrap;
        font-weight: 600;
        cursor: pointer;
      }
      th button:hover {
        text-decoration: underline;
      }
      tbody th {
        font-weight: normal;
        overflow-wrap: anywhere;
      }
      .fill {
        fill: var(--vscode-charts-blue);
      }
    `,
  ];

  @property({ attribute: false }) scores: readonly ClassScore[] = [];
  @property({ attribute: false }) classes: readonly string[] = [];
  @property({ attribute: false }) drawn = false;
  @property({ attribute: false }) words: Words = english;
  @state() private order: ClassOrder = { column: 'top1', descending: false };

  protected override render() {
    const { words } = this;
    return html`
      <h2 id="title">${words.text(this.drawn ? 'report.perClass.drawn' : 'report.perClass')}</h2>
      <table aria-labelledby="title">
        <thead>
          <tr>
            ${this.renderHeading('class')} ${this.renderHeading('photos')} ${this.renderHeading('top1')}
            <td class="bar"></td>
          </tr>
        </thead>
        <tbody>
          ${sortedScores(this.scores, this.order, (score) => this.classTitle(score), words).map((score) =>
            this.renderRow(score),
          )}
        </tbody>
      </table>
    `;
  }

  private renderHeading(column: ClassColumn) {
    const { order, words } = this;
    const sorted = order.column === column;
    const name = words.text(columns[column]);
    return html`
      <th
        scope="col"
        class=${column === 'class' ? '' : 'number'}
        aria-sort=${sorted ? (order.descending ? 'descending' : 'ascending') : 'none'}
      >
        <button title=${words.text('column.sort', { column: name })} @click=${() => this.sortBy(column)}>
          ${name}
          ${
            sorted
              ? html`<vscode-icon
                  name=${order.descending ? 'arrow-down' : 'arrow-up'}
                  size="12"
                ></vscode-icon>`
              : nothing
          }
        </button>
      </th>
    `;
  }

  private renderRow(score: ClassScore) {
    const { words } = this;
    const none = score.photos === 0;
    return html`
      <tr>
        <th scope="row">${this.classTitle(score)}</th>
        <td class="number">${words.number(score.photos)}</td>
        <td class="number">${none ? words.text('report.noPhotos') : words.share(score.top1)}</td>
        <td class="bar">${none ? nothing : shareBar(score.top1)}</td>
      </tr>
    `;
  }

  private classTitle(score: ClassScore): string {
    return breedTitle(this.classes[score.label] ?? String(score.label));
  }

  private sortBy(column: ClassColumn): void {
    this.order = turned(this.order, column);
  }
}
