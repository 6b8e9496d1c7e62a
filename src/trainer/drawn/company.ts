import { darker, hsl, lighter, type Colour } from './colour';
import type { Dice } from './dice';
import type { Portrait } from './portrait';
import { circle, ellipse, filled, group, rectangle, stroked, trace, type Sketch } from './sketch';

/** What the pet wears at the neck, in units from the middle of the face. Any breed may wear any of it. */
export function drawCollar({ breed, dice: diceOf, pose }: Portrait): string {
  const dice = diceOf('collar');
  if (dice.chance(0.55)) return '';
  const colour = bright(dice);
  const y = breed.head.chin - 1;
  const half = 27 * breed.build;
  const x = Math.sin(pose.turn) * 8;
  const kind = dice.whole(0, 3);
  if (kind === 0) return bandana(x, y, half, colour, dice);
  if (kind === 1) return bowTie(x, y + 8, colour);
  const band = trace`M${-half} ${y - 2}Q${x} ${y + 22} ${half} ${y - 2}`;
  const tag = kind === 2 ? '#e3c14a' : lighter(colour, 0.6);
  return group([
    stroked(band, darker(colour, 0.4), 8.6),
    stroked(band, colour, 7),
    circle(x, y + 17, 5.6, tag, { stroke: darker(tag, 0.5) }),
    stroked(trace`M${x - 2} ${y + 18}h4`, darker(tag, 0.6), 1.2),
  ]);
}

/** Something between us and the pet: a hand that pets, a blanket, leaves at the edge, a table. */
export function drawForeground(sketch: Sketch, dice: Dice): string {
  const roll = dice.between(0, 1);
  if (roll < 0.1) return hand(dice);
  if (roll < 0.18) return blanket(dice);
  if (roll < 0.26) return leaves(sketch, dice);
  if (roll < 0.32) return tableEdge(dice);
  return '';
}

function bright(dice: Dice): Colour {
  return hsl(dice.between(0, 360), dice.between(0.45, 0.85), dice.between(0.3, 0.6));
}

function bandana(x: number, y: number, half: number, colour: Colour, dice: Dice): string {
  const cloth = trace`M${-half} ${y - 3}Q${x} ${y + 15} ${half} ${y - 3}Q${half * 0.5} ${y + 30} ${x} ${y + 42}Q${-half * 0.5} ${y + 30} ${-half} ${y - 3}Z`;
  const dots = Array.from({ length: 7 }, () =>
    circle(x + dice.around(0, half * 0.5), y + dice.between(13, 28), 1.9, '#ffffff', { opacity: 0.85 }),
  );
  return group([filled(cloth, colour, { stroke: darker(colour, 0.45) }), ...dots]);
}

function bowTie(x: number, y: number, colour: Colour): string {
  const edge = { stroke: darker(colour, 0.45) };
  const wing = (s: number) =>
    trace`M${x} ${y}Q${x + s * 10} ${y - 13} ${x + s * 21} ${y - 9}Q${x + s * 24} ${y} ${x + s * 21} ${y + 9}Q${x + s * 10} ${y + 13} ${x} ${y}Z`;
  return group([
    filled(wing(-1), colour, edge),
    filled(wing(1), colour, edge),
    ellipse(x, y, 4.5, 5.5, lighter(colour, 0.2), edge),
  ]);
}

function hand(dice: Dice): string {
  const skin = hsl(dice.between(16, 30), dice.between(0.35, 0.6), dice.between(0.3, 0.78));
  const sleeve = bright(dice);
  const edge = { stroke: darker(skin, 0.4), 'stroke-width': 1.2 };
  const fingers = [0, 1, 2, 3].map((i) =>
    rectangle(-9 + i * 9 - 9, 26 - Math.abs(i - 1.5) * 4, 8.4, 30, skin, { rx: 4.2, ...edge }),
  );
  const side = dice.side();
  const place = trace`translate(${128 + side * dice.between(56, 96)} ${dice.between(6, 34)}) rotate(${side * dice.between(22, 62)})`;
  return group(
    [
      rectangle(-17, -120, 34, 106, sleeve, { rx: 7, stroke: darker(sleeve, 0.4) }),
      rectangle(-12, -22, 24, 26, skin, edge),
      ...fingers,
      rectangle(14, 4, 8.6, 26, skin, { rx: 4.3, ...edge, transform: 'rotate(-32 18 6)' }),
      rectangle(-20, -4, 40, 38, skin, { rx: 13 }),
    ],
    { transform: place },
  );
}

function blanket(dice: Dice): string {
  const colour = bright(dice);
  const top = dice.between(196, 222);
  const lines = Array.from({ length: 11 }, (_, i) => trace`M${i * 28 - 10} ${top - 6}l${-14} 80`);
  return group([
    filled(trace`M-10 ${top + 8}Q50 ${top - 14} 110 ${top + 4}T266 ${top - 6}V270H-10Z`, colour, {
      stroke: darker(colour, 0.4),
    }),
    stroked(lines.join(''), lighter(colour, 0.4), 5, { opacity: 0.5 }),
  ]);
}

/** Leaves close to the lens: large, soft, at one edge. */
function leaves(sketch: Sketch, dice: Dice): string {
  const side = dice.side();
  const green = hsl(dice.between(70, 150), 0.45, dice.between(0.25, 0.45));
  const blades = Array.from({ length: 6 }, () => {
    const [x, y] = [128 + side * dice.between(96, 140), dice.between(90, 270)];
    return ellipse(x, y, 46, 13, lighter(green, dice.between(0, 0.25)), {
      transform: trace`rotate(${dice.between(-70, 70)} ${x} ${y})`,
    });
  });
  return group(blades, { filter: sketch.blur(1.6) });
}

function tableEdge(dice: Dice): string {
  const wood = hsl(dice.between(18, 40), dice.between(0.2, 0.5), dice.between(0.3, 0.62));
  const top = dice.between(206, 228);
  return group([
    rectangle(-10, top, 280, 70, wood),
    rectangle(-10, top, 280, 7, lighter(wood, 0.35)),
    stroked(trace`M0 ${top + 20}q60 5 120 0t140 2M0 ${top + 34}q70 -5 130 1t130 -1`, darker(wood, 0.3), 1.2, {
      opacity: 0.6,
    }),
  ]);
}
