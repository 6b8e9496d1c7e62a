import { css, html, LitElement, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Health } from '../shared/health';
import { breedTitle } from '../shared/manifest';
import { commonStyles } from './commonStyles';
import { shareBar } from './shareBar';
import { english, type Words } from './words';

const sides = ['train', 'validation', 'unused'] as const;
type ClassCount = Health['classes'][number];

/** How the photos are spread over classes, sizes and shapes. */
@customElement('pet-health-overview')
export class HealthOverview extends LitElement {
  static override styles = [
    commonStyles,
    css`
      .parts {
        display: grid;
        grid-template-columns: minmax(0, 3fr) minmax(200px, 1fr);
        gap: 20px 40px;
        align-items: start;
      }
      @media (max-width: 760px) {
        .parts {
          grid-template-columns: minmax(0, 1fr);
        }
      }
      .side {
        display: grid;
        gap: 20px;
      }
      .scroll {
        max-width: 100%;
        overflow-x: auto;
      }
      table {
        margin-top: 6px;
        width: 100%;
      }
      thead th {
        font-size: 0.92em;
      }
      tbody th {
        font-weight: normal;
        overflow-wrap: anywhere;
      }
      .bar {
        width: 45%;
      }
      @media (max-width: 480px) {
        .bar {
          display: none;
        }
        th,
        td {
          padding-inline-end: 8px;
        }
      }
      .key {
        margin-inline-end: 4px;
      }
      .train {
        fill: var(--vscode-charts-blue);
      }
      .validation {
        fill: var(--vscode-charts-orange);
      }
      .unused {
        fill: none;
        stroke: var(--vscode-foreground);
        stroke-dasharray: 2 2;
      }
      .fill {
        fill: var(--vscode-charts-blue);
      }
      .shapes td:last-child {
        width: 40%;
      }
    `,
  ];

  @property({ attribute: false }) health: Health | null = null;
  @property({ attribute: false }) words: Words = english;

  protected override render() {
    const { health } = this;
    if (health === null) return nothing;
    return html`
      <div class="parts">
        ${this.renderClasses(health)}
        <div class="side">${this.renderSizes(health)} ${this.renderAspects(health)}</div>
      </div>
    `;
  }

  private renderClasses({ classes }: Health) {
    const { words } = this;
    const most = Math.max(1, ...classes.map(total));
    const sorted = [...classes].sort(
      (one, other) =>
        total(one) - total(other) || words.compare(breedTitle(one.name), breedTitle(other.name)),
    );
    return html`
      <section>
        <h2 id="classes">${words.text('health.classes')}</h2>
        <div class="scroll">
          <table class="classes" aria-labelledby="classes">
            <thead>
              <tr>
                <th scope="col">${words.text('column.class')}</th>
                <td class="bar"></td>
                ${sides.map(
                  (side) =>
                    html`<th scope="col" class="number">${key(side)}${words.text(`part.${side}`)}</th>`,
                )}
              </tr>
            </thead>
            <tbody>
              ${sorted.map((counts) => this.renderClass(counts, most))}
            </tbody>
          </table>
        </div>
      </section>
    `;
  }

  private renderClass(counts: ClassCount, most: number) {
    return html`
      <tr>
        <th scope="row">${breedTitle(counts.name)}</th>
        <td class="bar">${stackedBar(counts, most)}</td>
        ${sides.map((side) => html`<td class="number">${this.words.number(counts[side])}</td>`)}
      </tr>
    `;
  }

  private renderSizes({ sizes }: Health) {
    const { words } = this;
    return html`
      <section>
        <h2 id="sizes">${words.text('health.sizes')}</h2>
        <table aria-labelledby="sizes">
          <tbody>
            ${(['smallest', 'median', 'largest'] as const).map((name) => {
              const [width, height] = sizes[name];
              return html`<tr>
                <th scope="row">${words.text(`health.${name}`)}</th>
                <td class="number">
                  ${words.text('health.size', { width: String(width), height: String(height) })}
                </td>
              </tr>`;
            })}
          </tbody>
        </table>
      </section>
    `;
  }

  private renderAspects({ aspects }: Health) {
    const { words } = this;
    const all = Math.max(1, aspects.portrait + aspects.square + aspects.landscape);
    return html`
      <section>
        <h2 id="aspects">${words.text('health.aspects')}</h2>
        <table class="shapes" aria-labelledby="aspects">
          <tbody>
            ${(['portrait', 'square', 'landscape'] as const).map(
              (name) =>
                html`<tr>
                  <th scope="row">${words.text(`health.${name}`)}</th>
                  <td class="number">${words.number(aspects[name])}</td>
                  <td>${shareBar(aspects[name] / all)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </section>
    `;
  }
}

function total({ train, validation, unused }: ClassCount): number {
  return train + validation + unused;
}

/** The three sides of a class one after the other, for sight only: the numbers stand beside it. */
function stackedBar(counts: ClassCount, most: number) {
  const ends = sides.map((_, place) =>
    sides.slice(0, place + 1).reduce((sum, side) => sum + counts[side], 0),
  );
  return html`<svg width="100%" height="10" aria-hidden="true">
    ${sides.map((side, place) => {
      const start = place === 0 ? 0 : (ends[place - 1] ?? 0);
      if (counts[side] === 0) return nothing;
      return svg`<rect class=${side} x=${percent(start / most)} y="1" width=${percent(counts[side] / most)} height="8" />`;
    })}
  </svg>`;
}

function key(side: (typeof sides)[number]) {
  return html`<svg class="key" width="10" height="10" aria-hidden="true">
    <rect class=${side} x="1" y="1" width="8" height="8" />
  </svg>`;
}

function percent(share: number): string {
  return `${share * 100}%`;
}
