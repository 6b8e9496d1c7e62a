import { breedInName, byCodeUnits } from '../data/assignClasses';
import { partsOf } from '../data/entryName';
import type { FoundPhoto } from '../data/found';
import { speciesOfBreed } from './speciesOfBreed';

/** A photo in a folder of PetFaces, and the breed that its file name tells. */
interface Told {
  photo: FoundPhoto;
  folder: string;
  fileName: string;
  breed: string | undefined;
}

/**
 * Photos of PetFaces' archive, renamed so that their folder is `cat_` or `dog_` and the breed that the file name tells: two
 * folders of the archive mix two breeds each. `moved` has the folder of those that are not of their folder's commonest
 * breed, by their new names.
 */
export function fileNamesDecide(photos: readonly FoundPhoto[]): {
  photos: FoundPhoto[];
  moved: Map<string, string>;
} {
  const told = photos.map(tell);
  const commonest = commonestBreeds(told);
  const taken = new Set<string>();
  const moved = new Map<string, string>();
  const renamed = told.map(({ photo, folder, fileName, breed }) => {
    const className = breed === undefined ? folder : `${speciesOf(folder, breed)}_${breed}`;
    const short = `${className}/${fileName}`;
    // The last part is the file and the first the class, whatever is between.
    const name = taken.has(short) ? `${className}/${photo.name}` : short;
    taken.add(short);
    if (breed !== undefined && commonest.get(folder) !== breed) moved.set(name, folder);
    return { name, file: photo.file };
  });
  return { photos: renamed, moved };
}

function tell(photo: FoundPhoto): Told {
  const parts = partsOf(photo.name);
  const fileName = parts.at(-1) ?? photo.name;
  const breed = breedInName(fileName)?.replace(/^(cat|dog)_/i, '');
  return { photo, folder: parts.at(-2) ?? '', fileName, breed };
}

function speciesOf(folder: string, breed: string): string {
  return /^(cat|dog)_/i.exec(folder)?.[1]?.toLowerCase() ?? speciesOfBreed(breed);
}

/** Of each folder; of breeds that are equally common the first by name. */
function commonestBreeds(told: readonly Told[]): Map<string, string> {
  const counts = new Map<string, Map<string, number>>();
  for (const { folder, breed } of told) {
    if (breed === undefined) continue;
    const breeds = counts.get(folder) ?? new Map<string, number>();
    counts.set(folder, breeds.set(breed, (breeds.get(breed) ?? 0) + 1));
  }
  return new Map(
    [...counts].flatMap(([folder, breeds]) => {
      const [first] = [...breeds].sort((a, b) => b[1] - a[1] || byCodeUnits(a[0], b[0]));
      return first ? [[folder, first[0]] as const] : [];
    }),
  );
}
