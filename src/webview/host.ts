import {
  type DatasetPanelState,
  type DatasetTab,
  datasetTabs,
  type PanelState,
  type PanelTab,
  panelTabs,
} from '../shared/protocol';

/** The one object that VS Code gives a webview. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): unknown;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** The way back to the extension, and what VS Code keeps of the panel over a reload of the window. */
export class Host<Intent, State> {
  private readonly api = acquireVsCodeApi();

  /** `read` gives null for what another version kept. */
  constructor(private readonly read: (state: object) => State | null) {}

  post(intent: Intent): void {
    this.api.postMessage(intent);
  }

  keep(state: State): void {
    this.api.setState(state);
  }

  /** Null for a new panel, or where an older version kept something else. */
  kept(): State | null {
    const state = this.api.getState();
    return typeof state === 'object' && state !== null ? this.read(state) : null;
  }
}

/** What was kept of a training panel. */
export function readPanelState(state: object): PanelState | null {
  if (!('runId' in state) || !('tab' in state)) return null;
  const { runId, tab } = state;
  return typeof runId === 'string' && isPanelTab(tab) ? { runId, tab } : null;
}

/** What was kept of a dataset panel. */
export function readDatasetState(state: object): DatasetPanelState | null {
  if (!('dataset' in state) || !('tab' in state)) return null;
  const { dataset, tab } = state;
  return typeof dataset === 'string' && isDatasetTab(tab) ? { dataset, tab } : null;
}

/** True for the name of a tab of the training panel. */
export function isPanelTab(value: unknown): value is PanelTab {
  return panelTabs.some((tab) => tab === value);
}

/** True for the name of a tab of the dataset panel. */
export function isDatasetTab(value: unknown): value is DatasetTab {
  return datasetTabs.some((tab) => tab === value);
}
