import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import { type Finding, type FindingKind, type Health, safelyFixable, worstOf } from '../shared/health';
import type { DatasetIntent, DatasetView } from '../shared/protocol';
import { commonStyles } from './commonStyles';
import type { ShownFinding } from './datasetStore';
import './findingCard';
import { FindingCard, type ListedPhoto } from './findingCard';
import { type FindingGroup, findingGroups, fixSentences, severityIcons, verdictText } from './healthFacts';
import './healthOverview';
import { healthTabStyles } from './healthTabStyles';
import { noTiles, type Tiles } from './tileShelf';
import { english, type Words } from './words';

/** Findings of one kind that show at first. */
const shownAtFirst = 20;

/**
 * What the last check found: the verdict, the safe fixes, the classes and sizes, and every finding with its photos.
 *
 * @fires want-tiles CustomEvent<number[]>
 * @fires intent CustomEvent<DatasetIntent>
 */
@customElement('pet-health-tab')
export class HealthTab extends LitElement {
  static override styles = [commonStyles, healthTabStyles];

  @property({ attribute: false }) view: DatasetView | null = null;
  /** Place in the manifest of each path. */
  @property({ attribute: false }) places: ReadonlyMap<string, number> = new Map();
  @property({ attribute: false }) tiles: Tiles = noTiles;
  /** To be scrolled to and focused. */
  @property({ attribute: false }) finding: ShownFinding | null = null;
  @property({ attribute: false }) words: Words = english;
  @state() private opened: ReadonlySet<FindingKind> = new Set();

  private toShow: string | null = null;
  private readonly near = new Set<FindingCard>();
  private readonly sight = new IntersectionObserver((entries) => this.see(entries), { rootMargin: '400px' });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sight.disconnect();
    this.near.clear();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('finding') || this.finding === null) return;
    const { id } = this.finding;
    const found = this.view?.health?.findings.find((finding) => finding.id === id);
    if (found === undefined) return;
    this.toShow = id;
    this.opened = new Set([...this.opened, found.kind]);
  }

  protected override render() {
    const { view } = this;
    if (view === null) return nothing;
    return view.health === null ? this.renderUnchecked(view) : this.renderHealth(view, view.health);
  }

  protected override updated(): void {
    const cards = [...this.renderRoot.querySelectorAll<FindingCard>('pet-finding')];
    for (const card of this.near) if (!cards.includes(card)) this.near.delete(card);
    for (const card of cards) this.sight.observe(card);
    this.want();
    const card = this.toShow === null ? undefined : cards.find(({ finding }) => finding?.id === this.toShow);
    if (card === undefined) return;
    this.toShow = null;
    void card.updateComplete.then(() => {
      card.renderRoot.querySelector<HTMLElement>('article')?.focus({ preventScroll: true });
      card.scrollIntoView({ block: 'center' });
    });
  }

  private renderUnchecked({ busy }: DatasetView) {
    const { words } = this;
    return html`
      <div class="unchecked">
        <p>${words.text('health.empty')}</p>
        <p class="muted">${words.text('health.empty.why')}</p>
        <vscode-button
          id="check"
          icon="pulse"
          ?disabled=${busy}
          aria-disabled=${busy ? 'true' : 'false'}
          @click=${() => this.ask({ type: 'check' })}
          >${words.text('button.check')}</vscode-button
        >
      </div>
    `;
  }

  private renderHealth(view: DatasetView, health: Health) {
    const groups = findingGroups(health);
    return html`
      <div class="parts">
        ${this.renderVerdict(health)} ${this.renderFixes(view, health)}
        ${
          groups.length === 0
            ? nothing
            : html`<section class="findings">
                <h2>${this.words.text('health.findings')}</h2>
                ${repeat(
                  groups,
                  ({ kind }) => kind,
                  (group) => this.renderGroup(view, group),
                )}
              </section>`
        }
        <pet-health-overview .health=${health} .words=${this.words}></pet-health-overview>
      </div>
    `;
  }

  private renderVerdict(health: Health) {
    const { words } = this;
    const worst = worstOf(health);
    return html`
      <div class="verdict ${worst ?? 'good'}">
        <vscode-icon name=${worst === null ? 'pass-filled' : severityIcons[worst]} size="24"></vscode-icon>
        <div>
          <p class="said">${verdictText(health, words)}</p>
          <p class="muted figure">
            ${words.text('health.readable', { readable: health.readable, count: health.photos })}
            ${words.text('health.checked', { date: words.date(health.checked) })}
          </p>
        </div>
      </div>
    `;
  }

  private renderFixes({ busy }: DatasetView, health: Health) {
    const { words } = this;
    const count = safelyFixable(health).length;
    if (count === 0) return nothing;
    return html`
      <section class="fixes">
        <h2>${words.text('health.fix.title')}</h2>
        <ul class="figure">
          ${fixSentences(health, words).map((sentence) => html`<li>${sentence}</li>`)}
        </ul>
        <p class="muted">${words.text('health.fix.why')}</p>
        <vscode-button
          id="fix"
          icon="wrench"
          ?disabled=${busy}
          aria-disabled=${busy ? 'true' : 'false'}
          @click=${() => this.ask({ type: 'fix' })}
          >${words.counted('health.fix', count)}</vscode-button
        >
      </section>
    `;
  }

  private renderGroup(view: DatasetView, { kind, severity, findings }: FindingGroup) {
    const { words } = this;
    const { title, advice } = words.finding(kind);
    const all = this.opened.has(kind) || findings.length <= shownAtFirst;
    const shown = all ? findings : findings.slice(0, shownAtFirst);
    return html`
      <section class="kind ${severity}" data-kind=${kind}>
        <h3>
          <vscode-icon name=${severityIcons[severity]}></vscode-icon>
          <span class="severity">${words.text(`severity.${severity}`)}</span>
          ${title}
          <span class="muted figure">${words.counted('health.kind', findings.length)}</span>
        </h3>
        <p class="muted">${advice}</p>
        <div class="cards">
          ${repeat(
            shown,
            ({ id }) => id,
            (finding) => this.renderFinding(view, finding),
          )}
        </div>
        ${
          all
            ? nothing
            : html`<vscode-button
                class="all"
                secondary
                @click=${() => (this.opened = new Set([...this.opened, kind]))}
                >${words.text('health.showAll', { count: findings.length })}</vscode-button
              >`
        }
      </section>
    `;
  }

  private renderFinding({ busy }: DatasetView, finding: Finding) {
    return html`<pet-finding
      .finding=${finding}
      .listed=${this.listed}
      .tiles=${this.tiles}
      .busy=${busy}
      .words=${this.words}
      @intent=${this.passOn}
      @shown=${this.want}
    ></pet-finding>`;
  }

  private readonly listed = (path: string): ListedPhoto | undefined => {
    const index = this.places.get(path);
    const photo = index === undefined ? undefined : this.view?.photos[index];
    return index === undefined || photo === undefined ? undefined : { index, photo };
  };

  private see(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      if (!(target instanceof FindingCard)) continue;
      if (isIntersecting) this.near.add(target);
      else this.near.delete(target);
    }
    this.want();
  }

  private readonly want = () => {
    const detail = [...this.near].flatMap((card) => card.wanted);
    if (detail.length > 0) this.dispatchEvent(new CustomEvent<number[]>('want-tiles', { detail }));
  };

  private readonly passOn = (event: CustomEvent<DatasetIntent>) => this.ask(event.detail);

  private ask(intent: DatasetIntent): void {
    this.dispatchEvent(new CustomEvent<DatasetIntent>('intent', { detail: intent }));
  }
}
