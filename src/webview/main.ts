import { Host } from './host';
import { TrainingPanel } from './trainingPanel';

/** VS Code's own page style pads the body; the panel brings its own space. */
const page = new CSSStyleSheet();
page.replaceSync('body { margin: 0; padding: 0; }');
document.adoptedStyleSheets.push(page);

document.body.append(new TrainingPanel(new Host()));
