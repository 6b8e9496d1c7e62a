import { darker, lighter, mix } from './colour';
import { roundPaint } from './light';
import { hull, oval, smooth, type Point } from './outline';
import type { Portrait } from './portrait';
import { circle, ellipse, filled, group, stroked, trace } from './sketch';

/** Muzzle, nose, mouth and whiskers. */
export function drawMuzzle(portrait: Portrait): string {
  return portrait.breed.species === 'cat' ? catMuzzle(portrait) : dogMuzzle(portrait);
}

function catMuzzle(portrait: Portrait): string {
  const { breed, coat, view, sketch, light } = portrait;
  const { length, width, height, drop } = breed.muzzle;
  const depth = 38 + length;
  const pads = ([-1, 1] as const).map((side) => {
    const [x, y] = view.at(side * width * 0.47, drop + 2, depth - 3);
    const rx = width * 0.62 * (0.4 + 0.6 * view.narrowing(side * 10));
    return { side, x, y, rx, ry: height * 0.72 };
  });
  const [chinX, chinY] = view.at(0, drop + height * 0.85, depth - 8);
  const pale = mix(coat.muzzle, lighter(coat.face, 0.25), 0.25);
  return group([
    openMouth(portrait, [chinX, chinY - 1], width * 0.5),
    portrait.expression.mouth === 'closed'
      ? ellipse(chinX, chinY, width * 0.5, height * 0.42, roundPaint(sketch, light, darker(pale, 0.06)))
      : '',
    ...pads.map(({ x, y, rx, ry }) => ellipse(x, y, rx, ry, roundPaint(sketch, light, pale))),
    length < 4 ? snub(portrait, depth) : '',
    nose(portrait, depth),
    catLips(portrait, depth),
    breed.fur.strokes === 0 ? '' : group(pads.map(({ side, x, y }) => whiskers(portrait, side, [x, y]))),
  ]);
}

/** The crease of a flat face, from between the eyes around the nose. */
function snub({ breed, coat, view }: Portrait, depth: number): string {
  const { width, drop, nose: size } = breed.muzzle;
  const creases = ([-1, 1] as const).map((side) => {
    const [a, b, c] = [
      view.at(side * size * 0.9, drop - 12, depth),
      view.at(side * width * 0.7, drop - 8, depth - 4),
      view.at(side * width * 1.05, drop + 8, depth - 10),
    ];
    return trace`M${a[0]} ${a[1]}Q${b[0]} ${b[1]} ${c[0]} ${c[1]}`;
  });
  return stroked(creases.join(''), darker(coat.face, 0.5), 2.2, { opacity: 0.32 });
}

function catLips({ breed, coat, view }: Portrait, depth: number): string {
  const { width, height, drop, smile, nose: size } = breed.muzzle;
  const [x, top] = view.at(0, drop - 3 + size * 0.35, depth + 2);
  const [, y] = view.at(0, drop + height * 0.42, depth);
  const ends = ([-1, 1] as const).map((side) =>
    view.at(side * width * 0.62, drop + height * 0.42 - smile, depth - 5),
  );
  const curves = ends.map(
    ([ex, ey]) => trace`M${x} ${y}Q${(x + ex) / 2} ${y + 5.5 + Math.min(smile, 0)} ${ex} ${ey}`,
  );
  return stroked(trace`M${x} ${top}V${y}` + curves.join(''), darker(coat.muzzle, 0.7), 1.5, {
    opacity: 0.85,
  });
}

function whiskers(portrait: Portrait, side: -1 | 1, [x, y]: Point): string {
  const dice = portrait.dice(`whiskers ${side}`);
  let hairs = '';
  let dots = '';
  for (let i = 0; i < 4; i++) {
    const [sx, sy] = [x + side * dice.between(0, 5), y - 3 + i * 2.4];
    const [ex, ey] = [sx + side * dice.between(34, 50), sy - 12 + i * 7 + dice.around(0, 4)];
    hairs += trace`M${sx} ${sy}Q${(sx + ex) / 2} ${(sy + ey) / 2 - 5} ${ex} ${ey}`;
    dots += trace`M${sx - side * 2} ${sy}h.1`;
  }
  return group([
    stroked(dots, darker(portrait.coat.muzzle, 0.6), 1.3, { opacity: 0.6 }),
    stroked(hairs, '#ffffff', 0.7, { opacity: 0.8 }),
  ]);
}

function dogMuzzle(portrait: Portrait): string {
  const { breed, coat, view, sketch, light } = portrait;
  const { length, width, height, drop } = breed.muzzle;
  const far = 34 + length;
  // What is nearer looks larger.
  const near = 1 + length / 260;
  const tip = view.at(0, drop + 4 + length * 0.16, far);
  const root = view.at(0, drop - 6, 30);
  const snout = hull([
    ...oval(root[0], root[1], width * 0.72, height * 0.9),
    ...oval(tip[0], tip[1], width * near, height * near),
  ]);
  const bridge = hull([
    ...oval(root[0], root[1] - height * 0.5, width * 0.4, 4),
    ...oval(tip[0], tip[1] - height * 0.55, width * 0.52, 5),
  ]);
  const [mouthX, mouthY] = [tip[0], tip[1] + height * near * 0.72];
  const outline = { stroke: darker(coat.muzzle, 0.5), 'stroke-width': 0.7, 'stroke-opacity': 0.6 };
  return group([
    openMouth(portrait, [mouthX, mouthY], width * 0.62),
    filled(smooth(snout), roundPaint(sketch, light, coat.muzzle), outline),
    filled(smooth(bridge), lighter(coat.muzzle, 0.3), { opacity: 0.28 }),
    flews(portrait, tip, near),
    nose(portrait, far + 4),
  ]);
}

/** The two hanging lips of a dog and the line between them. */
function flews({ breed, coat }: Portrait, [x, y]: Point, near: number): string {
  const { width, height, smile } = breed.muzzle;
  const [w, h] = [width * near, height * near];
  const [top, middle] = [y - h * 0.1, y + h * 0.52];
  const line = darker(coat.muzzle, 0.72);
  const lip = (side: -1 | 1) =>
    trace`M${x} ${middle}C${x + side * w * 0.25} ${middle + h * 0.38} ${x + side * w * 0.7} ${middle + h * 0.3} ${x + side * w * 0.9} ${middle - h * 0.12 - smile}`;
  const dots = [-1, 1].map(
    (side) =>
      trace`M${x + side * w * 0.5} ${y + h * 0.1}h.1M${x + side * w * 0.66} ${y + h * 0.26}h.1M${x + side * w * 0.4} ${y + h * 0.34}h.1`,
  );
  return group([
    stroked(trace`M${x} ${top}V${middle}` + lip(-1) + lip(1), line, 1.8, { opacity: 0.85 }),
    stroked(dots.join(''), line, 1.4, { opacity: 0.45 }),
  ]);
}

/** The dark of an open mouth with the lower jaw, and the tongue where it shows; painted before the lips. */
function openMouth({ breed, coat, expression, dice }: Portrait, [x, y]: Point, w: number): string {
  if (expression.mouth === 'closed') return '';
  const lean = dice('tongue').around(0, 0.4) * w;
  const long = expression.mouth === 'tongue' ? (breed.species === 'cat' ? 0.75 : 1.5) : 0.7;
  const deep = breed.species === 'cat' ? w * 0.9 : w * 0.8;
  const tongue = trace`M${x - w * 0.5} ${y - 2}C${x - w * 0.6} ${y + w * long * 0.7} ${x - w * 0.4 + lean} ${y + w * long * 1.1} ${x + lean} ${y + w * long * 1.1}C${x + w * 0.45 + lean} ${y + w * long * 1.1} ${x + w * 0.6} ${y + w * long * 0.7} ${x + w * 0.5} ${y - 2}Z`;
  return group([
    ellipse(x, y + deep * 0.28, w * 1.02, deep, darker(coat.muzzle, 0.2)),
    ellipse(x, y + deep * 0.18, w * 0.84, deep * 0.8, '#4a1f2a'),
    filled(tongue, '#e88493'),
    stroked(
      trace`M${x} ${y + 1}Q${x + lean * 0.3} ${y + w * long * 0.4} ${x + lean * 0.8} ${y + w * long * 0.75}`,
      '#b8566a',
      1.3,
    ),
  ]);
}

function nose({ breed, coat, view, light }: Portrait, depth: number): string {
  const { nose: s, drop, length, height } = breed.muzzle;
  const cat = breed.species === 'cat';
  const [x, y] = cat
    ? view.at(0, drop - 5, depth + 3)
    : view.at(0, drop + 4 + length * 0.16 - height * 0.55, depth);
  const h = cat ? s * 0.72 : s * 0.8;
  const shape = cat
    ? trace`M${x - s} ${y - h * 0.6}Q${x} ${y - h * 1.15} ${x + s} ${y - h * 0.6}Q${x + s * 0.75} ${y + h * 0.4} ${x} ${y + h}Q${x - s * 0.75} ${y + h * 0.4} ${x - s} ${y - h * 0.6}Z`
    : trace`M${x - s} ${y - h * 0.15}C${x - s} ${y - h * 1.15} ${x + s} ${y - h * 1.15} ${x + s} ${y - h * 0.15}C${x + s} ${y + h * 0.65} ${x + s * 0.4} ${y + h} ${x} ${y + h}C${x - s * 0.4} ${y + h} ${x - s} ${y + h * 0.65} ${x - s} ${y - h * 0.15}Z`;
  const hole = darker(coat.nose, 0.75);
  return group([
    filled(shape, coat.nose, { stroke: darker(coat.nose, 0.5), 'stroke-width': 0.8 }),
    ellipse(x - s * 0.48, y + h * 0.12, s * 0.2, h * 0.24, hole),
    ellipse(x + s * 0.48, y + h * 0.12, s * 0.2, h * 0.24, hole),
    ellipse(x + light.x * s * 0.35, y - h * 0.48, s * 0.38, h * 0.2, '#ffffff', { opacity: 0.5 }),
    cat ? '' : circle(x, y + h * 0.6, 0.8, hole),
  ]);
}
