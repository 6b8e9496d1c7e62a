import { darker, hsl, lighter, mix } from './colour';
import { smooth, stripe, type Point } from './outline';
import type { Portrait } from './portrait';
import type { Dice } from './dice';
import { ellipse, filled, group, stroked, trace } from './sketch';
import type { Marking } from './traits';

/** The pattern of the coat on the face; the caller keeps it within the head. */
export function drawFacePattern(portrait: Portrait): string {
  return group(
    portrait.coat.markings.map((marking) => facePattern(portrait, marking, portrait.dice(marking))),
  );
}

function facePattern(portrait: Portrait, marking: Marking, dice: Dice): string {
  switch (marking) {
    case 'points':
      return darkCentre(portrait, dice.between(0.85, 1.2), 0.95);
    case 'mask':
      return group([darkCentre(portrait, dice.between(0.8, 1.05), 1), darkEyes(portrait)]);
    case 'tabby':
      return tabby(portrait, dice);
    case 'blaze':
      return blaze(portrait, dice);
    case 'patch':
      return patch(portrait, dice);
    case 'ticking':
      return flecks(portrait, dice);
    case 'frosting':
      return frosting(portrait);
    case 'biscuit':
      return biscuit(portrait, dice);
    case 'rosettes':
      return spottedFace(portrait, dice);
    case 'saddle':
    case 'skinFolds':
    case 'longHair':
      return '';
  }
}

/** Folds of skin over brow and cheeks, for breeds that have them. */
export function drawSkinFolds({ breed, coat, view, dice: diceOf }: Portrait): string {
  const dice = diceOf('folds');
  const { rise, spacing } = breed.eyes;
  let d = '';
  for (let i = 0; i < breed.wrinkles; i++) {
    const y = -rise - 16 - i * 5;
    const half = spacing * dice.between(0.6, 1.1) * (1 - i * 0.08);
    const [a, b, c] = [
      view.onFace(-half, y + 3),
      view.onFace(dice.around(0, 4), y - 3),
      view.onFace(half, y + 3),
    ];
    d += trace`M${a[0]} ${a[1]}Q${b[0]} ${b[1]} ${c[0]} ${c[1]}`;
  }
  for (const side of breed.wrinkles > 2 ? [-1, 1] : []) {
    const [a, b, c] = [view.onFace(side * 9, 4), view.onFace(side * 26, 12), view.onFace(side * 32, 28)];
    d += trace`M${a[0]} ${a[1]}Q${b[0]} ${b[1]} ${c[0]} ${c[1]}`;
  }
  return group([
    stroked(d, lighter(coat.face, 0.35), 1.4, { opacity: 0.5, transform: 'translate(0 2)' }),
    stroked(d, darker(mix(coat.face, coat.mark, 0.4), 0.45), 2.1, { opacity: 0.6 }),
  ]);
}

/** Hair that falls from a parting over the brow and hangs as a beard; painted over eyes and muzzle. */
export function drawLongHair({ breed, coat, view, dice: diceOf }: Portrait): string {
  if (!coat.markings.includes('longHair')) return '';
  const dice = diceOf('long hair');
  const strands = Array.from({ length: 44 }, (_, i) => {
    const side = i % 2 === 0 ? -1 : 1;
    const start = view.onFace(side * dice.between(0, 8), dice.between(-breed.head.crown, -24));
    const middle = view.onFace(side * dice.between(30, 44), dice.between(-24, -8));
    const end: Point = [middle[0] + side * dice.between(-6, 6), dice.between(24, 62)];
    const tone = dice.chance(0.5)
      ? lighter(coat.face, dice.between(0.05, 0.35))
      : darker(coat.face, dice.between(0.05, 0.3));
    return stroked(
      trace`M${start[0]} ${start[1]}Q${middle[0]} ${middle[1]} ${end[0]} ${end[1]}`,
      tone,
      dice.between(1.2, 2.6),
      {
        opacity: 0.75,
      },
    );
  });
  return group([
    ...strands,
    beard({ coat, view, breed }, dice),
    dice.chance(0.4) ? topknot({ view, breed }, dice) : '',
  ]);
}

/** A bow that ties the hair up. */
function topknot({ view, breed }: Pick<Portrait, 'view' | 'breed'>, dice: Dice): string {
  const [x, y] = view.onFace(0, -breed.head.crown + 8);
  const colour = hsl(dice.between(0, 360), 0.7, dice.between(0.4, 0.65));
  const edge = { stroke: darker(colour, 0.4), 'stroke-width': 0.8 };
  const wing = (s: number) =>
    trace`M${x} ${y}q${s * 7} -10 ${s * 14} -7q${s * 3} 7 0 13q${-s * 7} 2 ${-s * 14} -6Z`;
  return group([
    filled(wing(-1), colour, edge),
    filled(wing(1), colour, edge),
    ellipse(x, y, 3.4, 4, lighter(colour, 0.2), edge),
  ]);
}

function beard({ coat, view, breed }: Pick<Portrait, 'coat' | 'view' | 'breed'>, dice: Dice): string {
  const { drop, length } = breed.muzzle;
  const [x, y] = view.at(0, drop + 2, 34 + length);
  const strands = Array.from({ length: 30 }, (_, i) => {
    const side = i % 2 === 0 ? -1 : 1;
    const reach = dice.between(4, 24) * side;
    const [sx, sy] = [x + side * dice.between(4, 12), y + dice.between(-5, 4)];
    const tone = dice.chance(0.6) ? lighter(coat.muzzle, dice.between(0.05, 0.4)) : darker(coat.muzzle, 0.2);
    return stroked(
      trace`M${sx} ${sy}q${reach * 0.7} 4 ${reach} ${dice.between(22, 42)}`,
      tone,
      dice.between(1.4, 2.6),
      { opacity: 0.85 },
    );
  });
  return group(strands);
}

function darkCentre({ coat, view, sketch, breed }: Portrait, size: number, opacity: number): string {
  const [x, y] = view.onFace(0, breed.muzzle.drop - 4);
  const paint = sketch.radial(
    [0.5, 0.5, 0.5],
    [
      [0, coat.mark, opacity],
      [0.58, coat.mark, opacity * 0.9],
      [1, coat.mark, 0],
    ],
  );
  return ellipse(x, y, breed.head.cheek * 0.92 * size, 38 * size, paint);
}

function darkEyes({ coat, view, sketch, breed }: Portrait): string {
  const paint = sketch.radial(
    [0.5, 0.5, 0.5],
    [
      [0, coat.mark, 0.9],
      [0.6, coat.mark, 0.55],
      [1, coat.mark, 0],
    ],
  );
  return group(
    [-1, 1].map((side) => {
      const [x, y] = view.onFace(side * breed.eyes.spacing, -breed.eyes.rise);
      return ellipse(x, y, 19, 17, paint);
    }),
  );
}

function tabby({ coat, view, breed }: Portrait, dice: Dice): string {
  const line = (x1: number, y1: number, x2: number, y2: number, width: number, bend = 0) =>
    stripe(view.onFace(x1, y1), view.onFace(x2, y2), width, bend);
  const brow = -breed.eyes.rise - 12;
  const top = -breed.head.crown;
  const stripes = [-1, 1].flatMap((s) => [
    line(s * 4, brow - 2, s * 3, top, dice.between(2.2, 4)),
    line(s * 12, brow, s * 10, top + 2, dice.between(2.2, 4)),
    line(s * 21, brow + 2, s * 17, top + 5, dice.between(2, 3.6)),
    line(s * 30, -3, s * 48, -10, dice.between(2.4, 4.2), -s * 3),
    line(s * 30, 6, s * 48, 8, dice.between(2.4, 4.2), -s * 2),
    line(s * 27, 15, s * 42, 26, dice.between(2, 3.8), s * 2),
  ]);
  return filled(stripes.join(''), coat.mark, { opacity: 0.9 });
}

/** Pale spectacles and rows of spots on cheeks and temples. */
function spottedFace({ coat, view, breed }: Portrait, dice: Dice): string {
  const { spacing, rise } = breed.eyes;
  const rings = [-1, 1].map((side) => {
    const [x, y] = view.onFace(side * spacing, -rise);
    return ellipse(x, y, 16, 14, coat.chest, { opacity: 0.6 });
  });
  const places = [
    [35, -18],
    [38, 1],
    [36, 12],
    [31, 22],
    [24, 31],
    [40, 20],
    [27, -29],
    [15, 36],
  ] as const;
  const spots = places.flatMap(([x, y]) =>
    [-1, 1].map((side) => {
      const [px, py] = view.onFace(side * (x + dice.around(0, 3)), y + dice.around(0, 3));
      const r = dice.between(2, 3.8);
      return ellipse(px, py, r * view.narrowing(side * x), r * 0.8, coat.mark, { opacity: 0.85 });
    }),
  );
  return group([...rings, ...spots]);
}

function blaze({ coat, view, breed }: Portrait, dice: Dice): string {
  const [top, middle, low] = [dice.between(2, 8), dice.between(3, 9), dice.between(17, 26)];
  const right: Point[] = [
    [top, -breed.head.crown - 4],
    [middle, -12],
    [middle + 3, 4],
    [low, 16],
    [low + 4, 34],
    [12, 52],
  ];
  const left = right.map(([x, y]): Point => [-x, y]).reverse();
  return filled(smooth([...right, ...left].map(([x, y]) => view.onFace(x, y))), coat.muzzle);
}

function patch({ coat, view, breed }: Portrait, dice: Dice): string {
  const side = dice.side();
  const spots = [
    [side * breed.eyes.spacing, -10, 22, 26],
    [-side * 34, dice.between(-40, 30), 14, 18],
  ] as const;
  return group(
    spots.map(([x, y, rx, ry]) => {
      const [px, py] = view.onFace(x, y);
      return ellipse(px, py, rx, ry, coat.mark, { opacity: 0.75 });
    }),
  );
}

function flecks({ coat, view, breed }: Portrait, dice: Dice): string {
  let d = '';
  for (let i = 0; i < 60; i++) {
    const [x, y] = view.onFace(dice.around(0, breed.head.cheek), dice.between(0, breed.head.chin));
    d += trace`M${x} ${y}l${dice.around(0, 1)} 1.4`;
  }
  return stroked(d, lighter(mix(coat.face, coat.legs, 0.6), 0.2), 1.3, { opacity: 0.5 });
}

function frosting({ coat, sketch }: Portrait): string {
  const paint = sketch.radial(
    [0.5, 0.4, 0.5],
    [
      [0, lighter(coat.face, 0.5), 0.35],
      [1, lighter(coat.face, 0.5), 0],
    ],
  );
  return ellipse(0, -4, 52, 44, paint);
}

function biscuit({ coat, sketch, view }: Portrait, dice: Dice): string {
  const paint = sketch.radial(
    [0.5, 0.5, 0.5],
    [
      [0, coat.mark, 0.75],
      [1, coat.mark, 0],
    ],
  );
  const places: Point[] = [view.onFace(-26, -30), view.onFace(26, -30), view.onFace(dice.around(0, 20), -20)];
  return group(places.map(([x, y]) => ellipse(x, y, 24, 20, paint)));
}
