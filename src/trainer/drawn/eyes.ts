import { clamp, darker, lighter, mix, type Colour } from './colour';
import type { Portrait } from './portrait';
import { circle, ellipse, filled, group, rectangle, stroked, trace } from './sketch';

/** Both eyes and, for dogs, the brows. */
export function drawEyes(portrait: Portrait): string {
  return group(([-1, 1] as const).map((side) => oneEye(portrait, side)));
}

function oneEye(portrait: Portrait, side: -1 | 1): string {
  const { breed, view, expression } = portrait;
  const { spacing, rise, slant } = breed.eyes;
  const [x, y] = view.at(side * spacing, -rise, 31);
  const place = trace`translate(${x} ${y}) scale(${side * view.narrowing(side * spacing)} 1) rotate(${-slant})`;
  const closed = expression.eyes === 'closed' || (expression.eyes === 'wink' && side === portrait.pose.side);
  return group([closed ? closedEye(portrait) : openEye(portrait, side)], { transform: place });
}

function closedEye({ breed, coat }: Portrait): string {
  const { width: w, height: h } = breed.eyes;
  const line = darker(mix(coat.face, coat.mark, 0.3), 0.75);
  return group([
    stroked(trace`M${-w} ${-h * 0.1}Q0 ${h * 0.9} ${w} ${-h * 0.15}`, line, 2.4),
    stroked(trace`M${-w * 0.6} ${-h * 0.6}Q0 ${-h * 0.2} ${w * 0.6} ${-h * 0.65}`, line, 1.2, {
      opacity: 0.25,
    }),
  ]);
}

/** An open eye, drawn for the right side: the outer corner is at +x. */
function openEye(portrait: Portrait, side: -1 | 1): string {
  const { breed, coat, sketch, expression } = portrait;
  const { width: w, height } = breed.eyes;
  const cat = breed.species === 'cat';
  const h = height * (expression.eyes === 'wide' ? 1.14 : 1);
  const slit = lids(w, h);
  const rim = darker(mix(coat.face, coat.mark, 0.4), 0.78);
  const white = cat ? mix(coat.eyes[0], '#fdfbe9', 0.45) : '#f1ebe4';
  return group([
    filled(slit, rim, { stroke: rim, 'stroke-width': cat ? 2.6 : 3 }),
    filled(slit, white),
    group(
      [
        group([iris(portrait, side, h)], { transform: trace`rotate(${breed.eyes.slant})` }),
        upperLid(portrait, w, h),
      ],
      { 'clip-path': sketch.clip(slit) },
    ),
    stroked(
      trace`M${-w * 1.08} ${h * 0.24}C${-w * 0.55} ${-h * 1.25} ${w * 0.55} ${-h * 1.25} ${w * 1.06} ${-h * 0.05}`,
      rim,
      1.8,
    ),
    cat ? '' : brow(portrait, w, h),
  ]);
}

function lids(w: number, h: number): string {
  return trace`M${-w} ${h * 0.18}C${-w * 0.55} ${-h * 1.28} ${w * 0.55} ${-h * 1.28} ${w} ${-h * 0.05}C${w * 0.6} ${h * 1.2} ${-w * 0.55} ${h * 1.25} ${-w} ${h * 0.18}Z`;
}

function iris(portrait: Portrait, side: -1 | 1, h: number): string {
  const { breed, coat, sketch, expression, light } = portrait;
  const cat = breed.species === 'cat';
  const colour = coat.eyes[0];
  const r = h * (cat ? 1.06 : 1.02);
  const x = side * expression.gaze[0] * (cat ? 2.4 : 2);
  const y = expression.gaze[1] * 2 - h * 0.05;
  const paint = sketch.radial(
    [0.5, 0.62, 0.6],
    [
      [0, lighter(colour, 0.4)],
      [0.55, colour],
      [1, darker(colour, 0.6)],
    ],
  );
  // Pupils answer to the light: wide in the dark, slits when overexposed.
  const dark = clamp(0.46 - light.exposure * 0.4 + (expression.eyes === 'wide' ? 0.2 : 0), 0.15, 0.82);
  const pupil = cat
    ? ellipse(x, y, r * dark, r * 0.84, '#12101a')
    : circle(x, y, r * (0.45 + dark * 0.3), '#120d10');
  const glint: Colour = '#ffffff';
  return group([
    circle(x, y, r, paint),
    pupil,
    circle(x + side * light.x * r * 0.42, y - r * 0.42, r * 0.27, glint, { opacity: 0.95 }),
    circle(x - side * light.x * r * 0.4, y + r * 0.42, r * 0.13, glint, { opacity: 0.6 }),
  ]);
}

function upperLid({ coat, expression }: Portrait, w: number, h: number): string {
  const shadow = trace`M${-w * 1.2} ${-h * 1.5}H${w * 1.2}V${-h * 0.2}Q0 ${-h * 1.15} ${-w * 1.2} ${-h * 0.1}Z`;
  const lid = darker(mix(coat.face, coat.mark, 0.25), 0.18);
  return group([
    filled(shadow, '#140f1e', { opacity: 0.3 }),
    expression.eyes === 'sleepy' ? rectangle(-w * 1.2, -h * 1.6, w * 2.4, h * 1.4, lid) : '',
    expression.eyes === 'sleepy'
      ? stroked(trace`M${-w * 1.2} ${-h * 0.2}H${w * 1.2}`, darker(lid, 0.7), 1.8)
      : '',
  ]);
}

function brow({ coat }: Portrait, w: number, h: number): string {
  const line = trace`M${-w * 0.85} ${-h * 1.5}Q${w * 0.1} ${-h * 2.25} ${w * 1.05} ${-h * 1.45}`;
  return stroked(line, darker(coat.face, 0.6), 2.6, { opacity: 0.28 });
}
