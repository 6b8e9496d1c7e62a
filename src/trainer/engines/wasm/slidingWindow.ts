import type { backend_util } from '@tensorflow/tfjs-core';

/** Output positions `first <= position < end` of a sliding window. */
export interface Range {
  first: number;
  end: number;
}

/** Output positions whose pixel at `position * stride + offset` lies inside `0 .. inSize - 1`. */
export function positionsInside(outSize: number, inSize: number, stride: number, offset: number): Range {
  const first = Math.max(0, Math.ceil(-offset / stride));
  const end = Math.min(outSize, Math.floor((inSize - 1 - offset) / stride) + 1);
  return { first, end: Math.max(first, end) };
}

/**
 * Calls `visit` for every row of the output and every tap of the filter that meets the input there, padding left out.
 * `count` output pixels from `dyPixel` on, side by side, meet input pixels from `xPixel` on, `strideWidth` apart;
 * pixels are counted through the whole batch, taps through the filter.
 */
export function visitTaps(
  info: backend_util.Conv2DInfo,
  visit: (xPixel: number, dyPixel: number, tap: number, count: number) => void,
): void {
  const { batchSize, inHeight, inWidth, outHeight, outWidth, filterHeight, filterWidth } = info;
  const columns = Array.from({ length: filterWidth }, (_, tap) => {
    const offset = tap * info.dilationWidth - info.padInfo.left;
    return { offset, ...positionsInside(outWidth, inWidth, info.strideWidth, offset) };
  });
  for (let image = 0; image < batchSize; image++) {
    for (let outRow = 0; outRow < outHeight; outRow++) {
      for (let tapRow = 0; tapRow < filterHeight; tapRow++) {
        const inRow = outRow * info.strideHeight + tapRow * info.dilationHeight - info.padInfo.top;
        if (inRow < 0 || inRow >= inHeight) continue;
        const xRow = (image * inHeight + inRow) * inWidth;
        const dyRow = (image * outHeight + outRow) * outWidth;
        columns.forEach(({ offset, first, end }, tapColumn) => {
          if (end === first) return;
          const xPixel = xRow + first * info.strideWidth + offset;
          visit(xPixel, dyRow + first, tapRow * filterWidth + tapColumn, end - first);
        });
      }
    }
  }
}
