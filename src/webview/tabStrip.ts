import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { commonStyles } from './commonStyles';
import { english, type TextKey, type Words } from './words';

/** A tab: the name of its slot, and its title. */
export interface TabTitle {
  id: string;
  title: TextKey;
}

/**
 * The tabs, as the ARIA practices want them: one stop for Tab, arrows, Home and End move and choose at once.
 * (vscode-tabs has no Home, End or Space, and nests one tablist in another.) The chosen tab's content is slotted.
 *
 * @fires choose-tab CustomEvent<string>, the tab's id
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

  @property({ attribute: false }) tabs: readonly TabTitle[] = [];
  /** Id of the chosen one. */
  @property({ attribute: false }) tab = '';
  @property({ attribute: false }) label = '';
  @property({ attribute: false }) words: Words = english;

  protected override render() {
    return html`
      <div class="strip" role="tablist" aria-label=${this.label} @keydown=${this.move}>
        ${this.tabs.map((tab) => this.renderTab(tab))}
      </div>
      ${this.tabs.map(
        ({ id }) => html`
          <div
            class="content"
            role="tabpanel"
            id=${`content-${id}`}
            aria-labelledby=${`tab-${id}`}
            ?hidden=${id !== this.tab}
          >
            <slot name=${id}></slot>
          </div>
        `,
      )}
    `;
  }

  private renderTab({ id, title }: TabTitle) {
    const chosen = id === this.tab;
    return html`
      <button
        role="tab"
        id=${`tab-${id}`}
        aria-controls=${`content-${id}`}
        aria-selected=${chosen ? 'true' : 'false'}
        tabindex=${chosen ? 0 : -1}
        @click=${() => this.choose(id)}
      >
        ${this.words.text(title)}
      </button>
    `;
  }

  private readonly move = (event: KeyboardEvent) => {
    const chosen = this.tabs.findIndex(({ id }) => id === this.tab);
    const place = neighbour(event.key, chosen, this.tabs.length);
    const next = place === null ? undefined : this.tabs[place];
    if (next === undefined) return;
    event.preventDefault();
    this.choose(next.id);
    this.renderRoot.querySelector<HTMLElement>(`#tab-${next.id}`)?.focus();
  };

  private choose(id: string): void {
    this.dispatchEvent(new CustomEvent<string>('choose-tab', { detail: id }));
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
