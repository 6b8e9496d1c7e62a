import type { Finding, FindingKind } from '../../shared/health';
import type { FileEntry } from '../../shared/manifest';
import type { Dataset } from '../dataset/readDataset';

/** What a line of the tree "Datasets" is about. */
export type DatasetLine =
  | { kind: 'dataset' }
  | { kind: 'health' }
  /** All findings of one kind. */
  | { kind: 'findings'; finding: FindingKind; findings: Finding[] }
  | { kind: 'finding'; finding: Finding }
  | { kind: 'split' }
  | { kind: 'part'; part: FileEntry['part']; photos: number }
  | { kind: 'class'; name: string; train: number; validation: number; unused: number };

/** A line of the tree "Datasets". A class, so that commands know it from the options that they take otherwise. */
export class DatasetNode {
  constructor(
    readonly dataset: Dataset,
    readonly line: DatasetLine,
  ) {}
}
