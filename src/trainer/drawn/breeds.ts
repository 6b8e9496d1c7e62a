import { drawnCats } from './cats';
import { drawnDogs } from './dogs';
import type { DrawnBreed } from './traits';

export type { DrawnBreed } from './traits';

/** The ten breeds the project draws: five cats, then five dogs. */
export const drawnBreeds: readonly DrawnBreed[] = [...drawnCats, ...drawnDogs];
