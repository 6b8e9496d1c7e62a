import { darker, mix } from './colour';
import { drawEars } from './ears';
import { drawEyes } from './eyes';
import { furEdge, hairStrokes } from './fur';
import { roundPaint } from './light';
import { drawFacePattern, drawLongHair, drawSkinFolds } from './faceMarkings';
import { drawMuzzle } from './muzzle';
import { mirrored, type Point } from './outline';
import type { Portrait } from './portrait';
import { filled, group, rectangle } from './sketch';

/** The head around its own middle, untilted. */
export function drawHead(portrait: Portrait): string {
  const { breed, coat, sketch, light } = portrait;
  const outline = headOutline(portrait);
  const edge = furEdge(outline, breed, portrait.dice('head fringe'));
  const within = sketch.clip(edge);
  const ears = drawEars(portrait);
  const reach = { x: 0, y: 2, rx: breed.head.cheek, ry: breed.head.crown };
  return group([
    ears.behind,
    filled(edge, roundPaint(sketch, light, coat.face), {
      stroke: darker(coat.face, 0.4),
      'stroke-width': 0.7,
    }),
    group(
      [
        drawFacePattern(portrait),
        hairStrokes(reach, coat.face, breed, portrait.dice('head hair')),
        drawSkinFolds(portrait),
        farSideShade(portrait),
      ],
      { 'clip-path': within },
    ),
    ears.beside,
    drawEyes(portrait),
    drawMuzzle(portrait),
    drawLongHair(portrait),
    ears.front,
  ]);
}

/** The outline of the skull, clockwise; the side that turns away looks narrower. */
function headOutline({ breed, pose }: Portrait): Point[] {
  const { skull, cheek, jaw, crown, chin } = breed.head;
  const front = mirrored([
    [0, -crown],
    [skull * 0.58, -crown * 0.92],
    [skull * 0.98, -crown * 0.45],
    [cheek, chin * 0.1],
    [(cheek + jaw) * 0.5, chin * 0.6],
    [jaw * 0.62, chin * 0.93],
    [0, chin],
  ]);
  const away = Math.sin(pose.turn);
  return front.map(([x, y]) => [
    x * (x * away > 0 ? 1 - 0.14 * Math.abs(away) : 1 + 0.05 * Math.abs(away)),
    y,
  ]);
}

/** The side of the head that the light does not reach. */
function farSideShade({ sketch, light, coat }: Portrait): string {
  const [dx, dy] = [light.x * 0.5, light.y * 0.5];
  const dark = mix(darker(coat.face, 0.85), '#20183a', 0.5);
  const paint = sketch.linear(
    [0.5 + dx, 0.5 + dy, 0.5 - dx, 0.5 - dy],
    [
      [0, '#fff4dc', 0.22 * light.contrast],
      [0.4, '#fff4dc', 0],
      [0.5, dark, 0],
      [1, dark, 0.5 * light.contrast],
    ],
  );
  return rectangle(-75, -75, 150, 150, paint);
}
