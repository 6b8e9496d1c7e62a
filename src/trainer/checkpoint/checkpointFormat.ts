import * as v from 'valibot';
import { trainConfigSchema } from '../../shared/config';

/** Version of the `petCv` part of a checkpoint's model.json that this code writes and reads. */
export const checkpointVersion = 1;

const tensorSchema = v.object({ name: v.string(), shape: v.array(v.number()) });

/**
 * What a checkpoint says beside the network: everything that classify and resume need. It stands in model.json under
 * `userDefinedMetadata.petCv`, so that any TensorFlow.js program can still load the network.
 */
export const checkpointSchema = v.object({
  version: v.literal(checkpointVersion),
  run: v.string(),
  classes: v.array(v.string()),
  /** Side of the input, pixels. */
  imageSize: v.number(),
  /** What is done to a photo: stretched to a square, bytes multiplied by `scale`, then `offset` added. */
  normalisation: v.object({ resize: v.literal('fill'), scale: v.number(), offset: v.number() }),
  config: trainConfigSchema,
  dataset: v.object({ id: v.string(), title: v.string(), drawn: v.boolean() }),
  /** The run goes on within `epoch` (from 1), of which `batch` batches are done. */
  position: v.object({ epoch: v.number(), batch: v.number() }),
  /** Sums over the batches of the epoch under way. */
  partial: v.object({ loss: v.number(), hits: v.number(), photos: v.number(), seconds: v.number() }),
  /** Of the best epoch so far. */
  best: v.nullable(v.object({ epoch: v.number(), accuracy: v.number(), loss: v.number() })),
  /** SHA-256 of the weights' file, hex. */
  sha256: v.string(),
  /** Adam's moments; only where training can go on from. */
  optimizer: v.nullable(
    v.object({ path: v.string(), sha256: v.string(), step: v.number(), tensors: v.array(tensorSchema) }),
  ),
});
export type Checkpoint = v.InferOutput<typeof checkpointSchema>;

/** The epoch that last moved the weights; 0 before the first. */
export function lastTrainedEpoch({ epoch, batch }: Checkpoint['position']): number {
  return batch === 0 ? epoch - 1 : epoch;
}

/** What decides the file's own fields: given by training, completed while writing. */
export type CheckpointContent = Omit<Checkpoint, 'version' | 'sha256' | 'optimizer'>;

const weightSpecSchema = v.object({
  name: v.string(),
  shape: v.array(v.number()),
  dtype: v.picklist(['float32', 'int32', 'bool']),
});

/** The parts of model.json that are read back (TensorFlow.js layers format). */
export const modelFileSchema = v.object({
  format: v.literal('layers-model'),
  modelTopology: v.record(v.string(), v.unknown()),
  weightsManifest: v.tuple([v.object({ paths: v.tuple([v.string()]), weights: v.array(weightSpecSchema) })]),
  userDefinedMetadata: v.object({ petCv: v.looseObject({ version: v.number() }) }),
});
