import { hsl } from './colour';
import { indoor } from './indoor';
import { outdoor } from './outdoor';
import type { Dice } from './dice';
import { group, rectangle, type Sketch } from './sketch';

/** What lies behind the pet. It is drawn without a look at the breed, so that it tells nothing of the class. */
export function drawBackground(sketch: Sketch, dice: Dice): string {
  const scene = dice.chance(0.56) ? indoor(sketch, dice) : outdoor(sketch, dice);
  // As from a camera: sometimes all is sharp, more often the distance is soft.
  const softness = dice.chance(0.3) ? 0 : dice.between(0.8, 3.6);
  return group([softness === 0 ? scene : group([scene], { filter: sketch.haze(softness) }), veil(dice)]);
}

/** The air between us and the background, which sets the pet off. */
function veil(dice: Dice): string {
  const air = hsl(dice.between(0, 360), 0.15, dice.between(0.35, 0.85));
  return rectangle(0, 0, 256, 256, air, { opacity: dice.between(0.05, 0.32) });
}
