import { darker } from './colour';
import { furEdge } from './fur';
import { roundPaint } from './light';
import { oval, type Point } from './outline';
import type { Portrait } from './portrait';
import { filled, group, stroked, trace } from './sketch';

/** The tail from its root, behind the body. */
export function drawTail(portrait: Portrait, [x, y]: Point): string {
  const { breed, pose, coat } = portrait;
  const dice = portrait.dice('tail');
  const s = pose.side;
  const up = pose.stance === 'standing' ? 1.15 : 1;
  switch (breed.tail) {
    case 'long': {
      const [reach, rise] = [dice.between(22, 52), dice.between(10, 120) * up];
      const line = trace`M${x - s * 8} ${y}C${x + s * reach} ${y + 14} ${x + s * (reach + 14)} ${y - rise * 0.4} ${x + s * reach * 0.7} ${y - rise}`;
      return rope(portrait, line, 12 * breed.build);
    }
    case 'upright': {
      const lean = dice.between(8, 34);
      const line = trace`M${x - s * 10} ${y}Q${x + s * (lean + 8)} ${y - 16} ${x + s * lean} ${y - 62 * up}`;
      return group([
        rope(portrait, line, 10),
        stroked(trace`M${x + s * lean} ${y - 62 * up}v-3`, coat.chest, 9),
      ]);
    }
    case 'curl': {
      const line = trace`M${x - s * 6} ${y - 10}c${s * 26} -4 ${s * 26} -36 ${s * 2} -34c${-s * 18} 2 ${-s * 12} 24 ${s * 6} 20`;
      return rope(portrait, line, 12);
    }
    case 'plume':
      return plume(portrait, [x + s * dice.between(8, 24), y - dice.between(14, 44) * up]);
    case 'stub':
      return rope(
        portrait,
        trace`M${x - s * 8} ${y - 4}q${s * 16} -4 ${s * 24} ${-dice.between(12, 26)}`,
        10,
      );
  }
}

const rings = { 'stroke-dasharray': '4 8', 'stroke-linecap': 'butt', opacity: 0.75 };

function rope({ coat }: Portrait, line: string, width: number): string {
  return group([
    stroked(line, darker(coat.tail, 0.45), width + 1.6),
    stroked(line, coat.tail, width),
    coat.markings.includes('tabby') ? stroked(line, coat.mark, width, rings) : '',
    stroked(line, '#ffffff', width * 0.3, { opacity: 0.14, transform: 'translate(-1.5 -1.5)' }),
  ]);
}

function plume(portrait: Portrait, [x, y]: Point): string {
  const { breed, coat, sketch, light } = portrait;
  const lean = portrait.pose.side * 24;
  const edge = furEdge(oval(0, 0, 20, 42, 14), breed, portrait.dice('plume'), 1.1);
  return filled(edge, roundPaint(sketch, light, coat.tail), {
    stroke: darker(coat.tail, 0.4),
    'stroke-width': 0.8,
    transform: trace`translate(${x} ${y}) rotate(${lean})`,
  });
}
