import { darker, lighter, mix } from './colour';
import { roundPaint } from './light';
import type { Portrait } from './portrait';
import type { Dice } from './dice';
import { filled, group, stroked, trace } from './sketch';

/**
 * The ears in three layers: what stands is painted behind the head; of what hangs, the far one is painted beside the
 * face, so that the muzzle passes before it, and the near one in front of all.
 */
export function drawEars(portrait: Portrait): { behind: string; beside: string; front: string } {
  const dice = portrait.dice('ears');
  const farSide = portrait.pose.turn > 0 ? 1 : -1;
  const far = oneEar(portrait, farSide, dice);
  const near = oneEar(portrait, farSide === 1 ? -1 : 1, dice);
  return portrait.breed.ears.kind === 'prick'
    ? { behind: far + near, beside: '', front: '' }
    : { behind: '', beside: far, front: near };
}

function oneEar(portrait: Portrait, side: -1 | 1, dice: Dice): string {
  const { breed, view, pose, expression } = portrait;
  const { kind, root, spread } = breed.ears;
  const [x, y] = view.at(side * root[0], -root[1], kind === 'prick' ? -8 : 4);
  const moved = expression.ears[side < 0 ? 0 : 1];
  const narrow = kind === 'prick' ? 0.35 + 0.65 * Math.min(1, view.narrowing(side * 22)) : 1;
  // A hanging ear keeps hanging straight down when the head leans.
  const hang = kind === 'drop' ? -pose.tilt * 0.7 * side : 0;
  const angle = kind === 'prick' ? spread + moved : -spread - Math.abs(moved) * 0.7 + hang;
  const place = trace`translate(${x} ${y}) scale(${side * narrow} 1) rotate(${angle})`;
  return group([earShape(portrait, dice)], { transform: place });
}

/** One ear with its root at the origin, drawn for the right side. */
function earShape(portrait: Portrait, dice: Dice): string {
  switch (portrait.breed.ears.kind) {
    case 'prick':
      return prickEar(portrait, dice);
    case 'drop':
      return dropEar(portrait);
    case 'button':
      return buttonEar(portrait);
  }
}

function prickEar({ breed, coat, sketch }: Portrait, dice: Dice): string {
  const { width, length, roundness } = breed.ears;
  const outer = standing(width / 2, length, roundness, 14);
  const paint = sketch.linear(
    [0.5, 0, 0.5, 1],
    [
      [0, coat.ears],
      [0.6, mix(coat.ears, coat.face, 0.1)],
      [0.95, coat.face],
    ],
  );
  const inner = sketch.linear(
    [0.5, 0, 0.5, 1],
    [
      [0, mix(coat.innerEar, coat.ears, 0.45)],
      [0.5, coat.innerEar],
      [1, darker(coat.innerEar, 0.4)],
    ],
  );
  let tufts = '';
  const hairs = breed.fur.strokes === 0 ? 0 : breed.fur.fringe > 4 ? 12 : 6;
  for (let i = 0; i < hairs; i++) {
    const x = dice.between(-0.3, 0.1) * width;
    tufts += trace`M${x} 0q${dice.between(-2, 2)} ${-length * 0.25} ${dice.between(0, 0.3) * width} ${-length * dice.between(0.3, 0.55)}`;
  }
  return group([
    filled(outer, paint, { stroke: darker(coat.ears, 0.45), 'stroke-width': 0.8 }),
    filled(standing(width * 0.34, length * 0.8, roundness, 8), inner),
    stroked(tufts, lighter(coat.face, 0.45), 1.1, { opacity: 0.6 }),
  ]);
}

function standing(half: number, length: number, roundness: number, foot: number): string {
  const tip = 1.5 + roundness * half * 0.8;
  return (
    trace`M${-half} ${foot}C${-half * 1.12} ${-length * 0.35} ${-tip} ${-length} 0 ${-length}` +
    trace`C${tip} ${-length} ${half * 1.2} ${-length * 0.3} ${half} ${foot}Z`
  );
}

function dropEar({ breed, coat, sketch, light }: Portrait): string {
  const { width: w, length: l, roundness } = breed.ears;
  const tip = w * (0.12 + 0.3 * roundness);
  const shape =
    trace`M${-w * 0.3} -6C${w * 0.05} -14 ${w * 0.62} -10 ${w * 0.66} ${l * 0.28}` +
    trace`C${w * 0.74} ${l * 0.66} ${w * 0.15 + tip} ${l} ${w * 0.1} ${l}` +
    trace`C${w * 0.1 - tip} ${l} ${-w * 0.42} ${l * 0.66} ${-w * 0.3} ${l * 0.3}C${-w * 0.24} ${l * 0.12} ${-w * 0.34} 2 ${-w * 0.3} -6Z`;
  const fold = trace`M${-w * 0.12} 0C${w * 0.1} ${l * 0.2} ${w * 0.12} ${l * 0.45} ${w * 0.02} ${l * 0.72}`;
  return group([
    filled(shape, '#150f1c', { opacity: 0.22, transform: 'translate(-3 2.5)' }),
    filled(shape, roundPaint(sketch, light, coat.ears), {
      stroke: darker(coat.ears, 0.5),
      'stroke-width': 0.8,
    }),
    stroked(fold, darker(coat.ears, 0.5), 3.4, { opacity: 0.25 }),
  ]);
}

function buttonEar({ breed, coat, sketch, light }: Portrait): string {
  const { width: w, length: l } = breed.ears;
  const shape =
    trace`M${-w * 0.55} 3C${-w * 0.3} ${-w * 0.42} ${w * 0.35} ${-w * 0.5} ${w * 0.6} ${-w * 0.05}` +
    trace`C${w * 0.62} ${l * 0.4} ${w * 0.36} ${l * 0.85} ${w * 0.1} ${l}C${-w * 0.05} ${l * 0.8} ${-w * 0.42} ${l * 0.45} ${-w * 0.55} 3Z`;
  return group([
    filled(shape, '#150f1c', { opacity: 0.25, transform: 'translate(-2 3)' }),
    filled(shape, roundPaint(sketch, light, coat.ears), {
      stroke: darker(coat.ears, 0.5),
      'stroke-width': 0.8,
    }),
    stroked(trace`M${-w * 0.4} 0Q${w * 0.1} ${-w * 0.3} ${w * 0.5} 1`, lighter(coat.ears, 0.35), 1.4, {
      opacity: 0.5,
    }),
  ]);
}
