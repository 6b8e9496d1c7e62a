import { type PanelIntent, type PanelState, type PanelTab, panelTabs } from '../shared/protocol';

/** The one object that VS Code gives a webview. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): unknown;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** The way back to the extension, and what VS Code keeps of the panel over a reload of the window. */
export class Host {
  private readonly api = acquireVsCodeApi();

  post(intent: PanelIntent): void {
    this.api.postMessage(intent);
  }

  keep(state: PanelState): void {
    this.api.setState(state);
  }

  /** Null for a new panel, or where an older version kept something else. */
  kept(): PanelState | null {
    const state = this.api.getState();
    if (typeof state !== 'object' || state === null || !('runId' in state) || !('tab' in state)) return null;
    const { runId, tab } = state;
    return typeof runId === 'string' && isTab(tab) ? { runId, tab } : null;
  }
}

function isTab(value: unknown): value is PanelTab {
  return panelTabs.some((tab) => tab === value);
}
