import { darker, hsl, lighter, type Colour } from './colour';
import type { Dice } from './dice';
import { circle, ellipse, filled, group, rectangle, stroked, trace, type Sketch } from './sketch';

type Scene = (sketch: Sketch, dice: Dice) => string;

/** A place in the open, over the whole picture. */
export function outdoor(sketch: Sketch, dice: Dice): string {
  return dice.pick<Scene>([meadow, meadow, garden, wood, beach, snow, street, evening])(sketch, dice);
}

function sky(sketch: Sketch, dice: Dice): string {
  const hue = dice.chance(0.2) ? dice.between(10, 40) : dice.between(190, 225);
  const light = dice.between(0.55, 0.82);
  const paint = sketch.linear(
    [0, 0, 0, 1],
    [
      [0, hsl(hue, dice.between(0.25, 0.7), light)],
      [1, hsl(hue - 10, 0.4, light + 0.14)],
    ],
  );
  return rectangle(-20, -20, 296, 300, paint);
}

function grassColour(dice: Dice): Colour {
  return hsl(dice.between(58, 135), dice.between(0.22, 0.48), dice.between(0.3, 0.56));
}

function blades(from: number, colour: Colour, dice: Dice): string {
  const tones = [darker(colour, 0.3), lighter(colour, 0.22), colour];
  const tufts = tones.map((tone) => stroked(bladeTrace(from, dice), tone, 1.6, { opacity: 0.8 }));
  return group(tufts);
}

function bladeTrace(from: number, dice: Dice): string {
  let d = '';
  for (let i = 0; i < 57; i++) {
    const [x, y, h] = [dice.between(-10, 266), dice.between(from, 262), dice.between(6, 17)];
    d += trace`M${x} ${y}q${dice.around(0, 4)} ${-h * 0.6} ${dice.around(0, 8)} ${-h}`;
  }
  return d;
}

function bush(x: number, y: number, size: number, colour: Colour, dice: Dice): string {
  const balls = Array.from({ length: 7 }, (_, i) =>
    circle(
      x + dice.around(0, size),
      y + dice.around(0, size * 0.5),
      size * dice.between(0.3, 0.55),
      lighter(colour, i * 0.04),
    ),
  );
  return group(balls);
}

function clouds(dice: Dice): string {
  return group(
    Array.from({ length: dice.whole(0, 3) }, () => {
      const [x, y] = [dice.between(0, 256), dice.between(0, 70)];
      return ellipse(x, y, dice.between(24, 60), dice.between(7, 15), '#ffffff', {
        opacity: dice.between(0.4, 0.85),
      });
    }),
  );
}

function meadow(sketch: Sketch, dice: Dice): string {
  const grass = grassColour(dice);
  const horizon = dice.between(30, 170);
  const far = lighter(grassColour(dice), 0.2);
  const hill = trace`M-20 ${horizon + 10}Q${dice.between(20, 120)} ${horizon - 50} 150 ${horizon}T280 ${horizon - 10}V280H-20Z`;
  return group([
    sky(sketch, dice),
    clouds(dice),
    filled(hill, far),
    rectangle(-20, horizon + 8, 296, 290, grass),
    blades(horizon + 20, grass, dice),
    dice.chance(0.5) ? flowers(horizon + 20, dice) : '',
  ]);
}

function flowers(from: number, dice: Dice): string {
  const colour = hsl(dice.between(0, 360), 0.75, 0.72);
  return group(
    Array.from({ length: 20 }, () => {
      const [x, y] = [dice.between(0, 256), dice.between(from, 256)];
      return group([circle(x, y, dice.between(2, 4.4), colour), circle(x, y, 1.3, '#f6d860')]);
    }),
  );
}

function garden(sketch: Sketch, dice: Dice): string {
  const horizon = dice.between(120, 180);
  const fence = hsl(dice.between(20, 50), dice.between(0.05, 0.4), dice.between(0.4, 0.92));
  const posts = Array.from({ length: 12 }, (_, i) =>
    rectangle(i * 25 - 14, horizon - 90, 19, 100, fence, { rx: 4 }),
  );
  const green = grassColour(dice);
  return group([
    sky(sketch, dice),
    dice.chance(0.6) ? group([rectangle(-20, horizon - 66, 296, 9, darker(fence, 0.2)), ...posts]) : '',
    bush(dice.between(-10, 60), horizon, 50, darker(green, 0.2), dice),
    bush(dice.between(190, 270), horizon, 56, darker(green, 0.1), dice),
    rectangle(-20, horizon + 4, 296, 200, green),
    blades(horizon + 16, green, dice),
    flowers(horizon - 10, dice),
  ]);
}

function wood(_sketch: Sketch, dice: Dice): string {
  const leaf = hsl(dice.between(25, 130), dice.between(0.25, 0.6), dice.between(0.2, 0.5));
  const ground = hsl(dice.between(20, 60), 0.35, dice.between(0.25, 0.5));
  const horizon = dice.between(140, 190);
  const trunks = Array.from({ length: 7 }, () => {
    const [x, w] = [dice.between(-10, 256), dice.between(8, 26)];
    return rectangle(x, -20, w, horizon + 24, hsl(dice.between(15, 40), 0.25, dice.between(0.16, 0.42)));
  });
  const crowns = Array.from({ length: 6 }, () =>
    bush(dice.between(0, 256), dice.between(-10, 60), 44, leaf, dice),
  );
  const fallen = Array.from({ length: 60 }, () => {
    const [x, y] = [dice.between(-5, 260), dice.between(horizon, 256)];
    const tone = hsl(dice.between(10, 60), 0.6, dice.between(0.3, 0.6));
    return ellipse(x, y, 5, 2.4, tone, { transform: trace`rotate(${dice.between(0, 180)} ${x} ${y})` });
  });
  return group([
    rectangle(-20, -20, 296, 300, lighter(leaf, 0.35)),
    ...trunks,
    ...crowns,
    rectangle(-20, horizon, 296, 200, ground),
    ...fallen,
  ]);
}

function beach(sketch: Sketch, dice: Dice): string {
  const shore = dice.between(110, 170);
  const sand = hsl(dice.between(34, 46), dice.between(0.3, 0.6), dice.between(0.6, 0.8));
  const sea = hsl(dice.between(180, 215), 0.5, dice.between(0.35, 0.6));
  const waves = [0, 1, 2, 3].map(
    (i) => trace`M-20 ${shore - 34 + i * 10}q20 -6 40 0t40 0t40 0t40 0t40 0t40 0t40 0t40 0`,
  );
  return group([
    sky(sketch, dice),
    clouds(dice),
    rectangle(-20, shore - 44, 296, 60, sea),
    stroked(waves.join(''), lighter(sea, 0.5), 2, { opacity: 0.6 }),
    filled(trace`M-20 ${shore}Q70 ${shore - 10} 140 ${shore + 4}T280 ${shore - 2}V290H-20Z`, sand),
  ]);
}

function snow(sketch: Sketch, dice: Dice): string {
  const horizon = dice.between(100, 170);
  const pine = hsl(dice.between(130, 170), 0.3, dice.between(0.2, 0.38));
  const trees = Array.from({ length: 7 }, () => {
    const [x, h] = [dice.between(-10, 266), dice.between(50, 110)];
    return filled(
      trace`M${x - h * 0.28} ${horizon + 6}L${x} ${horizon - h}L${x + h * 0.28} ${horizon + 6}Z`,
      pine,
    );
  });
  const flakes = Array.from({ length: 40 }, () =>
    circle(dice.between(0, 256), dice.between(0, 256), dice.between(1, 2.8), '#ffffff'),
  );
  return group([
    sky(sketch, dice),
    ...trees,
    filled(
      trace`M-20 ${horizon}Q60 ${horizon - 14} 140 ${horizon}T280 ${horizon - 6}V290H-20Z`,
      hsl(210, 0.3, dice.between(0.82, 0.95)),
    ),
    ...(dice.chance(0.6) ? flakes : []),
  ]);
}

function street(_sketch: Sketch, dice: Dice): string {
  const brick = hsl(dice.between(0, 40), dice.between(0.1, 0.5), dice.between(0.3, 0.65));
  const horizon = dice.between(150, 200);
  let joints = '';
  for (let row = 0; row * 15 < horizon; row++) {
    joints += trace`M-20 ${row * 15}H280`;
    for (let x = (row % 2) * 17 - 10; x < 270; x += 34) joints += trace`M${x} ${row * 15}v15`;
  }
  const slabs = Array.from(
    { length: 9 },
    (_, i) => trace`M${i * 34} ${horizon}L${(i - 4) * 70 + 128} 270`,
  ).join('');
  const stone = hsl(dice.between(20, 240), 0.06, dice.between(0.4, 0.7));
  return group([
    rectangle(-20, -20, 296, 300, brick),
    stroked(joints, lighter(brick, 0.4), 1.8, { opacity: 0.7 }),
    dice.chance(0.5)
      ? rectangle(dice.between(-20, 190), 20, 70, horizon - 20, hsl(dice.between(0, 360), 0.4, 0.35))
      : '',
    rectangle(-20, horizon, 296, 120, stone),
    stroked(slabs, darker(stone, 0.4), 1.6, { opacity: 0.6 }),
  ]);
}

function evening(sketch: Sketch, dice: Dice): string {
  const hue = dice.between(200, 320);
  const paint = sketch.linear(
    [0, 0, 0, 1],
    [
      [0, hsl(hue, 0.45, 0.14)],
      [1, hsl(hue + dice.between(20, 90), 0.4, 0.4)],
    ],
  );
  const lamps = Array.from({ length: 20 }, () =>
    circle(
      dice.between(-5, 260),
      dice.between(0, 190),
      dice.between(5, 15),
      hsl(dice.between(10, 70), 0.85, 0.68),
      {
        opacity: dice.between(0.25, 0.75),
      },
    ),
  );
  return group([
    rectangle(-20, -20, 296, 300, paint),
    ...lamps,
    rectangle(-20, 200, 296, 80, hsl(hue, 0.2, 0.2)),
  ]);
}
