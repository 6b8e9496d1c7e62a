import { css, html, LitElement, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Report } from '../shared/protocol';
import { isActive, newRun, type Run } from '../shared/run';
import { bestEpoch } from './chartData';
import './classTable';
import { commonStyles } from './commonStyles';
import { shareBar } from './shareBar';
import { english, type Words } from './words';

const ranks = ['top1', 'top3', 'top5'] as const;

/** The top-k report of a finished run, or words about when it comes. */
@customElement('pet-report')
export class ReportView extends LitElement {
  static override styles = [
    commonStyles,
    css`
      .parts {
        display: grid;
        grid-template-columns: minmax(0, 440px) minmax(0, 1fr);
        gap: 24px 48px;
        align-items: start;
      }
      @media (max-width: 860px) {
        .parts {
          grid-template-columns: minmax(0, 1fr);
        }
      }
      .score h2 {
        margin-bottom: 10px;
      }
      .score {
        display: grid;
        gap: 12px;
      }
      .rank {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 2px 12px;
        align-items: baseline;
      }
      .rank .bar,
      .rank .note {
        grid-column: 1 / -1;
      }
      .share {
        font-weight: 600;
      }
      .top1 .share {
        font-size: 1.6em;
        line-height: 1.1;
      }
      .note {
        display: flex;
        flex-wrap: wrap;
        gap: 0 16px;
        font-size: 0.92em;
      }
      .key {
        vertical-align: -1px;
        margin-inline-end: 4px;
      }
      .fill {
        fill: var(--vscode-charts-blue);
      }
      .ink {
        stroke: var(--vscode-foreground);
      }
      .halo {
        stroke: var(--vscode-editor-background);
      }
      dl {
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: 3px 20px;
        margin-top: 4px;
      }
      dt {
        color: var(--vscode-descriptionForeground);
      }
    `,
  ];

  @property({ attribute: false }) run: Run = newRun('');
  @property({ attribute: false }) words: Words = english;

  protected override render() {
    const { run } = this;
    if (run.report === null) return this.renderEmpty();
    const drawn = run.dataset?.drawn === true;
    return html`
      <div class="parts">
        <section class="score">
          <h2>${this.words.text(drawn ? 'report.score.drawn' : 'report.score')}</h2>
          ${ranks.map((rank) => this.renderRank(rank, run.report))} ${this.renderFacts(run.report)}
        </section>
        <pet-class-table
          .scores=${run.report.perClass}
          .classes=${run.report.classes}
          .drawn=${drawn}
          .words=${this.words}
        ></pet-class-table>
      </div>
    `;
  }

  private renderEmpty() {
    const { run, words } = this;
    const best = bestEpoch(run.epochs);
    return html`
      <div class="empty">
        <p>${words.text(isActive(run.status) ? 'report.empty' : 'report.empty.ended')}</p>
        ${
          best === null
            ? nothing
            : html`<p>
                ${words.text('report.empty.soFar', {
                  accuracy: words.share(best.validationAccuracy),
                  epoch: best.epoch,
                })}
              </p>`
        }
      </div>
    `;
  }

  private renderRank(rank: (typeof ranks)[number], report: Report | null) {
    if (report === null) return nothing;
    const { words } = this;
    const { score, chance } = report;
    const [low, high] = score.top1Interval;
    const first = rank === 'top1';
    return html`
      <div class="rank ${rank}">
        <span
          >${words.text(`report.${rank}`)}
          <span class="muted">${words.text(`report.${rank}.why`)}</span></span
        >
        <span class="share figure">${words.share(score[rank])}</span>
        <span class="bar">
          ${
            first
              ? shareBar(score[rank], { interval: score.top1Interval, mark: chance })
              : shareBar(score[rank])
          }
        </span>
        ${
          first
            ? html`<span class="note muted figure">
                <span>
                  ${key('interval')}${words.text('report.interval', { low: words.share(low), high: words.share(high) })}
                </span>
                <span>${key('chance')}${words.text('report.chance', { chance: words.share(chance) })}</span>
              </span>`
            : nothing
        }
      </div>
    `;
  }

  private renderFacts(report: Report) {
    const { words } = this;
    const facts: [string, string][] = [
      [words.text('report.photos'), words.text(`report.part.${report.part}`, { count: report.score.photos })],
      [words.text('report.loss'), words.loss(report.score.loss)],
      [words.text('report.epoch'), words.text('report.epoch.value', { epoch: report.epoch })],
      [words.text('report.splitSeed'), String(report.splitSeed)],
      [words.text('report.seed'), String(report.seed)],
    ];
    return html`
      <dl class="figure">
        ${facts.map(
          ([term, value]) =>
            html`<dt>${term}</dt>
              <dd>${value}</dd>`,
        )}
      </dl>
    `;
  }
}

/** What the strokes over the top-1 bar mean, in small. */
function key(kind: 'interval' | 'chance') {
  const stroke =
    kind === 'interval'
      ? svg`<path class="ink" d="M1 2v8M1 6h14M15 2v8" fill="none" />`
      : svg`<path class="ink" d="M8 0v12" fill="none" stroke-width="2" stroke-dasharray="3 1" />`;
  return html`<svg class="key" width="16" height="12" aria-hidden="true">${stroke}</svg>`;
}
