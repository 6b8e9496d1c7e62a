import type { Dice } from './dice';
import { trace } from './sketch';

/** A place in the plane, y downward. */
export type Point = readonly [x: number, y: number];

/** A closed smooth curve through the points (Catmull-Rom), as path data. */
export function smooth(points: readonly Point[]): string {
  const first = points[0];
  if (first === undefined) return '';
  let d = trace`M${first[0]} ${first[1]}`;
  for (let i = 0; i < points.length; i++) {
    const [p0, p1, p2, p3] = around(points, i);
    const c1: Point = [p1[0] + (p2[0] - p0[0]) / 6, p1[1] + (p2[1] - p0[1]) / 6];
    const c2: Point = [p2[0] - (p3[0] - p1[0]) / 6, p2[1] - (p3[1] - p1[1]) / 6];
    d += trace`C${c1[0]} ${c1[1]} ${c2[0]} ${c2[1]} ${p2[0]} ${p2[1]}`;
  }
  return d + 'Z';
}

/** How the tufts of a furry outline stand. */
export interface Tufts {
  /** Distance from one tuft to the next, in units. */
  readonly spacing: number;
  /** Length of a tuft at a place, in units. */
  readonly length: (at: Point) => number;
  /** How much the tufts hang: 0 straight out, 1 as much down as out. */
  readonly droop: number;
}

/** The same closed curve with tufts of fur along it. The points must run clockwise on the screen. */
export function tufted(points: readonly Point[], tufts: Tufts, dice: Dice): string {
  const places = evenly(curve(points, 5), tufts.spacing);
  const start = places[0];
  if (start === undefined) return '';
  let d = trace`M${start[0]} ${start[1]}`;
  for (let i = 0; i < places.length; i++) {
    const from = at(places, i);
    const to = at(places, i + 1);
    const middle: Point = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
    const span = Math.max(Math.hypot(to[0] - from[0], to[1] - from[1]), 0.01);
    const out: Point = [(to[1] - from[1]) / span, -(to[0] - from[0]) / span];
    const length = tufts.length(middle) * dice.between(0.6, 1.25);
    const lean = dice.around(0.1, 0.45);
    const tip: Point = [
      middle[0] + out[0] * length - out[1] * length * lean,
      middle[1] + out[1] * length + out[0] * length * lean + tufts.droop * length,
    ];
    const bulge = length * 0.6;
    d += trace`Q${from[0] + out[0] * bulge} ${from[1] + out[1] * bulge} ${tip[0]} ${tip[1]}`;
    d += trace`Q${to[0] + out[0] * bulge * 0.25} ${to[1] + out[1] * bulge * 0.25} ${to[0]} ${to[1]}`;
  }
  return d + 'Z';
}

/** A whole outline from its right half, given clockwise from the top; points on the axis are kept once. */
export function mirrored(rightHalf: readonly Point[]): Point[] {
  const left = rightHalf.filter(([x]) => x !== 0).map(([x, y]): Point => [-x, y]);
  return [...rightHalf, ...left.reverse()];
}

/** Points on an ellipse, clockwise. */
export function oval(cx: number, cy: number, rx: number, ry: number, count = 16): Point[] {
  return Array.from({ length: count }, (_, i): Point => {
    const angle = (2 * Math.PI * i) / count - Math.PI / 2;
    return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)];
  });
}

/** The convex hull of the points, clockwise on the screen: a sheet stretched around them. */
export function hull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (ordered: readonly Point[]) => {
    const chain: Point[] = [];
    for (const point of ordered) {
      while (
        chain.length > 1 &&
        !turnsRight(at(chain, chain.length - 2), at(chain, chain.length - 1), point)
      ) {
        chain.pop();
      }
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half([...sorted].reverse())];
}

/** A lens-shaped stroke, thick in the middle: one stripe of a coat. */
export function stripe(from: Point, to: Point, width: number, bend = 0): string {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.max(Math.hypot(dx, dy), 0.01);
  const [nx, ny] = [-dy / length, dx / length];
  const [mx, my] = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
  const side = (s: number): Point => [mx + nx * (bend + s * width), my + ny * (bend + s * width)];
  const [a, b] = [side(1), side(-1)];
  return trace`M${from[0]} ${from[1]}Q${a[0]} ${a[1]} ${to[0]} ${to[1]}Q${b[0]} ${b[1]} ${from[0]} ${from[1]}Z`;
}

/** Points at equal distances along a closed polygon. */
function evenly(polygon: readonly Point[], spacing: number): Point[] {
  const sides = polygon.map((from, i) => {
    const to = at(polygon, i + 1);
    return Math.hypot(to[0] - from[0], to[1] - from[1]);
  });
  const around = sides.reduce((sum, side) => sum + side, 0);
  const step = around / Math.max(8, Math.round(around / spacing));
  const places: Point[] = [];
  let next = 0;
  let passed = 0;
  sides.forEach((side, i) => {
    const [from, to] = [at(polygon, i), at(polygon, i + 1)];
    for (; next < passed + side - step * 1e-6; next += step) {
      const t = (next - passed) / side;
      places.push([from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t]);
    }
    passed += side;
  });
  return places;
}

/** Points on the smooth curve through the given ones. */
function curve(points: readonly Point[], perSide: number): Point[] {
  const places: Point[] = [];
  for (let i = 0; i < points.length; i++) {
    const [p0, p1, p2, p3] = around(points, i);
    for (let step = 0; step < perSide; step++) {
      const t = step / perSide;
      places.push([spline(p0[0], p1[0], p2[0], p3[0], t), spline(p0[1], p1[1], p2[1], p3[1], t)]);
    }
  }
  return places;
}

function spline(a: number, b: number, c: number, d: number, t: number): number {
  const linear = c - a;
  const square = 2 * a - 5 * b + 4 * c - d;
  const cube = 3 * b - a - 3 * c + d;
  return b + 0.5 * t * (linear + t * (square + t * cube));
}

function around(points: readonly Point[], i: number): readonly [Point, Point, Point, Point] {
  return [at(points, i - 1), at(points, i), at(points, i + 1), at(points, i + 2)];
}

function at(points: readonly Point[], i: number): Point {
  return points[(i + points.length) % points.length] ?? [0, 0];
}

function turnsRight(a: Point, b: Point, c: Point): boolean {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) > 0;
}
