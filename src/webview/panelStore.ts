import { isTrainerEvent, type PanelMessage, type PanelState, type PanelTab } from '../shared/protocol';
import { reduce, type Run } from '../shared/run';
import { Words } from './words';

/** Everything the panel shows, from the last snapshot and the events since. */
export interface PanelView {
  run: Run;
  /** Webview URI of the run's folder. */
  baseUri: string;
  words: Words;
}

/** Folds messages into the view with the reducer that the host uses, and says when it changed. */
export class PanelStore {
  private current: PanelView | null = null;
  private chosenTab: PanelTab = 'curves';

  /** `kept` is what VS Code kept of this panel: the same run shows again in the tab it was left in. */
  constructor(
    private readonly kept: PanelState | null,
    private readonly changed: () => void,
  ) {}

  /** Null until the first snapshot. */
  get view(): PanelView | null {
    return this.current;
  }

  get tab(): PanelTab {
    return this.chosenTab;
  }

  /** Events of another run, or before a snapshot, are not ours to show. */
  apply(message: PanelMessage): void {
    switch (message.type) {
      case 'snapshot': {
        const { run, baseUri, strings, locale, tab } = message;
        if (run.id !== this.current?.run.id)
          this.chosenTab = this.kept?.runId === run.id ? this.kept.tab : tab;
        this.current = { run, baseUri, words: new Words(strings, locale) };
        break;
      }
      case 'event':
        if (this.current?.run.id !== message.runId) return;
        this.current = { ...this.current, run: reduce(this.current.run, message.event) };
        break;
    }
    this.changed();
  }

  choose(tab: PanelTab): void {
    if (tab === this.chosenTab) return;
    this.chosenTab = tab;
    this.changed();
  }
}

/** True for what the host posts; the window also receives messages of VS Code itself. */
export function isPanelMessage(data: unknown): data is PanelMessage {
  if (typeof data !== 'object' || data === null || !('type' in data)) return false;
  return (
    (data.type === 'snapshot' && 'run' in data) ||
    (data.type === 'event' && 'event' in data && isTrainerEvent(data.event))
  );
}
