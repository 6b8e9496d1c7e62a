/** What to do about a source that did not give the archive. */
export type Remedy =
  /** Ask again after a while. */
  | 'again'
  /** The same, but not for long: it was never reached, and there may be no network at all. */
  | 'again-briefly'
  /** The same, but for the whole archive: what its server says of parts does not fit what is here. */
  | 'again-whole'
  /** It cannot be had here: go to the next source. */
  | 'elsewhere'
  /** What is here is not the archive: go to the next source. */
  | 'wrong';

/** Why one source did not give the archive; travels inside a download only. */
export class SourceFault extends Error {
  override readonly name = 'SourceFault';

  /**
   * @param reason a few words for a person
   * @param retryAfterMs how long the server asks to be left alone; null where it does not say
   */
  constructor(
    readonly remedy: Remedy,
    readonly reason: string,
    readonly retryAfterMs: number | null = null,
    options?: ErrorOptions,
  ) {
    super(reason, options);
  }
}
