import { darker, lighter, type Colour } from './colour';
import { tufted, smooth, type Point } from './outline';
import type { Dice } from './dice';
import { group, stroked, trace } from './sketch';
import type { DrawnBreed } from './traits';

/** The edge of a part of the animal: smooth for short coats, tufted for long ones; tufts are longest low on the sides. */
export function furEdge(points: readonly Point[], breed: DrawnBreed, dice: Dice, share = 1): string {
  const { fringe, droop } = breed.fur;
  if (fringe === 0) return smooth(points);
  const ys = points.map(([, y]) => y);
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  // Longest at the cheeks, two thirds of the way down; a long chin fringe looks like a lion's.
  const length = ([, y]: Point) => {
    const down = (y - top) / (bottom - top);
    return fringe * share * (0.3 + (down < 0.66 ? down : 1.15 - 0.75 * down));
  };
  return tufted(points, { spacing: 3.2 + fringe * 0.35, length, droop }, dice);
}

/** Where hair strokes are strewn: an ellipse; hairs lie outward from its middle and hang. */
export interface Patch {
  readonly x: number;
  readonly y: number;
  readonly rx: number;
  readonly ry: number;
}

/** Hair strokes over a patch, light ones and dark ones, as two paths. */
export function hairStrokes(patch: Patch, colour: Colour, breed: DrawnBreed, dice: Dice): string {
  const { strokes, strokeLength, droop } = breed.fur;
  if (strokes === 0) return '';
  const hairs = (count: number) => {
    let d = '';
    for (let i = 0; i < count; i++) {
      const [ux, uy] = [dice.between(-1, 1), dice.between(-1, 1)];
      const [x, y] = [patch.x + ux * patch.rx, patch.y + uy * patch.ry];
      const length = strokeLength * dice.between(0.6, 1.3);
      const [dx, dy] = [ux * length * 0.8, (0.45 + droop * 0.6 + uy * 0.5) * length];
      d += trace`M${x} ${y}q${dx * 0.2} ${dy * 0.7} ${dx} ${dy}`;
    }
    return d;
  };
  const width = 0.8 + strokeLength * 0.05;
  return group([
    stroked(hairs(strokes / 2), darker(colour, 0.35), width, { opacity: 0.3 }),
    stroked(hairs(strokes / 2), lighter(colour, 0.4), width, { opacity: 0.4 }),
  ]);
}
