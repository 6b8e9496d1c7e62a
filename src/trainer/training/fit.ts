import { HumanError } from '../../shared/failures';
import { nextTurn, predict } from '../evaluation/predict';
import { score } from '../evaluation/score';
import { permutation } from '../random';
import { readBatches } from './batchReader';
import { batchesPerEpoch, noProgress, photosOf, saveCheckpoint } from './session';
import type { TrainingSession } from './session';
import { Speed } from './speed';
import { trainingStep } from './trainingStep';

/**
 * Trains from where the session stands to the end of the last epoch. Whatever ends it early (a stop, an error) the
 * session's progress tells how far it came; after a stop it is saved.
 * @throws the reason of the context's signal; HumanError `diverged`, `disk-full`
 */
export async function fit(session: TrainingSession): Promise<void> {
  const speed = new Speed();
  try {
    while (session.progress.position.epoch <= session.config.epochs) {
      await trainEpoch(session, speed);
      await validateEpoch(session, speed);
    }
  } catch (error) {
    // Whatever else went wrong, weights and progress may no longer belong together.
    if (error === session.context.signal.reason) await saveCheckpoint(session, 'last');
    throw error;
  }
}

/** The order of an epoch depends on seed and epoch alone, so that a resumed run goes on in the same order. */
function epochOrder(session: TrainingSession): Uint32Array {
  const photos = photosOf(session.manifest, 'train');
  const order = permutation(session.config.seed, session.progress.position.epoch, photos.length);
  return order.map((index) => photos[index] ?? 0);
}

async function trainEpoch(session: TrainingSession, speed: Speed): Promise<void> {
  const { config, context, manifest, pixels } = session;
  const { epoch, batch: first } = session.progress.position;
  const batches = batchesPerEpoch(manifest, config);
  speed.restart();
  let began = performance.now();
  let batch = first;
  for await (const photos of readBatches(
    pixels,
    manifest.files,
    epochOrder(session),
    config.batchSize,
    first,
    session.augmenter?.inEpoch(epoch),
  )) {
    const { loss, hits } = await trainingStep(session.logits, session.variables, session.adam, photos);
    if (!Number.isFinite(loss)) throw new HumanError('diverged', { detail: String(loss) });
    speed.step(photos.photos);
    batch += 1;
    const { partial } = session.progress;
    const now = performance.now();
    session.progress = {
      ...session.progress,
      position: { epoch, batch },
      partial: {
        loss: partial.loss + loss * photos.photos,
        hits: partial.hits + hits,
        photos: partial.photos + photos.photos,
        seconds: partial.seconds + (now - began) / 1000,
      },
    };
    began = now;
    const total = photosOf(manifest, 'train').length;
    const photosLeft = (config.epochs - epoch + 1) * total - session.progress.partial.photos;
    context.emit({
      type: 'batch',
      epoch,
      batch,
      batches,
      loss,
      accuracy: hits / photos.photos,
      imagesPerSecond: speed.imagesPerSecond(),
      // The report scores the validation part once more.
      etaSeconds: speed.etaSeconds(photosLeft, config.epochs - epoch + 2),
    });
    await nextTurn();
    context.signal.throwIfAborted();
  }
}

async function validateEpoch(session: TrainingSession, speed: Speed): Promise<void> {
  const { context, manifest } = session;
  const { epoch } = session.progress.position;
  const began = performance.now();
  const total = photosOf(manifest, 'validation').length;
  speed.restart();
  const validation = score(
    await predictValidation(session, (done) => context.emit({ type: 'validating', epoch, done, total })),
  ).score;
  speed.validated();
  if (!Number.isFinite(validation.loss))
    throw new HumanError('diverged', { detail: String(validation.loss) });
  const { partial, best } = session.progress;
  const isBest =
    best === null ||
    validation.top1 > best.accuracy ||
    (validation.top1 === best.accuracy && validation.loss < best.loss);
  context.emit({
    type: 'epoch',
    epoch,
    loss: partial.loss / partial.photos,
    accuracy: partial.hits / partial.photos,
    validationLoss: validation.loss,
    validationAccuracy: validation.top1,
    seconds: partial.seconds + (performance.now() - began) / 1000,
    best: isBest,
  });
  session.progress = {
    position: { epoch: epoch + 1, batch: 0 },
    partial: noProgress.partial,
    best: isBest ? { epoch, accuracy: validation.top1, loss: validation.loss } : best,
  };
  // The event comes first and the checkpoint to go on from last: a kill in between repeats the epoch, and loses nothing.
  if (isBest) await saveCheckpoint(session, 'best');
  await saveCheckpoint(session, 'last');
}

function predictValidation(
  session: TrainingSession,
  onPhotos: (done: number) => void,
): ReturnType<typeof predict> {
  const { config, context, manifest, network, pixels } = session;
  const photos = photosOf(manifest, 'validation');
  const batches = readBatches(pixels, manifest.files, photos, config.batchSize);
  return predict(network, batches, photos.length, context.signal, onPhotos);
}
