import type { Colour } from './colour';

/** Attributes of an SVG element; numbers are written with at most two decimals. */
export type Attributes = Readonly<Record<string, string | number>>;

/** A colour stop of a gradient: where (0 to 1), colour, opacity. */
export type Stop = readonly [offset: number, colour: Colour, opacity?: number];

/** Gathers the definitions (gradients, clips, blurs) that the elements of one picture refer to. */
export class Sketch {
  private readonly definitions: string[] = [];

  /** A paint that runs from the first to the last stop along a line given in the shape's own box (0 to 1). */
  linear(line: readonly [x1: number, y1: number, x2: number, y2: number], stops: readonly Stop[]): string {
    const [x1, y1, x2, y2] = line;
    return this.define('linearGradient', { x1, y1, x2, y2 }, stops.map(stopElement).join(''));
  }

  /** A paint that runs outward from a point given in the shape's own box (0 to 1). */
  radial(circle: readonly [cx: number, cy: number, r: number], stops: readonly Stop[]): string {
    const [cx, cy, r] = circle;
    return this.define('radialGradient', { cx, cy, r }, stops.map(stopElement).join(''));
  }

  /** A paint that fades from the middle of the shape to nothing at its rim: a blur that costs a tenth of one. */
  soft(colour: Colour, opacity: number): string {
    return this.radial(
      [0.5, 0.5, 0.5],
      [
        [0, colour, opacity],
        [0.55, colour, opacity * 0.75],
        [1, colour, 0],
      ],
    );
  }

  /** A reference for `clip-path` that keeps what lies within the traced path. */
  clip(trace: string): string {
    return this.define('clipPath', {}, element('path', { d: trace }));
  }

  /** A reference for `filter` that blurs by a deviation in pixels of the current scale. */
  blur(deviation: number): string {
    const box = { x: '-30%', y: '-30%', width: '160%', height: '160%' };
    return this.define('filter', box, element('feGaussianBlur', { stdDeviation: deviation }));
  }

  /**
   * A reference for `filter` that blurs a thing that covers the whole picture and leaves it opaque: the renderer takes
   * what lies beyond the picture for empty, and the edges would fade.
   */
  haze(deviation: number): string {
    const opaque = element('feFuncA', { type: 'linear', slope: 0, intercept: 1 });
    const blur = element('feGaussianBlur', { stdDeviation: deviation });
    return this.define('filter', {}, blur + element('feComponentTransfer', {}, opaque));
  }

  /** The whole document: a square of 256 units. */
  document(content: string): string {
    const attributes = {
      xmlns: 'http://www.w3.org/2000/svg',
      width: 256,
      height: 256,
      viewBox: '0 0 256 256',
    };
    return element('svg', attributes, element('defs', {}, this.definitions.join('')) + content);
  }

  private define(name: string, attributes: Attributes, content: string): string {
    const id = `d${this.definitions.length}`;
    this.definitions.push(element(name, { id, ...attributes }, content));
    return `url(#${id})`;
  }
}

/** An SVG element as text. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const text = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? short(value) : value}"`)
    .join('');
  return content === '' ? `<${name}${text}/>` : `<${name}${text}>${content}</${name}>`;
}

/** Path data whose numbers are shortened, which also makes it the same text on every machine. */
export function trace(pieces: TemplateStringsArray, ...values: readonly number[]): string {
  return pieces.map((piece, i) => piece + (i < values.length ? short(values[i] ?? 0) : '')).join('');
}

/** A filled path. */
export function filled(d: string, fill: string, more: Attributes = {}): string {
  return element('path', { d, fill, ...more });
}

/** A line with round ends. */
export function stroked(d: string, stroke: string, width: number, more: Attributes = {}): string {
  return element('path', {
    d,
    fill: 'none',
    stroke,
    'stroke-width': width,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
    ...more,
  });
}

/** A filled ellipse. */
export function ellipse(
  cx: number,
  cy: number,
  rx: number,
  ry: number,
  fill: string,
  more: Attributes = {},
): string {
  return element('ellipse', { cx, cy, rx: Math.max(rx, 0.1), ry: Math.max(ry, 0.1), fill, ...more });
}

/** A filled circle. */
export function circle(cx: number, cy: number, r: number, fill: string, more: Attributes = {}): string {
  return element('circle', { cx, cy, r: Math.max(r, 0.1), fill, ...more });
}

/** A filled rectangle. */
export function rectangle(
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  more: Attributes = {},
): string {
  return element('rect', { x, y, width, height, fill, ...more });
}

/** Elements as one, in the order they are painted. */
export function group(content: readonly string[], attributes: Attributes = {}): string {
  const inside = content.join('');
  return inside === '' ? '' : element('g', attributes, inside);
}

function stopElement([offset, colour, opacity = 1]: Stop): string {
  return element('stop', { offset, 'stop-color': colour, 'stop-opacity': opacity });
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}
