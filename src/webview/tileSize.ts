/** How large tiles are drawn. */
export const tileSizes = ['small', 'medium', 'large'] as const;
export type TileSize = (typeof tileSizes)[number];

/** Side of a photo's picture in CSS pixels. */
export const photoSide: Record<TileSize, number> = { small: 96, medium: 144, large: 224 };

/** Side of what the network receives, in CSS pixels: a whole multiple of its `imageSize` pixels, so that each is drawn as a square. */
export function networkSide(size: TileSize, imageSize: number): number {
  const smallest = Math.max(1, Math.ceil(photoSide.small / imageSize));
  const steps: Record<TileSize, number> = {
    small: smallest,
    medium: Math.max(smallest + 1, Math.round(photoSide.medium / imageSize)),
    large: Math.max(smallest + 2, Math.round(photoSide.large / imageSize)),
  };
  return steps[size] * imageSize;
}

/** True for the name of a size. */
export function isTileSize(value: string): value is TileSize {
  return tileSizes.some((size) => size === value);
}
