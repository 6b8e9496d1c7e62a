import type { Run } from '../../shared/run';

/** A line of the tree "Runs". A class, so that commands know it from the options that they take otherwise. */
export class RunNode {
  constructor(readonly run: Run) {}
}
