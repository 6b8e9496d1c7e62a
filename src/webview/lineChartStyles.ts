import { css } from 'lit';

/** The chart's frame; uPlot's own rules for its cursor are retuned to the theme. */
export const lineChartStyles = css`
  :host {
    min-width: 0;
  }
  figcaption {
    display: grid;
    gap: 2px;
    margin-bottom: 6px;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 14px;
    list-style: none;
    font-size: 0.92em;
  }
  .legend li {
    white-space: nowrap;
  }
  .swatch {
    vertical-align: middle;
    margin-inline-end: 2px;
  }
  .empty {
    display: grid;
    place-items: center;
    max-width: none;
    /* As high as the chart to come, so that nothing jumps. */
    height: var(--plot-height);
    padding: 12px;
    text-align: center;
    border: 1px dashed var(--vscode-contrastBorder, var(--vscode-widget-border, rgba(128, 128, 128, 0.35)));
    border-radius: 3px;
  }
  .plot {
    width: 100%;
    min-width: 0;
    overflow: hidden;
  }
  .uplot {
    font-family: inherit;
  }
  .u-hz .u-cursor-x {
    border-right: 1px solid var(--vscode-foreground);
    opacity: 0.6;
  }
  summary {
    cursor: pointer;
    color: var(--vscode-descriptionForeground);
    font-size: 0.92em;
    width: fit-content;
  }
  .table {
    max-height: 320px;
    overflow: auto;
    margin-top: 6px;
    width: fit-content;
    max-width: 100%;
  }
  thead th {
    position: sticky;
    top: 0;
    background: var(--vscode-editor-background);
  }
`;
