import { html, LitElement, nothing, type PropertyValues, svg, unsafeCSS } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import uPlot from 'uplot';
import uplotStyles from 'uplot/dist/uPlot.min.css';
import type { PanelStringKey } from '../shared/panelStrings';
import { type Chart, type Line, type LineKind, shownIndex, tableRows } from './chartData';
import type { ChartLook } from './chartLook';
import { alignedData, chartOptions, dashes } from './chartOptions';
import { commonStyles } from './commonStyles';
import { lineChartStyles } from './lineChartStyles';
import { english, type Words } from './words';

const lineNames: Record<LineKind, PanelStringKey> = {
  training: 'line.training',
  validation: 'line.validation',
};

/** More rows than this nobody reads, and a live table of them would cost more than the chart. */
const tableLimit = 100;

/** One chart: heading, legend with the values under the pointer, the drawing, and the same numbers as a table. */
@customElement('pet-line-chart')
export class LineChart extends LitElement {
  static override styles = [unsafeCSS(uplotStyles), commonStyles, lineChartStyles];

  @property({ attribute: false }) chart: Chart | null = null;
  @property({ attribute: false }) look: ChartLook | null = null;
  @property({ attribute: false }) words: Words = english;
  /** Height of the drawing in CSS pixels. */
  @property({ attribute: false }) height = 240;
  /** What stands in place of a chart without a point. */
  @property({ attribute: false }) empty = '';
  @state() private hovered: number | null = null;
  @state() private tableOpen = false;

  private plot: uPlot | null = null;
  private readonly resized = new ResizeObserver(() => this.fit());

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
    this.discard();
  }

  protected override render() {
    const { chart, look } = this;
    if (chart === null || look === null) return nothing;
    const title = this.words.text(`chart.${chart.metric}.${chart.step}`);
    return html`
      <figure>
        <figcaption>
          <h2>${title}</h2>
          ${chart.x.length === 0 ? nothing : this.renderLegend(chart, look)}
        </figcaption>
        ${
          chart.x.length === 0
            ? html`<p class="empty">${this.empty}</p>`
            : html`<div class="plot" role="img" aria-label=${this.summary(chart, title)}></div>
                <details @toggle=${this.toggleTable}>
                  <summary>${this.words.text('chart.table')}</summary>
                  ${this.tableOpen ? this.renderTable(chart, title) : nothing}
                </details>`
        }
      </figure>
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('height')) this.style.setProperty('--plot-height', `${this.height}px`);
    const container = this.renderRoot.querySelector<HTMLElement>('.plot');
    if (changed.has('look') || changed.has('words') || container === null) this.discard();
    if (container === null || this.chart === null) return;
    if (this.plot === null) {
      this.resized.disconnect();
      this.resized.observe(container);
      this.fit();
    } else if (changed.has('chart')) {
      this.plot.setData(alignedData(this.chart));
    }
  }

  /** Draws at the container's width, which is 0 while nothing shows it. */
  private fit(): void {
    const container = this.renderRoot.querySelector<HTMLElement>('.plot');
    const { chart, look, words, height } = this;
    if (container === null || chart === null || look === null || container.clientWidth === 0) return;
    const width = container.clientWidth;
    if (this.plot !== null) {
      if (this.plot.width !== width) this.plot.setSize({ width, height });
      return;
    }
    const options = chartOptions(
      () => this.chart ?? chart,
      { look, words, width, height },
      (index) => (this.hovered = index),
    );
    this.plot = new uPlot(options, alignedData(chart), container);
  }

  private discard(): void {
    this.plot?.destroy();
    this.plot = null;
  }

  private renderLegend(chart: Chart, look: ChartLook) {
    const index = shownIndex(chart, this.hovered);
    return html`
      <ul class="legend">
        <li class="muted">${this.words.text(`chart.at.${chart.step}`, { x: chart.x[index] ?? 0 })}</li>
        ${chart.lines.map(
          (line) => html`
            <li>
              ${swatch(line.kind, chart.step, look)} ${this.words.text(lineNames[line.kind])}
              <span class="figure">${this.value(chart, line.values[index] ?? null)}</span>
            </li>
          `,
        )}
        ${
          chart.best === null
            ? nothing
            : html`<li>${star(look)} ${this.words.text('chart.best', { epoch: chart.best })}</li>`
        }
      </ul>
    `;
  }

  private renderTable(chart: Chart, title: string) {
    const rows = tableRows(chart, tableLimit);
    return html`
      <div class="table" tabindex="0" role="region" aria-label=${title}>
        ${
          rows.length < chart.x.length
            ? html`<p class="muted">
                ${this.words.text('chart.table.last', { shown: rows.length, count: chart.x.length })}
              </p>`
            : nothing
        }
        <table>
          <thead>
            <tr>
              <th scope="col" class="number">${this.words.text(`column.${chart.step}`)}</th>
              ${chart.lines.map(
                (line) => html`<th scope="col" class="number">${this.words.text(lineNames[line.kind])}</th>`,
              )}
              ${chart.best === null ? nothing : html`<th scope="col">${this.words.text('column.best')}</th>`}
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              (row) => html`
                <tr>
                  <th scope="row" class="number">${this.words.number(row.x)}</th>
                  ${row.values.map((value) => html`<td class="number">${this.value(chart, value)}</td>`)}
                  ${
                    chart.best === null
                      ? nothing
                      : html`<td>${row.x === chart.best ? this.words.text('best') : nothing}</td>`
                  }
                </tr>
              `,
            )}
          </tbody>
        </table>
      </div>
    `;
  }

  private summary(chart: Chart, title: string): string {
    const last = chart.x.length - 1;
    const named = (line: Line) =>
      `${this.words.text(lineNames[line.kind])} ${this.value(chart, line.values[last] ?? null)}`;
    return this.words.text(`chart.summary.${chart.step}`, {
      title,
      x: chart.x[last] ?? 0,
      values: chart.lines.map(named).join(', '),
    });
  }

  private value(chart: Chart, value: number | null): string {
    return chart.metric === 'accuracy' ? this.words.share(value) : this.words.loss(value);
  }

  private readonly toggleTable = (event: Event) => {
    this.tableOpen = event.currentTarget instanceof HTMLDetailsElement && event.currentTarget.open;
  };
}

/** The line's own look in small. Attributes, not styles: the page's security policy forbids style attributes. */
function swatch(kind: LineKind, step: Chart['step'], look: ChartLook) {
  const colour = look.line[kind];
  const width = step === 'epoch' ? look.width : look.width * 0.65;
  const marker =
    kind === 'training'
      ? svg`<circle cx="14" cy="6" r="3.2" fill=${colour} />`
      : svg`<rect x="11" y="3" width="6" height="6" fill=${look.background} stroke=${colour} stroke-width="2" />`;
  return html`
    <svg class="swatch" width="28" height="12" aria-hidden="true">
      <line
        x1="0"
        y1="6"
        x2="28"
        y2="6"
        stroke=${colour}
        stroke-width=${width}
        stroke-dasharray=${dashes[kind].join(' ') || 'none'}
      />
      ${step === 'epoch' ? marker : nothing}
    </svg>
  `;
}

function star(look: ChartLook) {
  return html`
    <svg class="swatch" width="14" height="14" viewBox="-8 -8 16 16" aria-hidden="true">
      <path
        d="M0-8 2.1-2.9 7.6-2.5 3.4 1.1 4.7 6.5 0 3.6-4.7 6.5-3.4 1.1-7.6-2.5-2.1-2.9Z"
        fill=${look.best}
      />
    </svg>
  `;
}
