/** Red, green, blue 0..255 and alpha 0..1. */
export type Colour = readonly [red: number, green: number, blue: number, alpha: number];

/** Reads `#rgb`, `#rrggbb`, `#rrggbbaa`, `rgb(...)` and `rgba(...)`, which is how VS Code writes theme colours. Null for anything else. */
export function parseColour(text: string): Colour | null {
  const hex = /^#([0-9a-f]{3,8})$/i.exec(text.trim())?.[1];
  if (hex !== undefined) return parseHex(hex);
  const inside = /^rgba?\(([^)]*)\)$/i.exec(text.trim())?.[1];
  if (inside === undefined) return null;
  const [red, green, blue, alpha = 1] = inside
    .split(/[\s,/]+/)
    .filter(Boolean)
    .map(Number);
  if (red === undefined || green === undefined || blue === undefined) return null;
  return [red, green, blue, alpha].some(Number.isNaN) ? null : [red, green, blue, alpha];
}

/** `colour` laid over an opaque `below`. */
export function over(colour: Colour, below: Colour): Colour {
  return mix(below, [colour[0], colour[1], colour[2], 1], colour[3]);
}

/** WCAG 2 contrast ratio of two opaque colours, 1..21. */
export function contrast(one: Colour, other: Colour): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/**
 * `colour`, moved toward `foreground` until it stands out from `background` by `ratio`: WCAG 1.4.11 asks 3 of lines and
 * marks, and not every theme's chart colours reach it.
 */
export function standOut(colour: Colour, background: Colour, foreground: Colour, ratio: number): Colour {
  const start = over(colour, background);
  for (let share = 0; share < 1; share += 0.05) {
    const candidate = mix(start, foreground, share);
    if (contrast(candidate, background) >= ratio) return candidate;
  }
  return foreground;
}

/** `rgba(...)`, with another alpha where one is given. */
export function cssColour([red, green, blue, own]: Colour, alpha = own): string {
  return `rgba(${Math.round(red)}, ${Math.round(green)}, ${Math.round(blue)}, ${alpha})`;
}

function parseHex(hex: string): Colour | null {
  const long = hex.length <= 4 ? hex.replace(/./g, '$&$&') : hex;
  if (long.length !== 6 && long.length !== 8) return null;
  const channel = (place: number) => Number.parseInt(long.slice(place, place + 2), 16);
  return [channel(0), channel(2), channel(4), long.length === 8 ? channel(6) / 255 : 1];
}

function mix(from: Colour, to: Colour, share: number): Colour {
  const between = (place: 0 | 1 | 2) => from[place] + (to[place] - from[place]) * share;
  return [between(0), between(1), between(2), 1];
}

/** Relative luminance of sRGB, WCAG 2. */
function luminance([red, green, blue]: Colour): number {
  const linear = (channel: number) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
