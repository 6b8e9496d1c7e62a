import { darker, hsl, lighter, type Colour } from './colour';
import type { Dice } from './dice';
import { circle, ellipse, filled, group, rectangle, stroked, trace, type Sketch } from './sketch';

type Scene = (sketch: Sketch, dice: Dice) => string;

/** A place in a home or a studio, over the whole picture. */
export function indoor(sketch: Sketch, dice: Dice): string {
  return dice.pick<Scene>([livingRoom, livingRoom, sofa, sofa, bed, kitchen, studio, shelves])(sketch, dice);
}

function wallColour(dice: Dice): Colour {
  return hsl(dice.between(0, 360), dice.between(0.06, 0.36), dice.between(0.4, 0.86));
}

function cloth(dice: Dice): Colour {
  return hsl(dice.between(0, 360), dice.between(0.08, 0.45), dice.between(0.28, 0.75));
}

function livingRoom(_sketch: Sketch, dice: Dice): string {
  const wall = wallColour(dice);
  const horizon = dice.between(120, 190);
  return group([
    rectangle(-20, -20, 296, 300, wall),
    wallPattern(wall, dice),
    dice.chance(0.7) ? windowOrPicture(dice) : '',
    floor(horizon, dice),
    rectangle(-20, horizon - 7, 296, 8, lighter(wall, 0.5)),
    dice.chance(0.45) ? rug(horizon, dice) : '',
  ]);
}

function wallPattern(wall: Colour, dice: Dice): string {
  const ink = dice.chance(0.5) ? lighter(wall, 0.28) : darker(wall, 0.18);
  const step = dice.between(16, 34);
  switch (dice.whole(0, 3)) {
    case 0: {
      const lines = Array.from({ length: 18 }, (_, i) => trace`M${i * step} -20V280`);
      return stroked(lines.join(''), ink, step * 0.4, { opacity: 0.7 });
    }
    case 1: {
      const dots = lattice(step, (x, y) => circle(x, y, step * 0.16, ink));
      return group(dots, { opacity: 0.7 });
    }
    case 2: {
      const leaf = lattice(step * 1.5, (x, y) =>
        ellipse(x, y, step * 0.2, step * 0.55, ink, {
          transform: trace`rotate(${dice.between(-50, 50)} ${x} ${y})`,
        }),
      );
      return group(leaf, { opacity: 0.6 });
    }
    default:
      return '';
  }
}

function lattice(step: number, draw: (x: number, y: number) => string): string[] {
  const cells: string[] = [];
  for (let row = 0; row * step < 270; row++) {
    for (let x = (row % 2) * step * 0.5; x < 270; x += step) cells.push(draw(x, row * step));
  }
  return cells;
}

function windowOrPicture(dice: Dice): string {
  const [w, h] = [dice.between(60, 110), dice.between(60, 96)];
  const [x, y] = [dice.between(-20, 200), dice.between(-14, 40)];
  const frame = hsl(dice.between(15, 45), dice.between(0.05, 0.5), dice.between(0.2, 0.95));
  if (dice.chance(0.5)) {
    const sky = hsl(dice.between(190, 230), dice.between(0.3, 0.7), dice.between(0.6, 0.88));
    return group([
      rectangle(x - 5, y - 5, w + 10, h + 10, frame),
      rectangle(x, y, w, h, sky),
      ellipse(x + w * 0.3, y + h, w * 0.4, h * 0.3, hsl(110, 0.35, 0.45)),
      rectangle(x + w / 2 - 2, y, 4, h, frame),
      rectangle(x, y + h / 2 - 2, w, 4, frame),
    ]);
  }
  return group([
    rectangle(x - 4, y - 4, w + 8, h + 8, frame),
    rectangle(x, y, w, h, cloth(dice)),
    circle(x + w * dice.between(0.2, 0.8), y + h * 0.4, h * 0.18, cloth(dice)),
    filled(trace`M${x} ${y + h}L${x + w * 0.4} ${y + h * 0.45}L${x + w} ${y + h}Z`, cloth(dice)),
  ]);
}

function floor(horizon: number, dice: Dice): string {
  const wood = hsl(dice.between(18, 42), dice.between(0.15, 0.5), dice.between(0.28, 0.7));
  const carpet = dice.chance(0.35);
  const colour = carpet ? cloth(dice) : wood;
  const slope = dice.between(-60, 60);
  const boards = Array.from(
    { length: 13 },
    (_, i) => trace`M${i * 24 - 20} ${horizon}L${(i - 6) * 46 + 128 + slope} 270`,
  );
  return group([
    rectangle(-20, horizon, 296, 290 - horizon, colour),
    carpet ? '' : stroked(boards.join(''), darker(colour, 0.4), 1.4, { opacity: 0.5 }),
  ]);
}

function rug(horizon: number, dice: Dice): string {
  const colour = cloth(dice);
  const [x, y] = [dice.between(60, 200), horizon + dice.between(40, 70)];
  return group([
    ellipse(x, y, 120, 38, colour),
    ellipse(x, y, 102, 31, lighter(colour, 0.3)),
    ellipse(x, y, 84, 25, darker(colour, 0.15)),
  ]);
}

function sofa(_sketch: Sketch, dice: Dice): string {
  const wall = wallColour(dice);
  const colour = cloth(dice);
  const [top, seat] = [dice.between(20, 80), dice.between(150, 195)];
  const split = dice.between(60, 200);
  const seam = { stroke: darker(colour, 0.4), 'stroke-width': 2 };
  return group([
    rectangle(-20, -20, 296, 300, wall),
    wallPattern(wall, dice),
    rectangle(-40, top, split + 38, seat - top + 40, lighter(colour, 0.06), { rx: 26, ...seam }),
    rectangle(split, top, 300, seat - top + 40, colour, { rx: 26, ...seam }),
    rectangle(-40, seat, 340, 130, lighter(colour, 0.14), { rx: 18, ...seam }),
    fabric(colour, dice),
    cushion(dice, dice.between(-10, 60), seat - 30),
    dice.chance(0.6) ? cushion(dice, dice.between(190, 260), seat - 34) : '',
  ]);
}

function fabric(colour: Colour, dice: Dice): string {
  if (dice.chance(0.5)) return '';
  const lines = Array.from({ length: 14 }, (_, i) => trace`M-20 ${i * 20}H280M${i * 20} 60V280`);
  return stroked(lines.join(''), darker(colour, 0.35), dice.between(0.8, 4), { opacity: 0.22 });
}

function cushion(dice: Dice, x: number, y: number): string {
  const colour = cloth(dice);
  const stripes = [-20, -6, 8, 22].map((dx) => trace`M${dx} -30V30`).join('');
  return group(
    [
      filled('M-38 -36Q0 -26 38 -36Q30 0 38 36Q0 28 -38 36Q-30 0 -38 -36Z', colour, {
        stroke: darker(colour, 0.4),
        'stroke-width': 1.5,
      }),
      dice.chance(0.5)
        ? stroked(stripes, lighter(colour, 0.45), 5, { opacity: 0.7 })
        : circle(0, 0, 13, lighter(colour, 0.4)),
    ],
    { transform: trace`translate(${x} ${y}) rotate(${dice.between(-25, 25)})` },
  );
}

function bed(_sketch: Sketch, dice: Dice): string {
  const wall = wallColour(dice);
  const sheet = cloth(dice);
  const top = dice.between(90, 140);
  const tone = hsl(dice.between(0, 360), 0.3, 0.9);
  const checks = Array.from(
    { length: 16 },
    (_, i) => trace`M${i * 26 - 60} ${top + 20}l-50 200M-20 ${top + 26 + i * 22}H280`,
  );
  return group([
    rectangle(-20, -20, 296, 300, wall),
    rectangle(dice.between(-40, 10), dice.between(10, 50), 240, 140, darker(wall, 0.5), { rx: 14 }),
    ellipse(dice.between(40, 90), top + 4, 66, 30, tone, { stroke: darker(tone, 0.25) }),
    ellipse(dice.between(170, 230), top + 6, 66, 30, lighter(tone, 0.4), { stroke: darker(tone, 0.25) }),
    filled(trace`M-20 ${top + 20}Q60 ${top + 6} 128 ${top + 22}T280 ${top + 14}V290H-20Z`, sheet),
    stroked(checks.join(''), lighter(sheet, 0.4), dice.between(2, 11), { opacity: 0.4 }),
  ]);
}

function kitchen(_sketch: Sketch, dice: Dice): string {
  const tile = wallColour(dice);
  const horizon = dice.between(150, 190);
  const grout = Array.from({ length: 12 }, (_, i) => trace`M${i * 26} -20V${horizon}M-20 ${i * 20}H280`);
  const [a, b] = [cloth(dice), lighter(tile, 0.6)];
  const squares: string[] = [];
  for (let row = 0; row < 5; row++) {
    const [y, h, w] = [horizon + row * row * 5 + row * 8, 14 + row * 10, 30 + row * 12];
    for (let i = -5; i < 6; i++) squares.push(rectangle(128 + i * w, y, w, h, (i + row) % 2 === 0 ? a : b));
  }
  return group([
    rectangle(-20, -20, 296, 300, tile),
    stroked(grout.join(''), lighter(tile, 0.5), 1.6, { opacity: 0.8 }),
    rectangle(dice.between(-30, 150), dice.between(60, 100), 110, 120, cloth(dice), { rx: 4 }),
    ...squares,
  ]);
}

function studio(sketch: Sketch, dice: Dice): string {
  const colour = hsl(dice.between(0, 360), dice.between(0.05, 0.5), dice.between(0.3, 0.85));
  const glow = sketch.radial(
    [dice.between(0.25, 0.75), dice.between(0.2, 0.6), 0.8],
    [
      [0, lighter(colour, 0.35)],
      [1, darker(colour, 0.4)],
    ],
  );
  const discs = Array.from({ length: dice.chance(0.5) ? 14 : 0 }, () =>
    circle(dice.between(0, 256), dice.between(0, 256), dice.between(6, 22), lighter(cloth(dice), 0.4), {
      opacity: dice.between(0.15, 0.5),
    }),
  );
  return group([rectangle(-20, -20, 296, 300, glow), ...discs]);
}

function shelves(_sketch: Sketch, dice: Dice): string {
  const wood = hsl(dice.between(15, 40), dice.between(0.2, 0.5), dice.between(0.2, 0.6));
  const books: string[] = [];
  for (const y of [58, 128, 198, 268]) {
    for (let x = -10; x < 266;) {
      const [w, h] = [dice.between(8, 20), dice.between(34, 54)];
      if (dice.chance(0.85)) books.push(rectangle(x, y - h, w - 1, h, cloth(dice)));
      x += w;
    }
    books.push(rectangle(-20, y, 296, 8, lighter(wood, 0.12)));
  }
  return group([rectangle(-20, -20, 296, 300, darker(wood, 0.4)), ...books]);
}
