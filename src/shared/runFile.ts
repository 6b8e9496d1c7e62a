import * as v from 'valibot';
import { trainConfigSchema } from './config';

/** Version of run.json that this code writes and reads. */
export const runFileVersion = 1;

/** `run.json`: what a run was asked to do; what became of it is in `events.ndjson`. */
export const runFileSchema = v.object({
  version: v.literal(runFileVersion),
  id: v.string(),
  /** ISO 8601. */
  created: v.string(),
  /** Absolute folder of the dataset. */
  dataset: v.string(),
  /** SHA-256 over the manifest's classes, files and split, hex: a run goes on only with the same photos. */
  datasetFingerprint: v.string(),
  config: trainConfigSchema,
});
export type RunFile = v.InferOutput<typeof runFileSchema>;
