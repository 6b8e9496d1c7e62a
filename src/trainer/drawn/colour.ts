/** A colour as `#rrggbb`. */
export type Colour = `#${string}`;

const white: Colour = '#ffffff';
// Shade is a blackish violet: pure black makes drawn fur look dirty.
const shade: Colour = '#1c1626';

/** The colour a share `t` (0 to 1) of the way from one colour to another. */
export function mix(from: Colour, to: Colour, t: number): Colour {
  const a = channels(from);
  const b = channels(to);
  return fromChannels([lerp(a[0], b[0], t), lerp(a[1], b[1], t), lerp(a[2], b[2], t)]);
}

/** A share `t` toward white. */
export function lighter(colour: Colour, t: number): Colour {
  return mix(colour, white, t);
}

/** A share `t` toward a blackish violet. */
export function darker(colour: Colour, t: number): Colour {
  return mix(colour, shade, t);
}

/** From hue in degrees, saturation and lightness in 0 to 1. */
export function hsl(hue: number, saturation: number, lightness: number): Colour {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number) => {
    const k = (offset + (((hue % 360) + 360) % 360) / 30) % 12;
    return 255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return fromChannels([channel(0), channel(8), channel(4)]);
}

/** The same colour with its hue turned (degrees), its saturation scaled and its lightness moved. */
export function shifted(colour: Colour, hue: number, saturation: number, lightness: number): Colour {
  const [h, s, l] = toHsl(colour);
  return hsl(h + hue, clamp(s * saturation, 0, 1), clamp(l + lightness, 0.03, 0.98));
}

/** Holds a value between two bounds. */
export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

type Triple = readonly [number, number, number];

function toHsl(colour: Colour): Triple {
  const [r, g, b] = channels(colour);
  const high = Math.max(r, g, b) / 255;
  const low = Math.min(r, g, b) / 255;
  const spread = high - low;
  const l = (high + low) / 2;
  if (spread === 0) return [0, 0, l];
  const s = spread / (1 - Math.abs(2 * l - 1));
  const [red, green, blue] = [r / 255, g / 255, b / 255];
  if (high === red) return [60 * (((green - blue) / spread + 6) % 6), s, l];
  if (high === green) return [60 * ((blue - red) / spread + 2), s, l];
  return [60 * ((red - green) / spread + 4), s, l];
}

function channels(colour: Colour): Triple {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function fromChannels(triple: Triple): Colour {
  const hex = triple.map((channel) =>
    Math.round(clamp(channel, 0, 255))
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${hex.join('')}`;
}

function lerp(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}
