import type { Colour } from './colour';
import type { Choices } from './dice';

/** One breed as data: everything that tells a drawn pet from its neighbours. Lengths count in units: a head is about 100 wide. */
export interface DrawnBreed {
  /** As in the Oxford-IIIT Pet data set: cats capitalised, dogs in lower case. */
  readonly name: string;
  readonly species: 'cat' | 'dog';
  /** The coats the breed comes in; colours overlap between breeds on purpose. */
  readonly coats: Choices<Coat>;
  readonly head: HeadShape;
  readonly ears: EarShape;
  readonly muzzle: MuzzleShape;
  readonly eyes: EyeShape;
  readonly fur: Fur;
  /** How many folds of skin the face shows. */
  readonly wrinkles: number;
  /** Breadth of the body, 1 is average. */
  readonly build: number;
  readonly tail: 'long' | 'plume' | 'curl' | 'upright' | 'stub';
  /** The chance that the tongue shows. */
  readonly tongue: number;
}

/** Half-widths and heights of the head, from the middle of the face. */
export interface HeadShape {
  readonly skull: number;
  readonly cheek: number;
  readonly jaw: number;
  readonly crown: number;
  readonly chin: number;
}

/** How the ears are cut and where they sit. */
export interface EarShape {
  /** `prick` stands, `drop` hangs from the side, `button` folds over at the brow. */
  readonly kind: 'prick' | 'drop' | 'button';
  readonly width: number;
  readonly length: number;
  /** How far to the side the ear points, in degrees from upright. */
  readonly spread: number;
  /** Where the root sits: distance from the middle and height over it. */
  readonly root: readonly [x: number, y: number];
  /** 0 is a sharp tip, 1 a round one. */
  readonly roundness: number;
}

/** The part of the face around nose and mouth. */
export interface MuzzleShape {
  /** How far it stands out of the face. */
  readonly length: number;
  readonly width: number;
  readonly height: number;
  /** Height of its middle under the middle of the face. */
  readonly drop: number;
  readonly nose: number;
  /** How far the corners of the mouth turn up; negative is grumpy. */
  readonly smile: number;
}

/** Shape and place of the eyes. */
export interface EyeShape {
  readonly width: number;
  readonly height: number;
  readonly spacing: number;
  /** Height over the middle of the face. */
  readonly rise: number;
  /** Degrees by which the outer corner is higher. */
  readonly slant: number;
}

/** Length and feel of the coat. */
export interface Fur {
  /** Length of the tufts along the outline; 0 is smooth. */
  readonly fringe: number;
  readonly droop: number;
  /** How many hair strokes are drawn over head and body. */
  readonly strokes: number;
  /** Length of those strokes. */
  readonly strokeLength: number;
}

/** A pattern laid over the ground colours of a coat. */
export type Marking =
  | 'points'
  | 'tabby'
  | 'rosettes'
  | 'blaze'
  | 'mask'
  | 'patch'
  | 'ticking'
  | 'frosting'
  | 'biscuit'
  | 'saddle'
  | 'skinFolds'
  | 'longHair';

/** Colours of one coat. */
export interface Coat {
  readonly face: Colour;
  readonly ears: Colour;
  readonly innerEar: Colour;
  readonly muzzle: Colour;
  readonly body: Colour;
  readonly chest: Colour;
  readonly legs: Colour;
  readonly tail: Colour;
  /** The colour of the markings. */
  readonly mark: Colour;
  readonly nose: Colour;
  readonly eyes: Choices<Colour>;
  readonly markings: readonly Marking[];
}

/** A coat of one ground colour, save what is given. */
export function coat(ground: Colour, rest: Partial<Coat> & Pick<Coat, 'mark' | 'nose' | 'eyes'>): Coat {
  return {
    face: ground,
    ears: ground,
    innerEar: '#d9a3a0',
    muzzle: ground,
    body: ground,
    chest: ground,
    legs: ground,
    tail: ground,
    markings: [],
    ...rest,
  };
}
