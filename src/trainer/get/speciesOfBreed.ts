import type { Species } from './headBox';

/** Oxford writes the names of cat breeds with a capital, those of dog breeds without. */
export function speciesOfBreed(breed: string): Species {
  return /^\p{Lu}/u.test(breed) ? 'cat' : 'dog';
}
