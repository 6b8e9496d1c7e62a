import path from 'node:path';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { layout } from '../shared/layout';
import { commands, panelViewType } from '../shared/names';
import { panelTable } from '../shared/panelStrings';
import { panelTabs } from '../shared/protocol';
import type { PanelIntent, PanelMessage, PanelTab } from '../shared/protocol';
import { openWithin } from './openWithin';
import { panelHtml } from './panelHtml';
import type { PetFolder } from './petFolder';
import type { RunChange, RunStore } from './runStore';
import type { Training } from './training';

/** What the serializer kept; anything else is of another version. */
const stateSchema = v.object({ runId: v.string(), tab: v.picklist(panelTabs) });

const intentSchema: v.GenericSchema<unknown, PanelIntent> = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('stop') }),
  v.object({ type: v.literal('resume') }),
  v.object({ type: v.literal('openPhoto'), photo: v.string() }),
  v.object({ type: v.literal('openReport') }),
  v.object({ type: v.literal('browsePhotos') }),
]);

/** The one panel, which shows one run: a snapshot when it can be seen, then each event. Made on first use. */
export class TrainingPanel implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private panel: vscode.WebviewPanel | null = null;
  private runId = '';
  private tab: PanelTab = 'curves';
  private wasVisible = false;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly petFolder: PetFolder,
    private readonly runs: RunStore,
    private readonly training: Training,
  ) {
    this.subscriptions = [
      runs.onDidChange((change) => this.forward(change)),
      vscode.window.registerWebviewPanelSerializer(panelViewType, this),
    ];
  }

  /** True while the person can see the panel. */
  get visible(): boolean {
    return this.panel?.visible === true;
  }

  /** The run that the panel shows; null without a panel. */
  get shownRun(): string | null {
    return this.panel === null ? null : this.runId;
  }

  /** Shows the run, in the panel that is there or in a new one. */
  async show(runId: string): Promise<void> {
    this.runId = runId;
    if (this.panel === null) {
      const column = vscode.ViewColumn.Active;
      this.adopt(vscode.window.createWebviewPanel(panelViewType, this.title, column));
    } else {
      this.panel.title = this.title;
      this.panel.reveal();
      await this.snapshot();
    }
  }

  /** Closes the panel if it shows that run, which is gone. */
  leave(runId: string): void {
    if (this.shownRun === runId) this.panel?.dispose();
  }

  /** After a reload of the window: the same run in the same tab. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const kept = v.safeParse(stateSchema, state);
    if (!kept.success || this.panel !== null) {
      panel.dispose();
      return Promise.resolve();
    }
    this.runId = kept.output.runId;
    this.tab = kept.output.tab;
    this.adopt(panel);
    return Promise.resolve();
  }

  dispose(): void {
    this.panel?.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private get title(): string {
    return vscode.l10n.t('Training {run}', { run: this.runId });
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    this.wasVisible = panel.visible;
    panel.title = this.title;
    panel.iconPath = {
      light: vscode.Uri.joinPath(this.extensionUri, 'media', 'panel-light.svg'),
      dark: vscode.Uri.joinPath(this.extensionUri, 'media', 'panel-dark.svg'),
    };
    panel.webview.onDidReceiveMessage((message) => this.receive(message));
    panel.onDidChangeViewState(() => this.viewChanged());
    panel.onDidDispose(() => (this.panel = null));
    const dist = vscode.Uri.joinPath(this.extensionUri, 'dist');
    const root = this.petFolder.path;
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [dist, ...(root === null ? [] : [vscode.Uri.file(root)])],
    };
    panel.webview.html = panelHtml(panel.webview, dist, vscode.env.language, 'training');
  }

  private viewChanged(): void {
    const shownAgain = this.visible && !this.wasVisible;
    this.wasVisible = this.visible;
    if (shownAgain) void this.snapshot();
  }

  private forward({ run, event }: RunChange): void {
    // VS Code drops what is posted to a hidden webview: the snapshot on its return makes up for it.
    if (!this.visible || run.id !== this.runId) return;
    if (event === null) void this.snapshot();
    else this.post({ type: 'event', runId: run.id, event });
  }

  private async snapshot(): Promise<void> {
    const run = await this.runs.find(this.runId);
    const folder = this.runs.folderOf(this.runId);
    if (run === null || folder === null || this.panel === null || !this.visible) return;
    this.post({
      type: 'snapshot',
      run,
      baseUri: this.panel.webview.asWebviewUri(vscode.Uri.file(folder)).toString(),
      strings: panelTable((english) => vscode.l10n.t(english)),
      locale: vscode.env.language,
      tab: this.tab,
    });
  }

  private post(message: PanelMessage): void {
    void this.panel?.webview.postMessage(message);
  }

  private async receive(message: unknown): Promise<void> {
    const intent = v.safeParse(intentSchema, message);
    if (intent.success) await this.follow(intent.output);
  }

  private async follow(intent: PanelIntent): Promise<void> {
    switch (intent.type) {
      case 'ready':
        return this.snapshot();
      case 'stop':
        if (this.runs.live?.id === this.runId) await this.training.stop();
        return;
      case 'resume':
        await vscode.commands.executeCommand(commands.resumeTraining, { run: this.runId });
        return;
      case 'openPhoto': {
        const dataset = (await this.runs.find(this.runId))?.dataset;
        if (dataset !== null && dataset !== undefined) await openWithin(dataset.folder, intent.photo);
        return;
      }
      case 'openReport': {
        const folder = this.runs.folderOf(this.runId);
        if (folder !== null) await openWithin(folder, layout.report);
        return;
      }
      case 'browsePhotos': {
        const dataset = (await this.runs.find(this.runId))?.dataset;
        if (dataset === null || dataset === undefined) return;
        await vscode.commands.executeCommand(commands.showDataset, {
          dataset: path.basename(dataset.folder),
          tab: 'photos',
        });
        return;
      }
    }
  }
}
