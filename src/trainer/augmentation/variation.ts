import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import type { Augmentation } from '../../shared/config';
import { randomStream, streamOf } from '../random';

/** What decides the chance of one picture, besides the strengths. */
export interface Occasion {
  /** The run's. */
  seed: number;
  /** From 1. */
  epoch: number;
  /** Index into the manifest's files. */
  photo: number;
}

/** How one photo is varied in one epoch. */
export interface Variation {
  mirrored: boolean;
  /** Side of the part that is kept, as a share of the photo's side. */
  zoom: number;
  /** Centre of that part, as shares of the photo's side: it lies inside, whole. */
  centreX: number;
  centreY: number;
  /** Turn of that part, radians. */
  angle: number;
  /** Factors, 1 for no change. */
  brightness: number;
  contrast: number;
  saturation: number;
  /** Side of the square that is greyed out, and its centre, as shares of the photo's side. */
  hole: number;
  holeX: number;
  holeY: number;
}

/**
 * The variation of one photo in one epoch: nothing but strengths, seed, epoch and the photo's index decides it, so a
 * resumed run and another batch size give the same picture. Every strength has throws of its own: a change of one leaves
 * the others as they were.
 */
export function variationOf(strengths: Augmentation, { seed, epoch, photo }: Occasion): Variation {
  // Each epoch has a seed of its own, whose streams are the photos.
  const seedOfEpoch = randomStream(seed, streamOf(`augmentation in epoch ${epoch}`)).next();
  const random = randomStream(seedOfEpoch, photo);
  const throwOne = () => uniformFloat64(random);
  const toEitherSide = () => 2 * throwOne() - 1;
  const { flip, crop, rotation, colour, cutout } = strengths;
  const mirrored = throwOne() < flip;
  const zoom = 1 - crop * throwOne();
  return {
    mirrored,
    zoom,
    centreX: zoom / 2 + (1 - zoom) * throwOne(),
    centreY: zoom / 2 + (1 - zoom) * throwOne(),
    angle: (rotation * toEitherSide() * Math.PI) / 180,
    // Twice as bright is as likely as half as bright.
    brightness: 2 ** (colour * toEitherSide()),
    contrast: 2 ** (colour * toEitherSide()),
    saturation: 2 ** (colour * toEitherSide()),
    hole: cutout,
    holeX: throwOne(),
    holeY: throwOne(),
  };
}
