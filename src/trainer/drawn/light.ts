import { hsl, mix, type Colour } from './colour';
import type { Dice } from './dice';
import { ellipse, group, rectangle, stroked, trace, type Sketch } from './sketch';

/** Where the light comes from and what it does to the whole picture. */
export interface Light {
  /** Direction toward the light, about a unit long, y downward. */
  readonly x: number;
  readonly y: number;
  /** How much darker the far side is: 0 flat, 1 stark. */
  readonly contrast: number;
  /** -1 dim to 1 overexposed. */
  readonly exposure: number;
  /** -1 blue to 1 orange. */
  readonly warmth: number;
  readonly kind: 'soft' | 'window' | 'dapple' | 'lamp' | 'haze';
}

/** A light. */
export function lightFor(dice: Dice): Light {
  const x = dice.between(-0.9, 0.9);
  return {
    x,
    y: -Math.sqrt(1 - x * x),
    contrast: dice.between(0.15, 0.95),
    exposure: dice.around(0, 0.95),
    warmth: dice.around(0, 1),
    kind: dice.pick(['soft', 'soft', 'soft', 'window', 'dapple', 'lamp', 'haze']),
  };
}

/** A paint for a rounded thing of one colour: bright toward the light, dark away from it. */
export function roundPaint(sketch: Sketch, light: Light, colour: Colour): string {
  const centre = [0.5 + light.x * 0.24, 0.46 + light.y * 0.22, 0.72] as const;
  return sketch.radial(centre, [
    [0, mix(colour, '#fff8e8', 0.08 + 0.14 * light.contrast)],
    [0.5, colour],
    [1, mix(colour, '#1c1626', 0.16 + 0.22 * light.contrast)],
  ]);
}

/** What the light does over the finished picture: colour cast, beams or spots, exposure, dark corners. */
export function drawLight(sketch: Sketch, light: Light, dice: Dice): string {
  return group([cast(light), special(sketch, light, dice), exposed(light), vignette(sketch, dice)]);
}

function cast(light: Light): string {
  const colour = light.warmth > 0 ? '#ff9a3c' : '#3f7dff';
  const opacity = Math.abs(light.warmth) * 0.28;
  return rectangle(0, 0, 256, 256, colour, { opacity, style: 'mix-blend-mode:soft-light' });
}

function special(sketch: Sketch, light: Light, dice: Dice): string {
  switch (light.kind) {
    case 'soft':
      return '';
    case 'window':
      return windowBeams(light, dice);
    case 'dapple':
      return dapple(sketch, dice);
    case 'lamp':
      return lamp(sketch, light);
    case 'haze':
      return rectangle(0, 0, 256, 256, hsl(dice.between(20, 60), 0.4, 0.86), {
        opacity: dice.between(0.1, 0.28),
      });
  }
}

function windowBeams(light: Light, dice: Dice): string {
  const width = dice.between(22, 44);
  const lean = light.x > 0 ? -90 : 90;
  const start = dice.between(10, 70);
  const beams = [0, 1, 2].map((i) => trace`M${start + i * width * 1.7} -30l${lean} 320`).join('');
  // Three widths on top of each other make a soft edge.
  const layers = [1.1, 1, 0.9].map((share) => stroked(beams, '#fff3cf', width * share, { opacity: 0.2 }));
  return group(layers, { style: 'mix-blend-mode:soft-light' });
}

function dapple(sketch: Sketch, dice: Dice): string {
  const paint = sketch.soft('#10162a', 1);
  const spots = Array.from({ length: 22 }, () => {
    const [x, y] = [dice.between(-10, 266), dice.between(-10, 266)];
    const opacity = dice.between(0.25, 0.5);
    return ellipse(x, y, dice.between(14, 40), dice.between(12, 30), paint, { opacity });
  });
  return group(spots, { style: 'mix-blend-mode:soft-light' });
}

function lamp(sketch: Sketch, light: Light): string {
  const centre = [0.5 + light.x * 0.42, 0.5 + light.y * 0.4, 0.85] as const;
  const paint = sketch.radial(centre, [
    [0, '#ffe7b0', 0.7],
    [0.45, '#8a6a50', 0.1],
    [1, '#0b0a1e', 0.75],
  ]);
  return rectangle(0, 0, 256, 256, paint, { style: 'mix-blend-mode:soft-light' });
}

function exposed(light: Light): string {
  if (light.exposure < 0) {
    return rectangle(0, 0, 256, 256, '#0d0c1c', { opacity: -light.exposure * 0.28 });
  }
  return rectangle(0, 0, 256, 256, '#fffaf0', { opacity: light.exposure * 0.2 });
}

function vignette(sketch: Sketch, dice: Dice): string {
  const paint = sketch.radial(
    [0.5, 0.5, 0.75],
    [
      [0.55, '#000000', 0],
      [1, '#0a0814', 1],
    ],
  );
  return rectangle(0, 0, 256, 256, paint, { opacity: dice.between(0, 0.35) });
}
