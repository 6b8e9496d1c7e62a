import * as v from 'valibot';

/** Which side of the split a photo is on. Made once, stored, never changed by training. */
export const parts = ['train', 'validation'] as const;
export type Part = (typeof parts)[number];

/** Why a photo that lies in the dataset is on neither side of the split. */
export const unusedReasons = ['person', 'copy', 'leak', 'not-in-split', 'unreadable'] as const;
export type UnusedReason = (typeof unusedReasons)[number];

/** Version of manifest.json that this code writes and reads. */
export const manifestVersion = 1;

const fileEntrySchema = v.object({
  /** Path inside the dataset's folder, with `/`. */
  path: v.string(),
  /** Index into `classes`. */
  label: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** `unused` photos stay in their folder but are neither trained on nor counted: nothing has to be deleted. */
  part: v.picklist([...parts, 'unused']),
  /** Why it is `unused`: a person's decision, a copy of another photo, a copy of a validation photo, in no official list. */
  unused: v.optional(v.picklist(unusedReasons)),
  /** Photos with the same number are near-duplicates of each other; a photo without one has none. */
  group: v.optional(v.number()),
  /** The side on which the dataset's publisher has it, where that is known. */
  official: v.optional(v.picklist(parts)),
  /** Pixels after EXIF orientation. */
  width: v.number(),
  height: v.number(),
  bytes: v.number(),
  /** SHA-256 of the file, in hex. */
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});
/** One photo of a dataset. */
export type FileEntry = v.InferOutput<typeof fileEntrySchema>;

const originSchema = v.object({
  /** `cut`: head crops that Pet CV cut itself, from Oxford's photos with the head boxes of the annotations. */
  way: v.picklist(['folder', 'archive', 'drawn', 'cut']),
  /** The archives that were read: where each came from, its size in bytes and its SHA-256. */
  archives: v.array(v.object({ from: v.string(), bytes: v.number(), sha256: v.string() })),
});
export type Origin = v.InferOutput<typeof originSchema>;

/** `manifest.json`: everything the trainer knows of a dataset, made by prepare. */
export const manifestSchema = v.object({
  version: v.literal(manifestVersion),
  /** Name of the dataset's folder, and of its folder in the cache: it must not lead anywhere else. */
  id: v.pipe(v.string(), v.regex(/^(?!\.{1,2}$)[^\\/]+$/)),
  title: v.string(),
  /** True for the pets that Pet CV draws itself; wherever the dataset shows, it is labelled as drawn. */
  drawn: v.boolean(),
  /** Where the photos came from, in words a person understands. */
  source: v.string(),
  licence: v.optional(v.string()),
  /** ISO 8601. */
  created: v.string(),
  classes: v.pipe(v.array(v.string()), v.minLength(2)),
  split: v.object({
    trainFraction: v.number(),
    seed: v.number(),
    /** True for the publisher's own split; the other two then say nothing. */
    official: v.optional(v.boolean(), false),
  }),
  /** How the photos came here; missing in datasets of an earlier version. */
  origin: v.optional(originSchema),
  /** Photos whose file name tells another class than the folder they lay in: the file name decides. */
  moved: v.optional(v.array(v.object({ path: v.string(), from: v.string() })), []),
  files: v.pipe(v.array(fileEntrySchema), v.minLength(2)),
  /** Photos that were left out, and why. */
  skipped: v.array(v.object({ path: v.string(), reason: v.string() })),
  /** Groups of near-identical photos that the split kept on one side. */
  nearDuplicateGroups: v.number(),
});
export type Manifest = v.InferOutput<typeof manifestSchema>;

/** What the panel and the commands show of a dataset. */
export interface DatasetSummary {
  id: string;
  title: string;
  /** Absolute folder. */
  folder: string;
  drawn: boolean;
  classes: string[];
  trainPhotos: number;
  validationPhotos: number;
  /** Photos that lie in the dataset and are on neither side. */
  unusedPhotos: number;
  skipped: number;
}

/** The summary of a manifest that lies in `folder`. */
export function summarize(manifest: Manifest, folder: string): DatasetSummary {
  const count = (part: FileEntry['part']) => manifest.files.filter((file) => file.part === part).length;
  return {
    id: manifest.id,
    title: manifest.title,
    folder,
    drawn: manifest.drawn,
    classes: [...manifest.classes],
    trainPhotos: count('train'),
    validationPhotos: count('validation'),
    unusedPhotos: count('unused'),
    skipped: manifest.skipped.length,
  };
}

/** `dog_yorkshire_terrier` (as PetFaces has it) and `yorkshire_terrier` → `Yorkshire terrier`: a breed as a person reads it. */
export function breedTitle(className: string): string {
  const words = className
    .replace(/^(cat|dog)_/i, '')
    .replace(/[_-]+/g, ' ')
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
