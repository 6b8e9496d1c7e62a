/** Where the tiles of a grid lie, in CSS pixels. */
export interface GridGeometry {
  columns: number;
  tileWidth: number;
  tileHeight: number;
  gap: number;
}

/** What decides a grid's geometry, in CSS pixels. */
export interface GridWishes {
  /** Of the whole grid. */
  width: number;
  /** Side of a picture. */
  size: number;
  /** What a tile has beside and below its picture. */
  padding: number;
  caption: number;
  gap: number;
  /** Wider tiles that fill the row; false keeps pictures at exactly `size` where they fit, so that pixels stay square. */
  stretch: boolean;
}

/** As many columns as fit, one at least. */
export function gridGeometry({ width, size, padding, caption, gap, stretch }: GridWishes): GridGeometry {
  const ideal = Math.min(size + 2 * padding, width);
  const columns = Math.max(1, Math.floor((width + gap) / (ideal + gap)));
  const tileWidth = stretch ? Math.floor((width - gap * (columns - 1)) / columns) : ideal;
  return { columns, tileWidth, tileHeight: tileWidth + caption, gap };
}

/** Top of the tile number `place` within the grid. */
export function tileTop({ columns, tileHeight, gap }: GridGeometry, place: number): number {
  return Math.floor(place / columns) * (tileHeight + gap);
}

/**
 * The tile that `key` leads to from the tile `from` of `count`, as the ARIA practices have it for grids; null for other keys.
 * Home and End stay in the row, with Control (or Command) they go to the first and the last. `page` is rows a page.
 */
export function keyTarget(
  { key, control }: { key: string; control: boolean },
  from: number,
  { count, columns, page }: { count: number; columns: number; page: number },
): number | null {
  const column = from % columns;
  const last = count - 1;
  // The last row may be too short for the column.
  const down = (rows: number) => Math.min(from + rows * columns, lastInColumn(column, columns, count));
  switch (key) {
    case 'ArrowRight':
      return Math.min(from + 1, last);
    case 'ArrowLeft':
      return Math.max(from - 1, 0);
    case 'ArrowDown':
      return from + columns > last && Math.floor(from / columns) < Math.floor(last / columns)
        ? last
        : down(1);
    case 'ArrowUp':
      return from < columns ? from : from - columns;
    case 'PageDown':
      return down(page);
    case 'PageUp':
      return Math.max(from - page * columns, column);
    case 'Home':
      return control ? 0 : from - column;
    case 'End':
      return control ? last : Math.min(from - column + columns - 1, last);
    default:
      return null;
  }
}

function lastInColumn(column: number, columns: number, count: number): number {
  const lastRow = Math.floor((count - 1) / columns);
  const place = lastRow * columns + column;
  return place < count ? place : place - columns;
}
