import * as v from 'valibot';
import * as vscode from 'vscode';
import { datasetViewType } from '../../shared/names';
import { datasetTable } from '../../shared/datasetStrings';
import type { DatasetMessage, DatasetShow } from '../../shared/protocol';
import { panelHtml } from '../panelHtml';
import { DatasetIntents } from './datasetIntents';
import type { DatasetPanelParts } from './datasetPanelParts';
import { datasetStateSchema } from './datasetIntent';
import { datasetView } from './datasetView';
import { TileMaker } from './tileMaker';
import type { TileAnswer, TileRequest } from './tileMaker';

/** The panel of one dataset: a snapshot when it can be seen and when something changed, tiles as they are made. Made on first use. */
export class DatasetPanel implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private panel: vscode.WebviewPanel | null = null;
  private name = '';
  private wanted: DatasetShow | null = null;
  private wasVisible = false;
  private readonly tiles: TileMaker;
  private readonly intents: DatasetIntents;
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly parts: DatasetPanelParts) {
    this.tiles = new TileMaker(
      parts.fork,
      (request, answer) => this.tilesMade(request, answer),
      (failure) => parts.tell.failure(failure),
    );
    this.intents = new DatasetIntents(parts, {
      snapshot: () => this.snapshot(),
      requestTiles: (request) => this.tiles.request(request),
      firstFreeColumn: () => (this.panel?.viewColumn ?? 0) + 1,
    });
    this.subscriptions = [
      parts.datasets.onDidChange(() => void this.refresh()),
      parts.work.onDidChange(() => void this.snapshot()),
      parts.trainingMemory.onDidChange(() => void this.snapshot()),
      vscode.window.registerWebviewPanelSerializer(datasetViewType, this),
    ];
  }

  /** True while the person can see the panel. */
  get visible(): boolean {
    return this.panel?.visible === true;
  }

  /** Name of the dataset that the panel shows; null without a panel. */
  get shownDataset(): string | null {
    return this.panel === null ? null : this.name;
  }

  /** Shows the dataset, at a tab where `show` is given, in the panel that is there or in a new one. */
  async show(name: string, show: DatasetShow | null): Promise<void> {
    if (name !== this.name) this.tiles.forget();
    this.name = name;
    this.wanted = show;
    const title = await this.title();
    if (this.panel === null) {
      // An opened photo covers the panel: what the person has filtered, selected and tried is there when they come back.
      const options = { retainContextWhenHidden: true };
      const column = vscode.ViewColumn.Active;
      this.adopt(vscode.window.createWebviewPanel(datasetViewType, title, column, options), title);
    } else {
      this.panel.title = title;
      this.panel.reveal();
      await this.snapshot();
    }
  }

  /** After a reload of the window: the same dataset; the page itself remembers its tab. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const kept = v.safeParse(datasetStateSchema, state);
    if (!kept.success || this.panel !== null) {
      panel.dispose();
      return;
    }
    const { dataset } = kept.output;
    // Deleted meanwhile: there is nothing left to show.
    if ((await this.parts.datasets.find(dataset)) === null) {
      panel.dispose();
      return;
    }
    this.name = dataset;
    this.adopt(panel, await this.title());
  }

  dispose(): void {
    this.tiles.dispose();
    this.panel?.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async title(): Promise<string> {
    return (await this.parts.datasets.find(this.name))?.summary.title ?? this.name;
  }

  private adopt(panel: vscode.WebviewPanel, title: string): void {
    const { extensionUri, petFolder } = this.parts;
    this.panel = panel;
    this.wasVisible = panel.visible;
    panel.title = title;
    panel.iconPath = {
      light: vscode.Uri.joinPath(extensionUri, 'media', 'dataset-light.svg'),
      dark: vscode.Uri.joinPath(extensionUri, 'media', 'dataset-dark.svg'),
    };
    panel.webview.onDidReceiveMessage((message) => this.intents.receive(this.name, message));
    panel.onDidChangeViewState(() => this.viewChanged());
    panel.onDidDispose(() => this.closed());
    const dist = vscode.Uri.joinPath(extensionUri, 'dist');
    const root = petFolder.path;
    panel.webview.options = {
      enableScripts: true,
      // Photos and tiles alike lie below the Pet CV folder.
      localResourceRoots: [dist, ...(root === null ? [] : [vscode.Uri.file(root)])],
    };
    panel.webview.html = panelHtml(panel.webview, dist, vscode.env.language, 'dataset');
  }

  private closed(): void {
    this.panel = null;
    this.tiles.forget();
  }

  private viewChanged(): void {
    const shownAgain = this.visible && !this.wasVisible;
    this.wasVisible = this.visible;
    if (shownAgain) void this.snapshot();
  }

  /** Some dataset changed; where it is this one that is gone, there is nothing left to show. */
  private async refresh(): Promise<void> {
    const { panel } = this;
    if (panel === null) return;
    if ((await this.parts.datasets.find(this.name)) === null) panel.dispose();
    else await this.snapshot();
  }

  private async snapshot(): Promise<void> {
    const { datasets, work, trainingMemory } = this.parts;
    const dataset = await datasets.find(this.name);
    // VS Code drops what is posted to a hidden webview: the snapshot on its return makes up for it.
    if (dataset === null || !this.visible) return;
    this.post({
      type: 'dataset',
      view: datasetView(dataset, trainingMemory.config, work.busy(dataset.summary.folder)),
      strings: datasetTable((english) => vscode.l10n.t(english)),
      locale: vscode.env.language,
      show: this.wanted,
    });
    this.wanted = null;
  }

  private tilesMade(request: TileRequest, { look, tiles, failed }: TileAnswer): void {
    const { panel } = this;
    const folder = this.parts.datasets.known(this.name)?.summary.folder;
    if (panel === null || request.dataset !== folder) return;
    const withUris = tiles.map(({ photo, file }) => ({
      photo,
      uri: panel.webview.asWebviewUri(vscode.Uri.file(file)).toString(),
    }));
    this.post({ type: 'tiles', look, tiles: withUris, failed });
  }

  private post(message: DatasetMessage): void {
    void this.panel?.webview.postMessage(message);
  }
}
