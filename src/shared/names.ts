/** Everything contributed in package.json, so that an unknown name does not compile. A test compares the two. */
export const commands = {
  prepareDataset: 'petCv.prepareDataset',
  downloadDataset: 'petCv.downloadDataset',
  importFolder: 'petCv.importFolder',
  showDataset: 'petCv.showDataset',
  checkDataset: 'petCv.checkDataset',
  fixDataset: 'petCv.fixDataset',
  splitDataset: 'petCv.splitDataset',
  revealDataset: 'petCv.revealDataset',
  deleteDataset: 'petCv.deleteDataset',
  comparePhotos: 'petCv.comparePhotos',
  trainModel: 'petCv.trainModel',
  stopTraining: 'petCv.stopTraining',
  resumeTraining: 'petCv.resumeTraining',
  showTraining: 'petCv.showTraining',
  revealRun: 'petCv.revealRun',
  deleteRun: 'petCv.deleteRun',
  classifyBreed: 'petCv.classifyBreed',
  checkEngine: 'petCv.checkEngine',
  openWorkshop: 'petCv.openWorkshop',
  showLog: 'petCv.showLog',
} as const;
export type CommandId = (typeof commands)[keyof typeof commands];

/** Settings, without the leading `petCv.`. */
export const settings = {
  folder: 'folder',
  engine: 'engine',
  classifierIdleMinutes: 'classifier.idleMinutes',
  mirrors: 'mirrors',
} as const;

/** Context keys: facts, set from disk and from the running job, never from clicks. */
export const contextKeys = {
  /** An engine was probed and works. */
  engineReady: 'petCv.engineReady',
  hasDataset: 'petCv.hasDataset',
  /** A run has a saved model. */
  hasModel: 'petCv.hasModel',
  /** A finished run has its report. */
  hasReport: 'petCv.hasReport',
  /** A photo was classified in this workspace. */
  hasClassified: 'petCv.hasClassified',
  training: 'petCv.training',
  /** There is a run that can go on. */
  resumable: 'petCv.resumable',
  /**
   * True for a moment after the walkthrough came up. VS Code checks a step when its key turns true, and not when it was
   * true before: with this key in a second expression, what is done already is checked then.
   */
  workshopShown: 'petCv.workshopShown',
} as const;
export type ContextKey = (typeof contextKeys)[keyof typeof contextKeys];

export const panelViewType = 'petCv.training';
export const datasetViewType = 'petCv.dataset';

/** The tree views of the activity bar. */
export const views = { datasets: 'petCv.datasets', runs: 'petCv.runs' } as const;

/** `viewItem` of what a tree shows, for the menus. */
export const treeItems = {
  dataset: 'dataset',
  health: 'health',
  runActive: 'run.active',
  runResumable: 'run.resumable',
  runEnded: 'run.ended',
} as const;

export const walkthroughId = 'petCv.workshop';

/** File endings for which "Classify breed" is offered and which prepare looks at. Lower case, with the dot. */
export const photoExtensions = ['.jpg', '.jpeg', '.png', '.gif', '.webp', '.tif', '.tiff'] as const;
