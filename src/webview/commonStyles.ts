import { css } from 'lit';

/** What every part of the panel shares: type, tables, focus and empty states, in the editor's theme. */
export const commonStyles = css`
  :host {
    display: block;
    color: var(--vscode-foreground);
    font-family: var(--vscode-font-family, sans-serif);
    font-size: var(--vscode-font-size, 13px);
    line-height: 1.4;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  p,
  dl,
  dd,
  figure,
  ul {
    margin: 0;
    padding: 0;
  }
  h1 {
    font-size: 1.15em;
    font-weight: 600;
  }
  h2 {
    font-size: 1em;
    font-weight: 600;
  }
  button {
    font: inherit;
    color: inherit;
  }
  :focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 2px;
  }
  .muted {
    color: var(--vscode-descriptionForeground);
  }
  .empty {
    color: var(--vscode-descriptionForeground);
    padding: 24px 0;
    max-width: 60ch;
  }
  .figure {
    font-variant-numeric: tabular-nums;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  th {
    text-align: start;
    font-weight: 600;
  }
  th,
  td {
    padding: 3px 16px 3px 0;
    border-bottom: 1px solid
      var(--vscode-contrastBorder, var(--vscode-widget-border, rgba(128, 128, 128, 0.25)));
  }
  th.number,
  td.number {
    text-align: end;
  }
`;
