import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { type PanelIntent, type PanelState, type PanelTab, panelTabs } from '../shared/protocol';
import type { Run } from '../shared/run';
import { announcement } from './announcement';
import { commonStyles } from './commonStyles';
import './curves';
import { type Host, isPanelTab } from './host';
import { pageStyles } from './pageStyles';
import { isPanelMessage, PanelStore, type PanelView } from './panelStore';
import './reportView';
import './runHeader';
import './sampleGrid';
import type { TabTitle } from './tabStrip';
import './tabStrip';
import { english } from './words';

const tabs: readonly TabTitle[] = panelTabs.map((id) => ({ id, title: `tab.${id}` }));

/**
 * The whole panel: messages go into the store, the store's view goes down as properties, intents go back to the host.
 * However fast events come, it draws at most once a frame, and not at all while the panel is hidden.
 */
@customElement('pet-training-panel')
export class TrainingPanel extends LitElement {
  static override styles = [commonStyles, pageStyles];

  @state() private view: PanelView | null = null;
  @state() private tab: PanelTab = 'curves';
  @state() private announced = '';

  private readonly store: PanelStore;
  private frame: number | null = null;

  constructor(private readonly host: Host<PanelIntent, PanelState>) {
    super();
    this.store = new PanelStore(host.kept(), () => this.schedule());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('message', this.receive);
    this.host.post({ type: 'ready' });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('message', this.receive);
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    this.frame = null;
  }

  protected override render() {
    const { view } = this;
    return html`
      <main>
        ${view === null ? html`<p class="empty">${english.text('panel.waiting')}</p>` : this.renderView(view)}
      </main>
      <div class="visually-hidden" role="status" aria-live="polite">${this.announced}</div>
    `;
  }

  private renderView({ run, baseUri, words }: PanelView) {
    return html`
      <pet-run-header .run=${run} .words=${words} @intent=${this.passOn}></pet-run-header>
      <pet-tab-strip
        .tabs=${tabs}
        .tab=${this.tab}
        .label=${words.text('panel.tabs')}
        .words=${words}
        @choose-tab=${this.chooseTab}
      >
        ${
          this.tab === 'curves'
            ? html`<pet-curves slot="curves" .run=${run} .words=${words}></pet-curves>`
            : nothing
        }
        ${
          this.tab === 'samples'
            ? html`<pet-sample-grid
                slot="samples"
                .run=${run}
                .baseUri=${baseUri}
                .words=${words}
                @open-photo=${this.openPhoto}
                @browse-photos=${this.browsePhotos}
              ></pet-sample-grid>`
            : nothing
        }
        ${
          this.tab === 'report'
            ? html`<pet-report slot="report" .run=${run} .words=${words}></pet-report>`
            : nothing
        }
      </pet-tab-strip>
    `;
  }

  private readonly receive = (event: MessageEvent<unknown>) => {
    if (isPanelMessage(event.data)) this.store.apply(event.data);
  };

  private schedule(): void {
    this.frame ??= requestAnimationFrame(() => this.show());
  }

  private show(): void {
    this.frame = null;
    const before: Run | null = this.view?.run ?? null;
    const { view, tab } = this.store;
    this.view = view;
    this.tab = tab;
    if (view === null) return;
    this.announced = announcement(before, view.run, view.words) ?? this.announced;
    this.host.keep({ runId: view.run.id, tab });
  }

  private readonly passOn = (event: CustomEvent<PanelIntent>) => this.host.post(event.detail);

  private readonly openPhoto = (event: CustomEvent<string>) =>
    this.host.post({ type: 'openPhoto', photo: event.detail });

  private readonly browsePhotos = () => this.host.post({ type: 'browsePhotos' });

  private readonly chooseTab = (event: CustomEvent<string>) => {
    if (isPanelTab(event.detail)) this.store.choose(event.detail);
  };
}
