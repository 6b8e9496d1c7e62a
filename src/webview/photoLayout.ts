import { GridLayout } from '@lit-labs/virtualizer/layouts/grid.js';
import type { GridGeometry } from './gridGeometry';

/** The virtualizer's grid with less in reserve above and below the viewport: its own 1,000 pixels are ten rows of small tiles. */
class PhotoLayout extends GridLayout {
  protected override _overhang = 400;
}

/** The layout of tiles at fixed places. */
export function photoLayout({ tileWidth, tileHeight, gap }: GridGeometry) {
  return {
    type: PhotoLayout,
    itemSize: { width: `${tileWidth}px`, height: `${tileHeight}px` },
    gap: `${gap}px`,
    padding: '0px',
  } as const;
}
