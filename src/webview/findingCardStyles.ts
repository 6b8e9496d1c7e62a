import { css } from 'lit';

/** A finding: photos of the same size beside each other, so that they compare. */
export const findingCardStyles = css`
  :host {
    min-width: 0;
    max-width: 100%;
  }
  article {
    height: 100%;
    padding: 8px 10px 10px;
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, rgba(128, 128, 128, 0.35)));
    border-radius: 4px;
  }
  article:focus {
    outline: 2px solid var(--vscode-focusBorder);
    outline-offset: 1px;
  }
  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 4px 12px;
    margin-bottom: 6px;
  }
  h4 {
    margin: 0;
    font-size: 1em;
    font-weight: 600;
    overflow-wrap: anywhere;
    max-width: 60ch;
  }
  ul {
    display: flex;
    flex-wrap: wrap;
    gap: 10px;
    list-style: none;
  }
  li {
    width: 128px;
    min-width: 0;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    justify-items: start;
  }
  .picture {
    display: grid;
    place-items: center;
    width: 128px;
    height: 128px;
    padding: 0;
    margin-bottom: 3px;
    overflow: hidden;
    background: color-mix(in srgb, var(--vscode-foreground) 9%, transparent);
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 2px;
  }
  button.picture {
    cursor: pointer;
  }
  button.picture:hover {
    outline: 1px solid var(--vscode-focusBorder);
  }
  button.picture:focus-visible {
    outline: 2px solid var(--vscode-focusBorder);
  }
  img {
    display: block;
    width: 100%;
    height: 100%;
    object-fit: contain;
  }
  .note {
    font-size: 0.88em;
    color: var(--vscode-descriptionForeground);
    overflow-wrap: anywhere;
  }
  .file {
    max-width: 100%;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .breed {
    overflow-wrap: anywhere;
  }
  .link {
    padding: 2px 0;
    background: none;
    border: 0;
    color: var(--vscode-textLink-foreground, var(--vscode-foreground));
    text-decoration: underline;
    cursor: pointer;
    text-align: start;
  }
  .link:disabled {
    opacity: 0.6;
    cursor: default;
  }
`;
