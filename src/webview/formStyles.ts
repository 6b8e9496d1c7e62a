import { css } from 'lit';

/** The browser's own controls in the editor's colours. */
export const formStyles = css`
  .fields {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px 14px;
  }
  .field {
    display: grid;
    gap: 2px;
    min-width: 0;
  }
  .field > span,
  legend {
    font-size: 0.85em;
    color: var(--vscode-descriptionForeground);
  }
  select,
  input[type='number'] {
    font: inherit;
    height: 26px;
    max-width: 100%;
    padding: 2px 6px;
    border-radius: 2px;
    color: var(--vscode-dropdown-foreground, var(--vscode-foreground));
    background: var(--vscode-dropdown-background, var(--vscode-editor-background));
    border: 1px solid var(--vscode-dropdown-border, var(--vscode-contrastBorder, var(--vscode-foreground)));
  }
  select {
    max-width: 220px;
  }
  input[type='number'] {
    width: 96px;
    color: var(--vscode-input-foreground, var(--vscode-foreground));
    background: var(--vscode-input-background, var(--vscode-editor-background));
    border-color: var(--vscode-input-border, var(--vscode-contrastBorder, var(--vscode-foreground)));
  }
  select:focus-visible,
  input:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 1px;
  }
  /* Drawn here, since the browser's own track is white on dark themes. */
  input[type='range'] {
    appearance: none;
    width: 100%;
    height: 18px;
    margin: 0;
    background: none;
    cursor: pointer;
  }
  input[type='range']::-webkit-slider-runnable-track {
    height: 4px;
    border-radius: 2px;
    background: color-mix(in srgb, var(--vscode-foreground) 45%, transparent);
  }
  input[type='range']::-webkit-slider-thumb {
    appearance: none;
    width: 14px;
    height: 14px;
    margin-top: -5px;
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 50%;
    background: var(--vscode-button-background, var(--vscode-foreground));
  }
  legend {
    padding: 0;
  }
  fieldset {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 8px;
  }
`;
