import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { TrainConfig } from '../../shared/config';
import { layout } from '../../shared/layout';
import type { Manifest } from '../../shared/manifest';
import type { CheckpointKind } from '../../shared/protocol';
import type { Augmenter } from '../augmentation/augmenter';
import { lastTrainedEpoch } from '../checkpoint/checkpointFormat';
import type { Checkpoint, CheckpointContent } from '../checkpoint/checkpointFormat';
import { writeCheckpoint } from '../checkpoint/writeCheckpoint';
import type { PixelFile } from '../data/pixelFile';
import type { Adam } from '../engines/adam';
import type { JobContext } from '../jobContext';
import { pixelScale } from './batchReader';
import type { RunFolder } from './runFolder';

/** How far a run is: together with the weights and Adam's moments this is all that a resumed run needs. */
export type Progress = Pick<Checkpoint, 'position' | 'partial' | 'best'>;

/** Before the first batch. */
export const noProgress: Progress = {
  position: { epoch: 1, batch: 0 },
  partial: { loss: 0, hits: 0, photos: 0, seconds: 0 },
  best: null,
};

/** Everything that one training has open. */
export interface TrainingSession {
  id: string;
  run: RunFolder;
  context: JobContext;
  config: TrainConfig;
  manifest: Manifest;
  pixels: PixelFile;
  /** Null where the photos stay as they are. */
  augmenter: Augmenter | null;
  network: LayersModel;
  /** `network` up to its logits. */
  logits: LayersModel;
  variables: tf.Variable[];
  adam: Adam;
  /** Changes with every batch. */
  progress: Progress;
}

/** Indices into the manifest's files of one part, in manifest order. */
export function photosOf(manifest: Manifest, part: 'train' | 'validation'): Uint32Array {
  return Uint32Array.from(manifest.files.flatMap((file, index) => (file.part === part ? [index] : [])));
}

/** Training steps of one epoch; the last one may have fewer photos. */
export function batchesPerEpoch(manifest: Manifest, config: TrainConfig): number {
  return Math.ceil(photosOf(manifest, 'train').length / config.batchSize);
}

/**
 * Saves the run as it stands: `last` to go on from, `best` to classify with.
 * @throws HumanError `disk-full`, `read-only`
 */
export async function saveCheckpoint(session: TrainingSession, kind: CheckpointKind): Promise<void> {
  const { config, manifest, network, progress, run } = session;
  const content: CheckpointContent = {
    run: session.id,
    classes: manifest.classes,
    imageSize: config.imageSize,
    normalisation: { resize: 'fill', scale: pixelScale, offset: 0 },
    config,
    dataset: { id: manifest.id, title: manifest.title, drawn: manifest.drawn },
    ...progress,
  };
  const folder = run.path(`${layout.checkpoints}/${kind}`);
  await writeCheckpoint(folder, network, content, kind === 'last' ? await session.adam.state() : null);
  const { batch } = progress.position;
  const epoch = lastTrainedEpoch(progress.position);
  session.context.emit({ type: 'checkpoint', kind, epoch, batch, path: folder });
}
