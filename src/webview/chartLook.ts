import { type Colour, cssColour, parseColour, standOut } from './colours';
import type { LineKind } from './chartData';

/** Colours and strengths of a chart, as the editor's theme has them now. */
export interface ChartLook {
  line: Record<LineKind, string>;
  best: string;
  text: string;
  grid: string;
  background: string;
  font: string;
  /** Width of the main lines in CSS pixels. */
  width: number;
}

const black: Colour = [0, 0, 0, 1];
const white: Colour = [255, 255, 255, 1];

/** Reads VS Code's theme variables. */
export function readChartLook(): ChartLook {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string, fallback: Colour) => parseColour(style.getPropertyValue(name)) ?? fallback;
  const highContrast = [...document.body.classList].some((name) => name.startsWith('vscode-high-contrast'));
  const light = document.body.matches('.vscode-light, .vscode-high-contrast-light');
  const background = colour('--vscode-editor-background', light ? white : black);
  const foreground = colour('--vscode-foreground', light ? black : white);
  const onBackground = (name: string, fallback: Colour) =>
    cssColour(standOut(colour(name, fallback), background, foreground, highContrast ? 4.5 : 3.2));
  return {
    line: {
      training: onBackground('--vscode-charts-blue', [55, 148, 255, 1]),
      validation: onBackground('--vscode-charts-orange', [209, 134, 22, 1]),
    },
    best: onBackground('--vscode-charts-green', [137, 209, 133, 1]),
    text: cssColour(
      standOut(colour('--vscode-descriptionForeground', foreground), background, foreground, 4.6),
    ),
    grid: cssColour(foreground, highContrast ? 0.3 : 0.14),
    background: cssColour(background),
    font: style.getPropertyValue('--vscode-font-family') || 'sans-serif',
    width: highContrast ? 2.5 : 2,
  };
}

/** Calls `changed` when the theme changes: VS Code then rewrites the variables on `html` and the classes of `body`. Returns what ends it. */
export function watchTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  return () => observer.disconnect();
}
