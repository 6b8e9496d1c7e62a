import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { type PanelTab, panelTabs } from '../shared/protocol';
import { commonStyles } from './commonStyles';
import type { PanelStringKey } from '../shared/panelStrings';
import { english, type Words } from './words';

const titles: Record<PanelTab, PanelStringKey> = {
  curves: 'tab.curves',
  samples: 'tab.samples',
  report: 'tab.report',
};

/**
 * The tabs, as the ARIA practices want them: one stop for Tab, arrows, Home and End move and choose at once.
 * (vscode-tabs has no Home, End or Space, and nests one tablist in another.) The chosen tab's content is slotted.
 *
 * @fires choose-tab CustomEvent<PanelTab>
 */
@customElement('pet-tab-strip')
export class TabStrip extends LitElement {
  static override styles = [
    commonStyles,
    css`
      .strip {
        display: flex;
        gap: 4px;
        border-bottom: 1px solid
          var(--vscode-panel-border, var(--vscode-contrastBorder, rgba(128, 128, 128, 0.35)));
      }
      button {
        background: none;
        border: 0;
        padding: 7px 10px;
        cursor: pointer;
        color: var(--vscode-panelTitle-inactiveForeground, var(--vscode-descriptionForeground));
        border-bottom: 2px solid transparent;
        margin-bottom: -1px;
      }
      button:hover,
      button[aria-selected='true'] {
        color: var(--vscode-panelTitle-activeForeground, var(--vscode-foreground));
      }
      button[aria-selected='true'] {
        border-bottom-color: var(--vscode-panelTitle-activeBorder, var(--vscode-focusBorder));
        font-weight: 600;
      }
      button:focus-visible {
        outline-offset: -3px;
      }
      .content {
        padding-top: 16px;
      }
      .content:focus-visible {
        outline-offset: 4px;
      }
    `,
  ];

  @property({ attribute: false }) tab: PanelTab = 'curves';
  @property({ attribute: false }) words: Words = english;

  protected override render() {
    return html`
      <div class="strip" role="tablist" aria-label=${this.words.text('panel.tabs')} @keydown=${this.move}>
        ${panelTabs.map((tab) => this.renderTab(tab))}
      </div>
      ${panelTabs.map(
        (tab) => html`
          <div
            class="content"
            role="tabpanel"
            id=${`content-${tab}`}
            aria-labelledby=${`tab-${tab}`}
            ?hidden=${tab !== this.tab}
          >
            <slot name=${tab}></slot>
          </div>
        `,
      )}
    `;
  }

  private renderTab(tab: PanelTab) {
    const chosen = tab === this.tab;
    return html`
      <button
        role="tab"
        id=${`tab-${tab}`}
        aria-controls=${`content-${tab}`}
        aria-selected=${chosen ? 'true' : 'false'}
        tabindex=${chosen ? 0 : -1}
        @click=${() => this.choose(tab)}
      >
        ${this.words.text(titles[tab])}
      </button>
    `;
  }

  private readonly move = (event: KeyboardEvent) => {
    const place = neighbour(event.key, panelTabs.indexOf(this.tab), panelTabs.length);
    const tab = place === null ? undefined : panelTabs[place];
    if (tab === undefined) return;
    event.preventDefault();
    this.choose(tab);
    this.renderRoot.querySelector<HTMLElement>(`#tab-${tab}`)?.focus();
  };

  private choose(tab: PanelTab): void {
    this.dispatchEvent(new CustomEvent<PanelTab>('choose-tab', { detail: tab }));
  }
}

function neighbour(key: string, place: number, count: number): number | null {
  switch (key) {
    case 'ArrowRight':
      return (place + 1) % count;
    case 'ArrowLeft':
      return (place + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
