import { css } from 'lit';

/** Tiles of the grid; their places are set by the virtualizer. */
export const photoGridStyles = css`
  .bar {
    position: sticky;
    top: 0;
    z-index: 2;
    background: var(--vscode-editor-background);
    padding: 6px 0;
    margin-bottom: 6px;
  }
  #grid {
    width: 100%;
  }
  #grid:focus-visible {
    outline-offset: 6px;
  }
  .tile {
    padding: 4px;
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 4px;
    cursor: pointer;
    overflow: hidden;
    text-align: start;
  }
  .tile:hover {
    background: var(--vscode-list-hoverBackground);
  }
  .tile:focus-visible {
    outline: 2px solid var(--vscode-focusBorder);
    outline-offset: 0;
  }
  .tile[aria-selected='true'] {
    border-color: var(--vscode-focusBorder);
    box-shadow: inset 0 0 0 1px var(--vscode-focusBorder);
  }
  .frame {
    display: block;
    position: relative;
    aspect-ratio: 1;
    /* Seen before the picture comes, in every theme. */
    background: color-mix(in srgb, var(--vscode-foreground) 9%, transparent);
    border-radius: 2px;
    overflow: hidden;
  }
  img {
    display: block;
    width: 100%;
    height: 100%;
    object-fit: cover;
  }
  .crisp img {
    image-rendering: pixelated;
  }
  .unused .frame {
    outline: 1px dashed var(--vscode-foreground);
    outline-offset: -1px;
  }
  .unused img {
    opacity: 0.45;
  }
  .failed {
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 4px;
    height: 100%;
    padding: 4px;
    font-size: 0.85em;
    text-align: center;
    color: var(--vscode-descriptionForeground);
  }
  .name,
  .part {
    display: block;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .name {
    margin-top: 3px;
  }
  .part {
    font-size: 0.85em;
    color: var(--vscode-descriptionForeground);
  }
  .check {
    position: absolute;
    top: 4px;
    inset-inline-end: 4px;
    width: 20px;
    height: 20px;
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-foreground));
    border-radius: 3px;
    background: var(--vscode-editor-background);
    opacity: 0;
  }
  .tile:hover .check,
  .tile:focus-visible .check {
    opacity: 0.85;
  }
  [aria-selected='true'] .check {
    opacity: 1;
    color: var(--vscode-button-foreground);
    background: var(--vscode-button-background, var(--vscode-editor-background));
  }
  .check path {
    fill: none;
    stroke: none;
    stroke-width: 2.4;
  }
  [aria-selected='true'] .check path {
    stroke: currentColor;
  }
`;
