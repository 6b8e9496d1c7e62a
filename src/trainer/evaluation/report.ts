import type { Manifest, Part } from '../../shared/manifest';
import type { Report } from '../../shared/protocol';
import { lastTrainedEpoch } from '../checkpoint/checkpointFormat';
import type { LoadedCheckpoint } from '../checkpoint/readCheckpoint';
import { score } from './score';
import type { Predictions } from './score';

/** What `predictions` of a saved model on one part of a dataset come to. */
export function reportOf(
  { checkpoint, folder }: LoadedCheckpoint,
  manifest: Manifest,
  part: Part | 'all',
  predictions: Predictions,
): Report {
  return {
    part,
    model: folder,
    classes: checkpoint.classes,
    ...score(predictions),
    chance: 1 / checkpoint.classes.length,
    splitSeed: manifest.split.seed,
    seed: checkpoint.config.seed,
    epoch: lastTrainedEpoch(checkpoint.position),
  };
}
