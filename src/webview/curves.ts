import { css, html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { isActive, newRun, type Run } from '../shared/run';
import { batchChart, epochChart, type Metric } from './chartData';
import { type ChartLook, readChartLook, watchTheme } from './chartLook';
import { commonStyles } from './commonStyles';
import './lineChart';
import { english, type Words } from './words';

const metrics: readonly Metric[] = ['accuracy', 'loss'];

/** Accuracy and loss side by side: each epoch with validation, and below it each batch as it happens. */
@customElement('pet-curves')
export class Curves extends LitElement {
  static override styles = [
    commonStyles,
    css`
      .charts {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: 20px 28px;
      }
      @media (max-width: 720px) {
        .charts {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @property({ attribute: false }) run: Run = newRun('');
  @property({ attribute: false }) words: Words = english;
  @state() private look: ChartLook = readChartLook();

  private unwatch: (() => void) | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.look = readChartLook();
    this.unwatch = watchTheme(() => (this.look = readChartLook()));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unwatch?.();
  }

  protected override render() {
    const { run, words, look } = this;
    const empty = (step: 'epoch' | 'batch') =>
      words.text(isActive(run.status) ? `chart.empty.${step}` : 'chart.empty.ended');
    return html`
      <div class="charts">
        ${metrics.map(
          (metric) =>
            html`<pet-line-chart
              .chart=${epochChart(run, metric)}
              .look=${look}
              .words=${words}
              .height=${250}
              .empty=${empty('epoch')}
            ></pet-line-chart>`,
        )}
        ${metrics.map(
          (metric) =>
            html`<pet-line-chart
              .chart=${batchChart(run, metric)}
              .look=${look}
              .words=${words}
              .height=${150}
              .empty=${empty('batch')}
            ></pet-line-chart>`,
        )}
      </div>
    `;
  }
}
