import type { Origin, Part } from '../../shared/manifest';

/** A photo that may become part of a dataset. */
export interface FoundPhoto {
  /** Relative name in the source, from which the class is read. */
  name: string;
  /** Where its bytes are. */
  file: string;
}

/** All that a source has. */
export interface Found {
  photos: FoundPhoto[];
  /** What looked like a photo and was left out, and why. */
  skipped: { path: string; reason: string }[];
  /** What the source as a whole is called. */
  title: string;
  /** True when the photos were made or unpacked for this dataset and may be moved; otherwise they are the person's. */
  movable: boolean;
  /** The folder or archive that a failure is about. */
  file: string;
  /** Where the photos came from, in words a person understands, and how they came here. */
  source: string;
  origin: Origin;
  licence?: string;
  /** The publisher's side of photos, by name, where the source tells. */
  official?: ReadonlyMap<string, Part>;
  /** By name: the folder in which a photo lay, of those that lay in one of another class. */
  moved?: ReadonlyMap<string, string>;
}
