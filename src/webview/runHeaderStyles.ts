import { css } from 'lit';

/** The header: one dense block that wraps rather than scrolls. */
export const runHeaderStyles = css`
  header {
    display: grid;
    gap: 10px;
  }
  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
  }
  .name {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    min-width: 0;
  }
  h1 {
    overflow-wrap: anywhere;
  }
  .status {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    font-weight: 600;
    white-space: nowrap;
  }
  .status vscode-icon {
    --vscode-icon-foreground: var(--vscode-charts-blue);
  }
  .status.finished vscode-icon {
    --vscode-icon-foreground: var(--vscode-testing-iconPassed, var(--vscode-charts-green));
  }
  .status.failed vscode-icon,
  .failure vscode-icon {
    --vscode-icon-foreground: var(--vscode-editorError-foreground, var(--vscode-errorForeground));
  }
  .status.stopped vscode-icon,
  .status.interrupted vscode-icon {
    --vscode-icon-foreground: var(--vscode-editorWarning-foreground);
  }
  .dataset {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    color: var(--vscode-descriptionForeground);
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .notice {
    display: flex;
    gap: 8px;
    align-items: flex-start;
    padding: 8px 10px;
    border: 1px solid var(--vscode-inputValidation-infoBorder, var(--vscode-contrastBorder));
    background: var(--vscode-inputValidation-infoBackground, transparent);
    color: var(--vscode-inputValidation-infoForeground, inherit);
    border-radius: 3px;
    overflow-wrap: anywhere;
  }
  .notice vscode-icon {
    flex: none;
    margin-top: 1px;
  }
  .notice span {
    max-width: 90ch;
  }
  .failure {
    border-color: var(--vscode-inputValidation-errorBorder, var(--vscode-errorForeground));
    background: var(--vscode-inputValidation-errorBackground, transparent);
    color: var(--vscode-inputValidation-errorForeground, inherit);
  }
  .progress p {
    display: flex;
    flex-wrap: wrap;
    gap: 0 16px;
    margin-bottom: 5px;
  }
  vscode-progress-bar {
    height: 4px;
  }
  vscode-progress-bar::part(track) {
    background: var(--vscode-foreground);
    opacity: 0.15;
  }
  dl {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 28px;
  }
  dt {
    font-size: 0.85em;
    color: var(--vscode-descriptionForeground);
  }
  summary {
    cursor: pointer;
    width: fit-content;
    font-size: 0.92em;
    color: var(--vscode-descriptionForeground);
  }
  details ul {
    margin: 4px 0 0;
    padding-inline-start: 18px;
    max-width: 100ch;
    overflow-wrap: anywhere;
  }
`;
