import { InvalidArgumentError } from 'commander';
import type { SplitPlan } from '../shared/protocol';
import { decimal } from './options';
import type { CommonOptions } from './session';

/** What makes a dataset takes. */
interface MakeOptions extends CommonOptions {
  out?: string;
  size: number;
  split: SplitShare;
  seed: number;
  title?: string;
  cache?: string;
}

export interface GetOptions extends MakeOptions {
  from: 'auto' | 'archive' | 'oxford';
  mirror: string[];
  annotations: boolean;
  downloads?: string;
}

export interface ImportOptions extends MakeOptions {
  out: string;
  trashRejected?: boolean;
}

export interface CheckOptions extends CommonOptions {
  cache?: string;
  strict?: boolean;
}

export interface FixOptions extends CommonOptions {
  cache?: string;
  dryRun?: boolean;
}

export interface SplitOptions extends CommonOptions {
  split: SplitShare;
  seed: number;
}

export interface LeaveOutOptions extends CommonOptions {
  undo?: boolean;
}

/** Share of each class for training, or the publisher's own lists. */
export type SplitShare = number | 'official';

/** A parser of shares of training photos, or the word `official`. */
export function splitShare(text: string): SplitShare {
  if (text === 'official') return text;
  try {
    return decimal({ min: 0.01, max: 0.99 })(text);
  } catch {
    throw new InvalidArgumentError('Expected a number from 0.01 to 0.99, or the word official.');
  }
}

/** A parser of addresses and folders, one call each. */
export function mirrors(text: string, previous: string[]): string[] {
  if (text === '') throw new InvalidArgumentError('Expected an address or a folder, got an empty text.');
  return [...previous, text];
}

/** The plan of a share and a seed. */
export function splitPlan(share: SplitShare, seed: number): SplitPlan {
  return share === 'official' ? { kind: 'official' } : { kind: 'fraction', trainFraction: share, seed };
}
