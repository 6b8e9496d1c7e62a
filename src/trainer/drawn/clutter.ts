import { darker, hsl, lighter, type Colour } from './colour';
import type { Dice } from './dice';
import { circle, ellipse, filled, group, rectangle, stroked, trace, type Sketch } from './sketch';

type Thing = (sketch: Sketch, dice: Dice) => string;

/** Things on the floor: some behind the pet, some before it. Drawn without a look at the breed. */
export function drawClutter(sketch: Sketch, dice: Dice): { behind: string; front: string } {
  const behind = dice.chance(0.45)
    ? [placed(sketch, dice, dice.between(150, 205), dice.between(0.8, 1.4))]
    : [];
  const front = Array.from({ length: dice.pick([0, 0, 0, 0, 1, 1, 2]) }, () =>
    placed(sketch, dice, dice.between(214, 250), dice.between(0.9, 1.6)),
  );
  return { behind: group(behind), front: group(front) };
}

function placed(sketch: Sketch, dice: Dice, y: number, scale: number): string {
  // Things keep to the sides: the pet is what the picture is of.
  const x = 128 + dice.side() * dice.between(52, 122);
  const thing = dice.pick<Thing>([ball, tennisBall, bowl, plant, yarn, bone, mouse, books, mug, box, duck]);
  return group([thing(sketch, dice)], { transform: trace`translate(${x} ${y}) scale(${scale})` });
}

function paint(dice: Dice): Colour {
  return hsl(dice.between(0, 360), dice.between(0.35, 0.8), dice.between(0.35, 0.68));
}

function shadow(rx: number): string {
  return ellipse(0, 0, rx, rx * 0.22, '#0c0a14', { opacity: 0.35 });
}

function ball(sketch: Sketch, dice: Dice): string {
  const colour = paint(dice);
  const round = sketch.radial(
    [0.35, 0.3, 0.8],
    [
      [0, lighter(colour, 0.5)],
      [0.5, colour],
      [1, darker(colour, 0.5)],
    ],
  );
  return group([
    shadow(18),
    circle(0, -16, 17, round),
    stroked('M-16 -20Q0 -8 16 -20', lighter(colour, 0.7), 4, { opacity: 0.8 }),
    dice.chance(0.5)
      ? filled('M0 -22l2 5l5 .4l-4 3.4l1.3 5l-4.3 -2.8l-4.3 2.8l1.3 -5l-4 -3.4l5 -.4Z', '#fff6d8')
      : '',
  ]);
}

function tennisBall(): string {
  return group([
    shadow(13),
    circle(0, -12, 12, '#c9dd3f', { stroke: '#8fa324' }),
    stroked('M-11 -16Q0 -12 -4 -1M11 -16Q0 -14 4 -23', '#f6fbdc', 1.8),
  ]);
}

function bowl(_sketch: Sketch, dice: Dice): string {
  const colour = paint(dice);
  const kibble = Array.from({ length: 14 }, () =>
    circle(dice.around(0, 17), dice.around(-17, 3), 2.8, '#8a5a34', { stroke: '#5a3a22' }),
  );
  return group([
    shadow(30),
    filled('M-24 -16L-29 0Q0 6 29 0L24 -16Z', colour, { stroke: darker(colour, 0.4) }),
    ellipse(0, -16, 24, 6, darker(colour, 0.45)),
    ...(dice.chance(0.6) ? kibble : [ellipse(0, -15.5, 21, 4.6, '#9fd0ea')]),
  ]);
}

function plant(_sketch: Sketch, dice: Dice): string {
  const pot = hsl(dice.between(0, 40), dice.between(0.2, 0.6), dice.between(0.4, 0.75));
  const leaf = hsl(dice.between(85, 150), 0.45, dice.between(0.25, 0.45));
  const leaves = Array.from({ length: 9 }, (_, i) => {
    const angle = -72 + i * 18 + dice.around(0, 8);
    const long = dice.between(40, 66);
    return filled(
      trace`M0 -24Q-11 ${-24 - long * 0.5} 0 ${-24 - long}Q11 ${-24 - long * 0.5} 0 -24Z`,
      lighter(leaf, (i % 3) * 0.12),
      {
        transform: trace`rotate(${angle} 0 -24)`,
        stroke: darker(leaf, 0.35),
      },
    );
  });
  return group([shadow(20), ...leaves, filled('M-18 -28H18L13 0H-13Z', pot, { stroke: darker(pot, 0.4) })]);
}

function yarn(_sketch: Sketch, dice: Dice): string {
  const colour = paint(dice);
  const threads =
    'M-14 -20Q0 -32 14 -20M-16 -14Q0 -28 16 -12M-15 -8Q2 -22 14 -6M-9 -28Q-18 -12 -6 -2M2 -31Q-8 -14 4 0M11 -26Q2 -12 12 -3';
  return group([
    shadow(17),
    stroked('M12 -3Q30 4 40 -2T66 0', colour, 2),
    circle(0, -16, 16, colour),
    stroked(threads, darker(colour, 0.35), 1.6, { opacity: 0.8 }),
  ]);
}

function bone(_sketch: Sketch, dice: Dice): string {
  const shape = 'M-16 -9C-20 -18 -32 -14 -28 -6C-34 2 -22 8 -16 1H16C22 8 34 2 28 -6C32 -14 20 -18 16 -9Z';
  return group([
    shadow(28),
    filled(shape, '#f2e8d4', { stroke: '#b9a88a', transform: trace`rotate(${dice.between(-20, 20)})` }),
  ]);
}

function mouse(_sketch: Sketch, dice: Dice): string {
  const colour = hsl(dice.between(0, 360), dice.between(0.05, 0.4), dice.between(0.5, 0.75));
  return group([
    shadow(22),
    stroked('M18 -6Q34 -18 42 -4', '#e59aa0', 2.4),
    filled('M-24 -2Q-12 -22 8 -17Q22 -12 20 0Z', colour, { stroke: darker(colour, 0.4) }),
    circle(-6, -16, 5, lighter(colour, 0.3), { stroke: darker(colour, 0.4) }),
    circle(-15, -7, 1.6, '#241f26'),
  ]);
}

function books(_sketch: Sketch, dice: Dice): string {
  const stack = [0, 1, 2].map((i) => {
    const colour = paint(dice);
    return group([
      rectangle(-30 + dice.around(0, 4), -12 - i * 12, 58, 12, colour, {
        rx: 2,
        stroke: darker(colour, 0.45),
      }),
      rectangle(16, -10 - i * 12, 10, 8, '#f4eedd'),
    ]);
  });
  return group([shadow(34), ...stack]);
}

function mug(_sketch: Sketch, dice: Dice): string {
  const colour = paint(dice);
  return group([
    shadow(17),
    stroked('M14 -24q15 2 12 13t-13 6', darker(colour, 0.15), 4.4),
    filled('M-15 -32H15L12 0H-12Z', colour, { stroke: darker(colour, 0.4) }),
    ellipse(0, -32, 15, 4, darker(colour, 0.6)),
  ]);
}

function box(_sketch: Sketch, dice: Dice): string {
  const card = hsl(dice.between(26, 36), dice.between(0.3, 0.5), dice.between(0.5, 0.66));
  return group([
    shadow(44),
    filled('M-40 -36L-52 -50L-14 -48L-6 -36ZM40 -36L54 -48L16 -50L6 -36Z', lighter(card, 0.2), {
      stroke: darker(card, 0.4),
    }),
    rectangle(-40, -36, 80, 36, card, { stroke: darker(card, 0.4) }),
    rectangle(-6, -36, 12, 36, darker(card, 0.14)),
  ]);
}

function duck(): string {
  return group([
    shadow(22),
    filled('M-22 -12Q-28 -22 -20 -20Q-8 -16 2 -18Q22 -18 22 -6Q16 0 -6 0Q-20 0 -22 -12Z', '#f4cf3d', {
      stroke: '#b98f1c',
    }),
    circle(12, -24, 10, '#f4cf3d', { stroke: '#b98f1c' }),
    filled('M20 -26L31 -23L20 -19Z', '#ee7f2d'),
    circle(15, -26, 1.7, '#241f26'),
  ]);
}
