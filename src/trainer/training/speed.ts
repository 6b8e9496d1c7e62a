/** How much a new measurement counts against the ones before. */
const smoothing = 0.2;

/** Watches steps go by; tells images a second and the seconds that are left. */
export class Speed {
  private secondsPerPhoto: number | null = null;
  private validationSeconds = 0;
  private since: number;

  constructor(private readonly now: () => number = () => performance.now()) {
    this.since = now();
  }

  /** Time starts to count now: what went before (loading, validating) is no training. */
  restart(): void {
    this.since = this.now();
  }

  /** A step over `photos` photos has ended. */
  step(photos: number): void {
    const seconds = this.lap() / photos;
    this.secondsPerPhoto =
      this.secondsPerPhoto === null
        ? seconds
        : this.secondsPerPhoto + smoothing * (seconds - this.secondsPerPhoto);
  }

  /** A validation that began at the last step has ended. */
  validated(): void {
    this.validationSeconds = this.lap();
  }

  imagesPerSecond(): number {
    return this.secondsPerPhoto === null || this.secondsPerPhoto === 0 ? 0 : 1 / this.secondsPerPhoto;
  }

  etaSeconds(photosLeft: number, validationsLeft: number): number {
    return photosLeft * (this.secondsPerPhoto ?? 0) + validationsLeft * this.validationSeconds;
  }

  private lap(): number {
    const now = this.now();
    const seconds = (now - this.since) / 1000;
    this.since = now;
    return seconds;
  }
}
