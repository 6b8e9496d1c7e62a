import { drawBackground } from './background';
import { drawBody } from './body';
import { drawClutter } from './clutter';
import { drawCollar, drawForeground } from './company';
import { drawHead } from './head';
import { drawLight } from './light';
import { portraitOf } from './portrait';
import { group, trace } from './sketch';
import type { DrawnBreed } from './traits';

/**
 * One drawn pet as a whole SVG document of 256 x 256 units. The same breed and seed give the same text on every machine.
 */
export function drawPet(breed: DrawnBreed, seed: number): string {
  const portrait = portraitOf(breed, seed);
  const { sketch, pose, light, dice } = portrait;
  const clutter = drawClutter(sketch, dice('clutter'));
  const head = group([drawHead(portrait)], {
    transform: trace`rotate(${pose.tilt} 0 ${breed.head.chin * 0.6})`,
  });
  const pet = group([drawBody(portrait), drawCollar(portrait), head], {
    transform: trace`translate(${pose.x} ${pose.y}) scale(${pose.scale})`,
  });
  return sketch.document(
    group([
      drawBackground(sketch, dice('background')),
      clutter.behind,
      pet,
      clutter.front,
      drawForeground(sketch, dice('foreground')),
      drawLight(sketch, light, dice('light effects')),
    ]),
  );
}
