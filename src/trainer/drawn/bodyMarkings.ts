import { darker, lighter, mix } from './colour';
import type { Patch } from './fur';
import { oval, smooth, stripe, type Point } from './outline';
import type { Portrait } from './portrait';
import type { Dice } from './dice';
import { filled, group, stroked, trace } from './sketch';

/** The pattern of the coat on the body; the caller keeps it within the trunk. */
export function drawBodyPattern(portrait: Portrait, patch: Patch): string {
  return group(
    portrait.coat.markings.map((marking) => {
      const dice = portrait.dice(`body ${marking}`);
      switch (marking) {
        case 'rosettes':
          return rosettes(portrait, patch, dice);
        case 'tabby':
          return portrait.coat.markings.includes('rosettes') ? '' : bands(portrait, patch, dice);
        case 'saddle':
          return saddle(portrait, patch, dice);
        case 'skinFolds':
          return folds(portrait, patch, dice);
        case 'patch':
          return blot(portrait, patch, dice);
        case 'ticking': // drawn later, over the chest too: drawFlecks
        case 'points':
        case 'mask':
        case 'blaze':
        case 'frosting':
        case 'biscuit':
        case 'longHair':
          return '';
      }
    }),
  );
}

/** Flecks all over the trunk, the chest included, for coats that are ticked. */
export function drawFlecks(portrait: Portrait, patch: Patch): string {
  return portrait.coat.markings.includes('ticking') ? ticking(portrait, patch, portrait.dice('flecks')) : '';
}

/** Bars across a leg of half-width `w`, for coats that are striped or spotted. */
export function drawLegPattern({ coat, dice: diceOf }: Portrait, from: Point, to: Point, w: number): string {
  if (!coat.markings.includes('tabby')) return '';
  const dice = diceOf(`bars ${Math.round(from[0])}`);
  const bars = [0.3, 0.47, 0.64, 0.8].map((t) => {
    const [x, y] = [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t];
    const side = dice.side();
    return stripe(
      [x - side * w, y - 3],
      [x + side * w * dice.between(0.1, 0.8), y + dice.around(2, 3)],
      2.6,
      1,
    );
  });
  return filled(bars.join(''), coat.mark, { opacity: 0.75 });
}

function rosettes({ coat }: Portrait, patch: Patch, dice: Dice): string {
  let rings = '';
  let spots = '';
  const step = 15;
  for (let y = patch.y - patch.ry; y < patch.y + patch.ry; y += step * 0.85) {
    for (let x = patch.x - patch.rx; x < patch.x + patch.rx; x += step) {
      const [cx, cy, r] = [x + dice.around(0, 6), y + dice.around(0, 5), dice.between(2.6, 5.2)];
      if (dice.chance(0.4)) spots += smooth(oval(cx, cy, r * 0.8, r * 0.65, 7));
      else rings += trace`M${cx - r} ${cy}a${r} ${r * 0.8} 0 1 1 ${r * 1.3} ${r * 0.7}`;
    }
  }
  const heart = mix(coat.body, coat.mark, 0.25);
  return group([
    stroked(rings, coat.mark, 2.8, { opacity: 0.85, fill: heart }),
    filled(spots, coat.mark, { opacity: 0.85 }),
  ]);
}

function bands({ coat }: Portrait, patch: Patch, dice: Dice): string {
  let d = '';
  for (let y = patch.y - patch.ry * 0.7; y < patch.y + patch.ry; y += dice.between(11, 15)) {
    for (const s of [-1, 1]) {
      const from: Point = [patch.x + s * patch.rx * 1.1, y - 4];
      const to: Point = [patch.x + s * patch.rx * dice.between(0.2, 0.5), y + 6];
      d += stripe(from, to, dice.between(3, 5), s * 3);
    }
  }
  return filled(d, coat.mark, { opacity: 0.7 });
}

function ticking({ coat }: Portrait, patch: Patch, dice: Dice): string {
  let d = '';
  for (let i = 0; i < 240; i++) {
    const [x, y] = [patch.x + dice.between(-1, 1) * patch.rx, patch.y + dice.between(-1, 1) * patch.ry];
    d += trace`M${x} ${y}l${dice.around(0, 1)} ${dice.between(0.6, 2.2)}`;
  }
  return group([
    stroked(d, coat.face, 2, { opacity: 0.75 }),
    stroked(d, lighter(coat.body, 0.5), 1, { opacity: 0.5, transform: 'translate(4 5)' }),
  ]);
}

/** A dark blanket over back and flanks that leaves the chest free. */
function saddle(portrait: Portrait, patch: Patch, dice: Dice): string {
  return portrait.pose.stance === 'sitting' ? flanks(portrait, patch, dice) : back(portrait, patch, dice);
}

function back({ coat, pose }: Portrait, { x, y, rx, ry }: Patch, dice: Dice): string {
  const s = pose.side;
  const low = y + ry * dice.between(-0.25, 0.25);
  const points: Point[] = [
    [x - s * rx * dice.between(0.25, 0.55), y - ry * 1.3],
    [x - s * rx * 0.2, low - ry * 0.3],
    [x + s * rx * 0.2, low],
    [x + s * rx * 0.7, low + ry * dice.between(-0.1, 0.3)],
    [x + s * rx * 1.3, low - ry * 0.2],
    [x + s * rx * 1.3, y - ry * 1.4],
  ];
  return filled(smooth(points), coat.mark, { opacity: 0.95 });
}

function flanks({ coat }: Portrait, patch: Patch, dice: Dice): string {
  const inner = dice.between(0.42, 0.66);
  const low = dice.between(0.3, 0.9);
  return group(
    ([-1, 1] as const).map((s) => {
      const points: Point[] = [
        [patch.x + s * patch.rx * 0.2, patch.y - patch.ry * 1.1],
        [patch.x + s * patch.rx * inner, patch.y - patch.ry * 0.35],
        [patch.x + s * patch.rx * inner * 1.1, patch.y + patch.ry * low * 0.5],
        [patch.x + s * patch.rx * 0.8, patch.y + patch.ry * low],
        [patch.x + s * patch.rx * 1.3, patch.y + patch.ry * low],
        [patch.x + s * patch.rx * 1.3, patch.y - patch.ry * 1.1],
      ];
      return filled(smooth(points), coat.mark, { opacity: 0.95 });
    }),
  );
}

function folds({ coat, breed }: Portrait, patch: Patch, dice: Dice): string {
  let d = '';
  for (let i = 0; i < breed.wrinkles; i++) {
    const [y, half] = [patch.y - patch.ry * 0.55 + i * 13, patch.rx * dice.between(0.4, 0.8)];
    d += trace`M${patch.x - half} ${y - 4}Q${patch.x + dice.around(0, 8)} ${y + 7} ${patch.x + half} ${y - 4}`;
  }
  return stroked(d, darker(coat.body, 0.45), 2.1, { opacity: 0.45 });
}

function blot({ coat }: Portrait, patch: Patch, dice: Dice): string {
  const s = dice.side();
  const points = oval(patch.x + s * patch.rx * 0.6, patch.y, patch.rx * 0.55, patch.ry * 0.4, 9);
  const rough = points.map(([x, y]): Point => [x + dice.around(0, 6), y + dice.around(0, 6)]);
  return filled(smooth(rough), coat.mark, { opacity: 0.75 });
}
