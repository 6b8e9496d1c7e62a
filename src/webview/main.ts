import { DatasetPanel } from './datasetPanel';
import { Host, readDatasetState, readPanelState } from './host';
import { TrainingPanel } from './trainingPanel';

/** VS Code's own page style pads the body; the panel brings its own space. The browser's own controls follow the theme. */
const page = new CSSStyleSheet();
page.replaceSync(`
  body { margin: 0; padding: 0; color-scheme: dark; }
  body.vscode-light, body.vscode-high-contrast-light { color-scheme: light; }
`);
document.adoptedStyleSheets.push(page);

document.body.append(
  document.body.dataset['panel'] === 'dataset'
    ? new DatasetPanel(new Host(readDatasetState))
    : new TrainingPanel(new Host(readPanelState)),
);
