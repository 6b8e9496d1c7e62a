import { shifted, type Colour } from './colour';
import { lightFor, type Light } from './light';
import { expressionFor, poseFor, viewOf, type Expression, type Pose, type View } from './pose';
import { diceFor, type Choices, type Dice } from './dice';
import { Sketch } from './sketch';
import type { Coat, DrawnBreed } from './traits';

/** Everything decided about one picture before a line is drawn. */
export interface Portrait {
  readonly breed: DrawnBreed;
  readonly coat: Coat;
  readonly pose: Pose;
  readonly expression: Expression;
  readonly light: Light;
  readonly view: View;
  readonly sketch: Sketch;
  /** The stream of chance of one subject of this picture. */
  readonly dice: (subject: string) => Dice;
}

/** Decides coat, pose, expression and light of one picture. */
export function portraitOf(breed: DrawnBreed, seed: number): Portrait {
  const dice = (subject: string) => diceFor(seed, `${breed.name}/${subject}`);
  const pose = poseFor(dice('pose'));
  return {
    breed,
    coat: variedCoat(usualCoat(breed, dice('coat')), dice('coat shift')),
    pose,
    expression: expressionFor(breed, dice('expression')),
    light: lightFor(dice('light')),
    view: viewOf(breed, pose),
    sketch: new Sketch(),
    dice,
  };
}

/** The first coat of a breed is the one people know it by, so it comes three times as often. */
function usualCoat({ coats }: DrawnBreed, dice: Dice): Coat {
  return dice.pick([coats[0], coats[0], ...coats]);
}

/** The same coat with its colours moved a little, all together, as no two animals are alike. */
function variedCoat(coat: Coat, dice: Dice): Coat {
  const [hue, saturation, lightness] = [dice.around(0, 7), dice.around(1, 0.22), dice.around(0, 0.05)];
  const vary = (colour: Colour) => shifted(colour, hue, saturation, lightness);
  const eye = dice.pick(coat.eyes);
  const eyes: Choices<Colour> = [shifted(eye, dice.around(0, 8), dice.around(1, 0.15), dice.around(0, 0.05))];
  return {
    ...coat,
    face: vary(coat.face),
    ears: vary(coat.ears),
    muzzle: vary(coat.muzzle),
    body: vary(coat.body),
    chest: vary(coat.chest),
    legs: vary(coat.legs),
    tail: vary(coat.tail),
    mark: vary(coat.mark),
    eyes,
  };
}
