import { css } from 'lit';

/** The verdict, the fixes, and groups of findings. */
export const healthTabStyles = css`
  .parts {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 20px;
  }
  .unchecked {
    display: grid;
    justify-items: start;
    gap: 10px;
    max-width: 70ch;
    padding: 16px 0;
  }
  .verdict {
    display: flex;
    gap: 12px;
    align-items: flex-start;
  }
  .verdict vscode-icon,
  h3 vscode-icon {
    flex: none;
  }
  .said {
    font-size: 1.15em;
    font-weight: 600;
  }
  .good vscode-icon {
    --vscode-icon-foreground: var(--vscode-testing-iconPassed, var(--vscode-charts-green));
  }
  .error vscode-icon {
    --vscode-icon-foreground: var(--vscode-editorError-foreground, var(--vscode-errorForeground));
  }
  .warning vscode-icon {
    --vscode-icon-foreground: var(--vscode-editorWarning-foreground, var(--vscode-charts-orange));
  }
  .info vscode-icon {
    --vscode-icon-foreground: var(--vscode-charts-blue);
  }
  .fixes {
    display: grid;
    justify-items: start;
    gap: 6px;
    padding: 10px 12px;
    border: 1px solid var(--vscode-inputValidation-infoBorder, var(--vscode-contrastBorder));
    border-radius: 4px;
  }
  .fixes ul {
    padding-inline-start: 18px;
  }
  .findings {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 18px;
  }
  .kind {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 6px;
  }
  h3 {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 8px;
    margin: 0;
    font-size: 1em;
    font-weight: 600;
  }
  h3 .muted {
    font-weight: normal;
  }
  .severity {
    padding: 0 6px;
    border: 1px solid currentColor;
    border-radius: 9px;
    font-size: 0.85em;
  }
  .cards {
    display: flex;
    flex-wrap: wrap;
    align-items: stretch;
    gap: 10px;
    margin-top: 2px;
  }
  .all {
    justify-self: start;
  }
`;
