/** Names of what Pet CV keeps on disk. All paths are relative, with `/`. */
export const layout = {
  /** Inside the folder of setting `petCv.folder`. */
  datasets: 'datasets',
  runs: 'runs',
  cache: '.cache',
  /** Inside a dataset's folder. */
  manifest: 'manifest.json',
  /** Inside a run's folder. */
  run: 'run.json',
  events: 'events.ndjson',
  report: 'report.json',
  thumbnails: 'thumbs',
  checkpoints: 'checkpoints',
  bestModel: 'checkpoints/best/model.json',
  lastModel: 'checkpoints/last/model.json',
} as const;
