/** Names of what Pet CV keeps on disk. All paths are relative, with `/`. */
export const layout = {
  /** Inside the folder of setting `petCv.folder`. */
  datasets: 'datasets',
  runs: 'runs',
  cache: '.cache',
  /** Inside the cache: archives as they were downloaded, to be used again. */
  downloads: 'downloads',
  /** Inside a dataset's folder. */
  manifest: 'manifest.json',
  health: 'health.json',
  /** Inside a run's folder. */
  run: 'run.json',
  events: 'events.ndjson',
  report: 'report.json',
  thumbnails: 'thumbs',
  checkpoints: 'checkpoints',
  bestModel: 'checkpoints/best/model.json',
  lastModel: 'checkpoints/last/model.json',
} as const;
