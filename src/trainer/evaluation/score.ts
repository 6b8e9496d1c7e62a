import type { ClassScore, Score } from '../../shared/protocol';

/** What a network said of some photos. */
export interface Predictions {
  /** Softmax outputs, `[photos, classes]` row by row. */
  probabilities: Float32Array;
  /** True class of each photo. */
  labels: Int32Array;
  classes: number;
}

/** Keras' bound on a probability inside a logarithm. */
const epsilon = 1e-7;
/** 97.5th percentile of the standard normal distribution. */
const z95 = 1.959963984540054;

/**
 * Top-1, top-3 and top-5 accuracy, mean cross-entropy and per-class top-1. A photo is a top-k hit when fewer than k
 * classes stand before its true one; of equal probabilities the lower class number stands first.
 */
export function score(predictions: Predictions): { score: Score; perClass: ClassScore[] } {
  const { labels, classes } = predictions;
  const photos = labels.length;
  const perClass = Array.from({ length: classes }, (_, label) => ({ label, photos: 0, hits: 0 }));
  const hits = { top1: 0, top3: 0, top5: 0 };
  let loss = 0;
  labels.forEach((label, photo) => {
    const rank = rankOf(predictions, photo, label);
    if (rank < 1) hits.top1 += 1;
    if (rank < 3) hits.top3 += 1;
    if (rank < 5) hits.top5 += 1;
    loss -= Math.log(Math.max(probability(predictions, photo, label), epsilon));
    const own = perClass[label];
    if (own === undefined) return;
    own.photos += 1;
    if (rank < 1) own.hits += 1;
  });
  return {
    score: {
      photos,
      top1: share(hits.top1, photos),
      top3: share(hits.top3, photos),
      top5: share(hits.top5, photos),
      loss: share(loss, photos),
      top1Interval: wilsonInterval(hits.top1, photos),
    },
    perClass: perClass.map((own) => ({
      label: own.label,
      photos: own.photos,
      top1: share(own.hits, own.photos),
    })),
  };
}

function rankOf(predictions: Predictions, photo: number, label: number): number {
  const own = probability(predictions, photo, label);
  let before = 0;
  for (let other = 0; other < predictions.classes; other++) {
    const theirs = probability(predictions, photo, other);
    // Written so that a probability that is not a number is no hit.
    if (other !== label && !(theirs < own || (theirs === own && other > label))) before += 1;
  }
  return before;
}

function probability({ probabilities, classes }: Predictions, photo: number, label: number): number {
  return probabilities[photo * classes + label] ?? 0;
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** 95 % score interval of a share of `hits` in `trials` (Wilson, "Probable inference", JASA 22, 1927); [0, 1] for none. */
export function wilsonInterval(hits: number, trials: number): [number, number] {
  if (trials === 0) return [0, 1];
  const p = hits / trials;
  const z2 = z95 * z95;
  const centre = (p + z2 / (2 * trials)) / (1 + z2 / trials);
  const half = (z95 * Math.sqrt((p * (1 - p)) / trials + z2 / (4 * trials * trials))) / (1 + z2 / trials);
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
