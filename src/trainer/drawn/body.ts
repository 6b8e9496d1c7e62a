import { darker, lighter, mix, type Colour } from './colour';
import { drawBodyPattern, drawFlecks, drawLegPattern } from './bodyMarkings';
import { furEdge, hairStrokes, type Patch } from './fur';
import { roundPaint } from './light';
import { hull, mirrored, oval, type Point } from './outline';
import type { Portrait } from './portrait';
import { ellipse, filled, group, rectangle, stroked, trace } from './sketch';
import { drawTail } from './tail';

/** Everything under the head, in units from the middle of the face. */
export function drawBody(portrait: Portrait): string {
  switch (portrait.pose.stance) {
    case 'sitting':
      return sitting(portrait);
    case 'lying':
      return lying(portrait);
    case 'standing':
      return standing(portrait);
  }
}

function sitting(portrait: Portrait): string {
  const { breed, pose, coat } = portrait;
  const b = breed.build;
  const sway = Math.sin(pose.turn) * -16;
  const torso = mirrored([
    [0, 14],
    [24 * b, 26],
    [37 * b, 62],
    [46 * b, 105],
    [47 * b, 142],
    [30 * b, 158],
    [0, 160],
  ]).map(([x, y]): Point => [x + sway * Math.max(0, (y - 40) / 110), y]);
  const haunches = [-1, 1].map((s) =>
    group([haunch(portrait, [s * 40 * b + sway, 134], 24, 28), paw(portrait, [s * 45 * b + sway, 158])]),
  );
  const chest: Patch = { x: 0, y: 70, rx: 19 * b, ry: 46 };
  return group([
    shadow(portrait, sway, 162, 74 * b),
    drawTail(portrait, [pose.side * 40 * b + sway, 146]),
    trunk(portrait, torso, chest),
    ...haunches,
    leg(portrait, [-15 * b, 88], [-15 * b + sway * 0.4, 156]),
    leg(portrait, [15 * b, 88], [15 * b + sway * 0.4, 156]),
    collarRuff(portrait, coat.chest),
  ]);
}

function lying(portrait: Portrait): string {
  const { breed, pose, coat } = portrait;
  const b = breed.build;
  const s = pose.side;
  const torso = hull([
    ...oval(0, 54, 34 * b, 48),
    ...oval(s * 70, 76, 44 * b, 36 * b),
    ...oval(s * 110, 84, 30 * b, 26 * b),
  ]);
  const chest: Patch = { x: 0, y: 62, rx: 20 * b, ry: 30 };
  return group([
    shadow(portrait, s * 50, 111, 110 * b),
    drawTail(portrait, [s * 132, 98]),
    trunk(portrait, torso, chest),
    haunch(portrait, [s * 104, 88], 32, 24),
    paw(portrait, [s * 82, 108], 1.25),
    leg(portrait, [-18 * b - s * 6, 84], [-24 * b - s * 10, 106]),
    leg(portrait, [18 * b - s * 6, 86], [16 * b - s * 14, 108]),
    collarRuff(portrait, coat.chest),
  ]);
}

function standing(portrait: Portrait): string {
  const { breed, pose, coat } = portrait;
  const b = breed.build;
  const s = pose.side;
  const torso = hull([
    ...oval(0, 36, 25 * b, 30),
    ...oval(s * 18, 72, 34 * b, 36),
    ...oval(s * 104, 68, 32 * b, 31),
  ]);
  const chest: Patch = { x: s * 2, y: 66, rx: 18 * b, ry: 34 };
  return group([
    shadow(portrait, s * 52, 163, 96),
    drawTail(portrait, [s * 130, 56]),
    leg(portrait, [s * 96, 86], [s * 100, 154], 0.24),
    leg(portrait, [s * 36, 86], [s * 40, 153], 0.24),
    trunk(portrait, torso, chest),
    leg(portrait, [s * 116, 78], [s * 122, 158]),
    leg(portrait, [s * 4, 86], [s * 2, 158]),
    collarRuff(portrait, coat.chest),
  ]);
}

function trunk(portrait: Portrait, outline: readonly Point[], chest: Patch): string {
  const { breed, coat, sketch, light } = portrait;
  const dice = portrait.dice('body fur');
  const edge = furEdge(outline, breed, dice, 0.9);
  const xs = outline.map(([x]) => x);
  const ys = outline.map(([, y]) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const whole: Patch = {
    x: (left + right) / 2,
    y: (top + bottom) / 2,
    rx: (right - left) / 2,
    ry: (bottom - top) / 2,
  };
  const bib = furEdge(oval(chest.x, chest.y, chest.rx, chest.ry, 12), breed, dice, 0.9);
  const bibPaint = sketch.radial(
    [0.5, 0.5, 0.5],
    [
      [0.6, coat.chest, 0.92],
      [1, coat.chest, 0],
    ],
  );
  return group([
    filled(edge, roundPaint(sketch, light, coat.body), outlined(coat.body)),
    group(
      [
        drawBodyPattern(portrait, whole),
        filled(bib, bibPaint),
        drawFlecks(portrait, whole),
        hairStrokes(whole, coat.body, breed, portrait.dice('body hair')),
        bodyShade(portrait, whole),
        headShadow(portrait),
      ],
      { 'clip-path': sketch.clip(edge) },
    ),
  ]);
}

function bodyShade({ sketch, light }: Portrait, { x, y, rx, ry }: Patch): string {
  const dx = light.x * 0.5;
  const paint = sketch.linear(
    [0.5 + dx, 0.1, 0.5 - dx, 0.95],
    [
      [0.2, '#1c1430', 0],
      [1, '#1c1430', 0.2 + 0.35 * light.contrast],
    ],
  );
  return rectangle(x - rx - 20, y - ry - 20, rx * 2 + 40, ry * 2 + 40, paint);
}

/** A leg as a rounded column from shoulder to ground with a paw; `away` darkens legs on the far side. */
function leg(portrait: Portrait, from: Point, to: Point, away = 0): string {
  const { breed, coat, sketch } = portrait;
  const w = 10.5 * (0.6 + 0.4 * breed.build);
  const shape = hull([...oval(from[0], from[1], w * 1.15, w * 1.3), ...oval(to[0], to[1] - 4, w, w * 0.9)]);
  // The shoulder melts into the body: only the free part of a leg has an edge.
  const paint = sketch.linear(
    [0, 0, 0, 1],
    [
      [0, darker(coat.body, away + 0.04), away > 0 ? 1 : 0],
      [0.45, darker(mix(coat.legs, coat.body, 0.3), away)],
      [1, darker(coat.legs, away)],
    ],
  );
  const edge = sketch.linear(
    [0, 0, 0, 1],
    [
      [0.1, darker(coat.body, 0.45), 0],
      [0.6, darker(coat.legs, 0.45)],
    ],
  );
  const outline = furEdge(shape, breed, portrait.dice(`leg ${Math.round(from[0])}`), 0.5);
  return group([
    filled(outline, paint, { stroke: edge, 'stroke-width': 0.9 }),
    drawLegPattern(portrait, from, to, w),
    paw(portrait, to, 1, away),
  ]);
}

function paw({ breed, coat, sketch, light }: Portrait, [x, y]: Point, size = 1, away = 0): string {
  const w = 13.5 * size * (0.6 + 0.4 * breed.build);
  const colour = darker(coat.legs, away);
  const toes = [-0.34, 0, 0.34].map((t) => trace`M${x + t * w} ${y + 1}v4.6`).join('');
  return group([
    ellipse(x, y, w, 8.6 * size, roundPaint(sketch, light, colour), outlined(colour)),
    stroked(toes, darker(colour, 0.6), 1.3, { opacity: 0.6 }),
  ]);
}

function haunch(portrait: Portrait, [x, y]: Point, rx: number, ry: number): string {
  const { breed, coat, sketch, light } = portrait;
  const b = 0.5 + 0.5 * breed.build;
  const edge = furEdge(oval(x, y, rx * b, ry * b, 12), breed, portrait.dice(`haunch ${Math.round(x)}`), 0.6);
  const colour = coat.markings.includes('saddle') ? mix(coat.body, coat.face, 0.8) : coat.body;
  return group([
    filled(edge, roundPaint(sketch, light, colour), outlined(colour)),
    coat.markings.includes('saddle')
      ? ''
      : group([drawBodyPattern(portrait, { x, y, rx, ry })], { 'clip-path': sketch.clip(edge) }),
  ]);
}

/** The shade the head throws on the chest, which lifts the head off the body. */
function headShadow({ breed, sketch, light, pose }: Portrait): string {
  const { cheek, chin } = breed.head;
  const x = Math.sin(pose.turn) * 10 - light.x * 12;
  return ellipse(x, chin + 3, cheek * 0.9, 22, sketch.soft('#140e20', 0.45));
}

/** The ruff of long-haired animals, which hides where head and body meet. */
function collarRuff(portrait: Portrait, colour: Colour): string {
  const { breed, sketch, light } = portrait;
  if (breed.fur.fringe < 6) return '';
  const ruff = furEdge(
    oval(0, breed.head.chin + 4, 34 * breed.build, 20, 12),
    breed,
    portrait.dice('ruff'),
    1.3,
  );
  return group([
    filled(ruff, roundPaint(sketch, light, lighter(colour, 0.08))),
    ellipse(0, breed.head.chin, 38, 17, sketch.soft('#140e20', 0.3)),
  ]);
}

function shadow({ sketch }: Portrait, x: number, y: number, half: number): string {
  return ellipse(x, y, half * 1.1, 14, sketch.soft('#0c0a14', 0.55));
}

function outlined(colour: Colour) {
  return { stroke: darker(colour, 0.45), 'stroke-width': 0.8 };
}
