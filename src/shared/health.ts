import * as v from 'valibot';

/** What can be wrong with photos, worst first. */
export const findingKinds = [
  'unreadable',
  'empty',
  'missing',
  'leakage',
  'label-conflict',
  'exact-copies',
  'wrong-format',
  'near-duplicates',
  'unlisted',
  'unbalanced',
  'small',
  'stretched',
] as const;
export type FindingKind = (typeof findingKinds)[number];

export type Severity = 'error' | 'warning' | 'info';

/** What each kind of finding means. `safe`: one action fixes it without taking anything away from the person. English, translated by the fronts. */
export const findingTexts: Record<
  FindingKind,
  { severity: Severity; safe: boolean; title: string; advice: string }
> = {
  unreadable: {
    severity: 'error',
    safe: true,
    title: 'Unreadable photos',
    advice: 'Damaged, or no photo at all. They are left out; save them again from the original to use them.',
  },
  empty: {
    severity: 'error',
    safe: true,
    title: 'Empty files',
    advice: 'Files of zero bytes, as an interrupted copy leaves them. They are left out.',
  },
  missing: {
    severity: 'error',
    safe: true,
    title: 'Missing photos',
    advice:
      'They were here when the dataset was prepared. Put them back; the fix takes them off the list instead.',
  },
  leakage: {
    severity: 'error',
    safe: true,
    title: 'The same photo in training and in validation',
    advice: 'The score would be too good to be true. The fix puts each such group on one side.',
  },
  'label-conflict': {
    severity: 'error',
    safe: false,
    title: 'The same photo in two classes',
    advice: 'At least one of the labels is wrong. Compare the photos and leave out the wrong one.',
  },
  'exact-copies': {
    severity: 'warning',
    safe: true,
    title: 'Exact copies',
    advice: 'The same file more than once counts more than others. The fix leaves out all but one.',
  },
  'wrong-format': {
    severity: 'warning',
    safe: true,
    title: 'Files with the wrong ending',
    advice: 'A PNG or GIF that is called .jpg: Pet CV reads it, other programs may not. The fix renames it.',
  },
  'near-duplicates': {
    severity: 'info',
    safe: false,
    title: 'Near-duplicates',
    advice:
      'Almost the same photo, resized, cropped or mirrored. They are kept on one side of the split, so they do no harm.',
  },
  unlisted: {
    severity: 'warning',
    safe: false,
    title: 'Photos that were added since',
    advice: 'They lie in the folder but are not part of the dataset. Import the folder anew to use them.',
  },
  unbalanced: {
    severity: 'warning',
    safe: false,
    title: 'Unbalanced classes',
    advice: 'A class with few photos is learned badly and measured badly. Add photos to the small ones.',
  },
  small: {
    severity: 'info',
    safe: false,
    title: 'Small photos',
    advice: 'Smaller than what the network receives: they are enlarged and look blurred to it.',
  },
  stretched: {
    severity: 'info',
    safe: false,
    title: 'Very long or very tall photos',
    advice: 'More than twice as long as high, or the reverse: resized to a square, the pet is distorted.',
  },
};

const findingSchema = v.object({
  /** Stable over checks as long as it is about the same photos. */
  id: v.string(),
  kind: v.picklist(findingKinds),
  photos: v.array(
    v.object({
      /** Inside the dataset's folder, with `/`; of an unreadable one, its name in the source. */
      path: v.string(),
      /** Absolute path of the file; null where it lies nowhere, as what an archive held and was left out. */
      file: v.nullable(v.string()),
      /** Name of its class; null where it has none. */
      class: v.nullable(v.string()),
      part: v.nullable(v.picklist(['train', 'validation', 'unused'])),
      /** What is known of this photo: its real format, its size in pixels, what the decoder said. */
      detail: v.string(),
    }),
  ),
  /** What the group has in common, or for classes the numbers. */
  detail: v.string(),
});
/** One thing that is wrong, and the photos that show it. */
export type Finding = v.InferOutput<typeof findingSchema>;

/** Version of health.json that this code writes and reads. */
export const healthVersion = 1;

/** `health.json`: what a check found. */
export const healthSchema = v.object({
  version: v.literal(healthVersion),
  /** ISO 8601. */
  checked: v.string(),
  /** Photos that were looked at, and those of them that could be read. */
  photos: v.number(),
  readable: v.number(),
  /** Photos that share a finding with another; exact copies, near-duplicates and label conflicts alike. */
  findings: v.array(findingSchema),
  classes: v.array(
    v.object({ name: v.string(), train: v.number(), validation: v.number(), unused: v.number() }),
  ),
  /** Width and height in pixels: the smallest and the largest by area, and the medians. */
  sizes: v.object({
    smallest: v.tuple([v.number(), v.number()]),
    median: v.tuple([v.number(), v.number()]),
    largest: v.tuple([v.number(), v.number()]),
  }),
  /** Photos by width / height: below 0.9, up to 1.1, above. */
  aspects: v.object({ portrait: v.number(), square: v.number(), landscape: v.number() }),
});
export type Health = v.InferOutput<typeof healthSchema>;

/** Something that a fix did. */
export interface Fix {
  kind: FindingKind;
  /** The photos it was done to. */
  photos: string[];
}

/** How bad a finding is: what cannot be read does no harm once it is left out. */
export function severityOf(finding: Finding): Severity {
  return isLeftOut(finding) ? 'info' : findingTexts[finding.kind].severity;
}

/** The worst of the findings; null where nothing is wrong. */
export function worstOf({ findings }: Pick<Health, 'findings'>): Severity | null {
  const severities = new Set(findings.map(severityOf));
  return (['error', 'warning', 'info'] as const).find((severity) => severities.has(severity)) ?? null;
}

/** Findings that one action can mend. */
export function safelyFixable({ findings }: Pick<Health, 'findings'>): Finding[] {
  return findings.filter((finding) => findingTexts[finding.kind].safe && !isLeftOut(finding));
}

function isLeftOut({ kind, photos }: Finding): boolean {
  return (
    (kind === 'unreadable' || kind === 'empty') &&
    photos.every(({ part }) => part === null || part === 'unused')
  );
}
