import type { GetJob } from '../../shared/protocol';

/** Bytes that the packed pixels of `photos` photos take. */
export function pixelBytes({ imageSize }: GetJob, photos: number): number {
  return photos * imageSize * imageSize * 3;
}
