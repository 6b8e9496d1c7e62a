import { html, LitElement } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import {
  type DatasetIntent,
  type DatasetPanelState,
  type DatasetTab,
  datasetTabs,
  type DatasetView,
  type Look,
  lookKey,
} from '../shared/protocol';
import { commonStyles } from './commonStyles';
import './datasetHeader';
import {
  type DatasetScene,
  DatasetStore,
  folderName,
  isDatasetMessage,
  type ShownPhotos,
} from './datasetStore';
import { verdictText } from './healthFacts';
import './healthTab';
import { type Host, isDatasetTab } from './host';
import './networkTab';
import { pageStyles } from './pageStyles';
import { everyPhoto, type PhotoChoice } from './photoChoice';
import './photosTab';
import { firstPreview, type Preview } from './preview';
import type { TabTitle } from './tabStrip';
import './tabStrip';
import type { TileSize } from './tileSize';
import { english } from './words';

const tabs: readonly TabTitle[] = datasetTabs.map((id) => ({ id, title: `tab.${id}` }));
const photoLook: Look = { kind: 'photo' };
/** How long a strength must hold still before tiles are made with it, in milliseconds. */
const settling = 250;

/**
 * The whole dataset panel: messages go into the store, its scene goes down as properties, intents go back to the host.
 * What is chosen in a tab is kept here, so that it is still there when one comes back to it. It draws at most once a frame.
 */
@customElement('pet-dataset-panel')
export class DatasetPanel extends LitElement {
  static override styles = [commonStyles, pageStyles];

  @state() private scene: DatasetScene | null = null;
  @state() private tab: DatasetTab = 'photos';
  @state() private choice: PhotoChoice = everyPhoto;
  @state() private networkChoice: PhotoChoice = everyPhoto;
  @state() private size: TileSize = 'medium';
  @state() private networkSize: TileSize = 'small';
  /** Null until a person tries another than the next training's. */
  @state() private tried: Preview | null = null;
  /** What the tiles of the network show: `tried`, once it holds still. */
  @state() private settled: Preview | null = null;
  @state() private announced = '';

  private readonly store: DatasetStore;
  private readonly wanted = new Map<string, { look: Look; photos: Set<number> }>();
  /** What the host asked for last, which is done once: then the person filters. */
  private broughtUp: ShownPhotos | null = null;
  private frame: number | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly host: Host<DatasetIntent, DatasetPanelState>) {
    super();
    this.store = new DatasetStore(host.kept(), () => this.schedule());
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
    if (this.timer !== null) clearTimeout(this.timer);
    this.frame = this.timer = null;
  }

  protected override render() {
    const { scene } = this;
    return html`
      <main>
        ${scene === null ? html`<p class="empty">${english.text('dataset.waiting')}</p>` : this.renderScene(scene)}
      </main>
      <div class="visually-hidden" role="status" aria-live="polite">${this.announced}</div>
    `;
  }

  private renderScene(scene: DatasetScene) {
    const { view, words } = scene;
    return html`
      <pet-dataset-header .view=${view} .words=${words} @intent=${this.passOn}></pet-dataset-header>
      <pet-tab-strip
        .tabs=${tabs}
        .tab=${this.tab}
        .label=${words.text('dataset.tabs')}
        .words=${words}
        @choose-tab=${this.chooseTab}
      >
        ${this.renderTab(scene)}
      </pet-tab-strip>
    `;
  }

  private renderTab(scene: DatasetScene) {
    switch (this.tab) {
      case 'photos':
        return this.renderPhotos(scene);
      case 'network':
        return this.renderNetwork(scene);
      case 'health':
        return this.renderHealth(scene);
    }
  }

  private renderPhotos({ view, words }: DatasetScene) {
    return html`<pet-photos-tab
      slot="photos"
      .view=${view}
      .choice=${this.choice}
      .size=${this.size}
      .tiles=${this.store.tiles(photoLook)}
      .words=${words}
      @choose-photos=${(event: CustomEvent<PhotoChoice>) => (this.choice = event.detail)}
      @choose-size=${(event: CustomEvent<TileSize>) => (this.size = event.detail)}
      @want-tiles=${(event: CustomEvent<number[]>) => this.want(photoLook, event.detail)}
      @intent=${this.passOn}
    ></pet-photos-tab>`;
  }

  private renderNetwork({ view, words }: DatasetScene) {
    const look = this.networkLook(view);
    return html`<pet-network-tab
      slot="network"
      .view=${view}
      .choice=${this.networkChoice}
      .size=${this.networkSize}
      .preview=${this.tried ?? firstPreview(view.augmentation)}
      .look=${look}
      .tiles=${this.store.tiles(look)}
      .words=${words}
      @choose-photos=${(event: CustomEvent<PhotoChoice>) => (this.networkChoice = event.detail)}
      @choose-size=${(event: CustomEvent<TileSize>) => (this.networkSize = event.detail)}
      @choose-preview=${this.tryPreview}
      @want-tiles=${(event: CustomEvent<number[]>) => this.want(look, event.detail)}
      @intent=${this.passOn}
    ></pet-network-tab>`;
  }

  private renderHealth({ view, words, places }: DatasetScene) {
    return html`<pet-health-tab
      slot="health"
      .view=${view}
      .places=${places}
      .tiles=${this.store.tiles(photoLook)}
      .finding=${this.store.finding}
      .words=${words}
      @want-tiles=${(event: CustomEvent<number[]>) => this.want(photoLook, event.detail)}
      @intent=${this.passOn}
    ></pet-health-tab>`;
  }

  private networkLook(view: DatasetView): Look {
    const { augmentation, seed } = this.settled ?? firstPreview(view.augmentation);
    return { kind: 'network', imageSize: view.imageSize, augmentation, seed };
  }

  private readonly receive = (event: MessageEvent<unknown>) => {
    if (isDatasetMessage(event.data)) this.store.apply(event.data);
  };

  private schedule(): void {
    this.frame ??= requestAnimationFrame(() => this.show());
  }

  private show(): void {
    this.frame = null;
    const before = this.scene;
    const { scene, tab } = this.store;
    this.scene = scene;
    this.tab = tab;
    if (scene === null) return;
    this.choosePhotos(before, scene);
    this.announce(before, scene);
    this.host.keep({ dataset: folderName(scene.view), tab });
    this.requestWanted(scene);
    this.requestUpdate();
  }

  /** Another dataset has other classes; and the host may ask for some photos alone. */
  private choosePhotos(before: DatasetScene | null, scene: DatasetScene): void {
    if (before !== null && folderName(before.view) !== folderName(scene.view)) {
      this.choice = this.networkChoice = everyPhoto;
    }
    const { photos } = this.store;
    if (photos === null || photos === this.broughtUp) return;
    this.broughtUp = photos;
    this.choice = { ...this.choice, ...photos };
  }

  private announce(before: DatasetScene | null, { view, words }: DatasetScene): void {
    if (before?.view.busy !== true || view.busy || view.health === null) return;
    this.announced = words.text('announce.checked', { verdict: verdictText(view.health, words) });
  }

  private want(look: Look, photos: readonly number[]): void {
    const key = lookKey(look);
    const wanted = this.wanted.get(key) ?? { look, photos: new Set() };
    for (const photo of photos) wanted.photos.add(photo);
    this.wanted.set(key, wanted);
    this.schedule();
  }

  private requestWanted({ view }: DatasetScene): void {
    const shown = [photoLook, this.networkLook(view)].map(lookKey);
    for (const [key, { look, photos }] of this.wanted) {
      if (!shown.includes(key)) continue;
      const fresh = this.store.ask(look, photos);
      if (fresh.length > 0) this.host.post({ type: 'tiles', look, photos: fresh });
    }
    this.wanted.clear();
  }

  private readonly tryPreview = (event: CustomEvent<Preview>) => {
    this.tried = event.detail;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = null;
      this.settled = this.tried;
    }, settling);
  };

  private readonly passOn = (event: CustomEvent<DatasetIntent>) => this.host.post(event.detail);

  private readonly chooseTab = (event: CustomEvent<string>) => {
    if (isDatasetTab(event.detail)) this.store.choose(event.detail);
  };
}
