import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-badge/index.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { isPlain } from '../shared/config';
import type { PanelIntent } from '../shared/protocol';
import { isActive, isResumable, newRun, type Run, type RunStatus } from '../shared/run';
import { statusNames } from './announcement';
import { commonStyles } from './commonStyles';
import { augmentationText } from './preview';
import { runHeaderStyles } from './runHeaderStyles';
import { elapsedSeconds, runProgress } from './runProgress';
import { english, type Words } from './words';

/** Codicon of each status. */
const statusIcons: Record<RunStatus, string> = {
  starting: 'loading',
  running: 'sync',
  stopping: 'loading',
  stopped: 'debug-pause',
  interrupted: 'debug-disconnect',
  failed: 'error',
  finished: 'pass-filled',
};

/**
 * Which run this is, how it fares, and what can be done with it.
 *
 * @fires intent CustomEvent<PanelIntent>
 */
@customElement('pet-run-header')
export class RunHeader extends LitElement {
  static override styles = [commonStyles, runHeaderStyles];

  @property({ attribute: false }) run: Run = newRun('');
  @property({ attribute: false }) words: Words = english;
  /** Milliseconds since 1970: only the clock moves between two events. */
  @state() private now = Date.now();

  private clock: ReturnType<typeof setInterval> | null = null;
  private readonly calm = matchMedia('(prefers-reduced-motion: reduce)');

  override connectedCallback(): void {
    super.connectedCallback();
    this.clock = setInterval(() => {
      if (isActive(this.run.status)) this.now = Date.now();
    }, 1000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.clock !== null) clearInterval(this.clock);
  }

  protected override render() {
    return html`
      <header>
        <div class="top">
          <div class="name">
            ${this.renderStatus()}
            <h1>${this.run.id}</h1>
            ${this.renderDataset()}
          </div>
          <div class="buttons">${this.renderButtons()}</div>
        </div>
        ${this.renderNotice()} ${this.renderProgress()} ${this.renderFacts()}
      </header>
    `;
  }

  private renderStatus() {
    const { status } = this.run;
    const moves = isActive(status) && !this.calm.matches;
    return html`
      <span class="status ${status}">
        <vscode-icon name=${statusIcons[status]} ?spin=${moves}></vscode-icon>
        ${this.words.text(statusNames[status])}
      </span>
    `;
  }

  private renderDataset() {
    const { dataset } = this.run;
    if (dataset === null) return nothing;
    return html`
      <span class="dataset">
        ${dataset.title}
        ${
          dataset.drawn
            ? html`<vscode-badge title=${this.words.text('drawn.why')}
                >${this.words.text('drawn')}</vscode-badge
              >`
            : nothing
        }
      </span>
    `;
  }

  private renderButtons() {
    const { run, words } = this;
    const stopping = run.status === 'stopping';
    return html`
      ${
        isActive(run.status)
          ? html`<vscode-button
              secondary
              icon="debug-stop"
              ?disabled=${stopping}
              aria-disabled=${stopping ? 'true' : 'false'}
              @click=${() => this.ask({ type: 'stop' })}
              >${words.text(stopping ? 'button.stopping' : 'button.stop')}</vscode-button
            >`
          : nothing
      }
      ${
        isResumable(run)
          ? html`<vscode-button icon="debug-continue" @click=${() => this.ask({ type: 'resume' })}
              >${words.text('button.resume')}</vscode-button
            >`
          : nothing
      }
      ${
        run.report === null
          ? nothing
          : html`<vscode-button secondary icon="go-to-file" @click=${() => this.ask({ type: 'openReport' })}
              >${words.text('button.report')}</vscode-button
            >`
      }
    `;
  }

  private renderNotice() {
    const { run, words } = this;
    if (run.failure !== null) {
      return html`<p class="notice failure">
        <vscode-icon name="error"></vscode-icon>
        <span>${words.failure(run.failure)}</span>
      </p>`;
    }
    const told = this.noticeText();
    if (told === null) return nothing;
    return html`<p class="notice">
      <vscode-icon name="info"></vscode-icon>
      <span>${told}</span>
    </p>`;
  }

  private noticeText(): string | null {
    const { run, words } = this;
    switch (run.status) {
      case 'stopping':
        return words.text('notice.stopping');
      case 'stopped':
      case 'interrupted': {
        const { last } = run.checkpoints;
        return last === undefined
          ? words.text(`notice.${run.status}.noCheckpoint`)
          : words.text(`notice.${run.status}`, { epoch: last.epoch });
      }
      case 'starting':
      case 'running':
      case 'failed':
      case 'finished':
        return null;
    }
  }

  private renderProgress() {
    const progress = runProgress(this.run, this.words);
    if (progress === null) return nothing;
    const { share, texts } = progress;
    const unknown = share === null && isActive(this.run.status);
    return html`
      <div class="progress">
        <p class="figure">${texts.map((text) => html`<span>${text}</span>`)}</p>
        <vscode-progress-bar
          aria-label=${this.words.text('progress.run')}
          ?indeterminate=${unknown}
          .value=${Math.round((share ?? 0) * 1000) / 10}
        ></vscode-progress-bar>
      </div>
    `;
  }

  private renderFacts() {
    const facts = this.facts();
    const failed = this.run.trials.filter((trial) => !trial.works && trial.reason !== 'not-asked');
    if (facts.length === 0) return nothing;
    return html`
      <dl>
        ${facts.map(
          ([term, value]) =>
            html`<div>
              <dt>${term}</dt>
              <dd class="figure">${value}</dd>
            </div>`,
        )}
      </dl>
      ${
        failed.length === 0
          ? nothing
          : html`<details>
              <summary>${this.words.text('engine.others')}</summary>
              <ul>
                ${failed.map((trial) => html`<li><code>${trial.engine}</code> ${this.words.trial(trial)}</li>`)}
              </ul>
            </details>`
      }
    `;
  }

  /** Names and values, the ones that move first. */
  private facts(): [string, string][] {
    const { run, words } = this;
    const { config, dataset, engine } = run;
    const elapsed = elapsedSeconds(run, this.now);
    const active = isActive(run.status);
    const facts: [string, string | null][] = [
      [
        words.text('fact.eta'),
        active && run.etaSeconds !== null && run.epoch > 0 ? words.duration(run.etaSeconds) : null,
      ],
      [words.text('fact.elapsed'), elapsed === null ? null : words.duration(elapsed)],
      [words.text('fact.speed'), run.imagesPerSecond === null ? null : words.speed(run.imagesPerSecond)],
      [words.text('fact.device'), engine === null ? null : `${engine.id} · ${engine.device}`],
      [words.text('fact.weights'), run.weights === null ? null : words.number(run.weights)],
      [
        words.text('fact.photos'),
        dataset === null
          ? null
          : words.text('fact.photos.value', {
              train: dataset.trainPhotos,
              validation: dataset.validationPhotos,
            }),
      ],
      [words.text('fact.classes'), dataset === null ? null : words.number(dataset.classes.length)],
      [
        words.text('fact.settings'),
        config === null
          ? null
          : words.text('fact.settings.value', {
              preset: config.preset,
              size: config.imageSize,
              batch: config.batchSize,
              seed: String(config.seed),
            }),
      ],
      [
        words.text('augment.title'),
        config === null || isPlain(config.augmentation) ? null : augmentationText(config.augmentation, words),
      ],
    ];
    return facts.flatMap(([name, value]): [string, string][] => (value === null ? [] : [[name, value]]));
  }

  private ask(intent: PanelIntent): void {
    this.dispatchEvent(new CustomEvent<PanelIntent>('intent', { detail: intent }));
  }
}
