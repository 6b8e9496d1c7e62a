/** How much a new measurement counts against the ones before. */
const smoothing = 0.2;

/** Watches steps go by; tells images a second and the seconds that are left. */
export class Speed {
  private secondsPerStep: number | null = null;
  private validationSeconds = 0;
  private since: number;

  constructor(private readonly now: () => number = () => performance.now()) {
    this.since = now();
  }

  /** Time starts to count now: what went before (loading, validating) is no training. */
  restart(): void {
    this.since = this.now();
  }

  /** A step has ended. */
  step(): void {
    const seconds = this.lap();
    this.secondsPerStep =
      this.secondsPerStep === null
        ? seconds
        : this.secondsPerStep + smoothing * (seconds - this.secondsPerStep);
  }

  /** A validation that began at the last step has ended. */
  validated(): void {
    this.validationSeconds = this.lap();
  }

  imagesPerSecond(batchSize: number): number {
    return this.secondsPerStep === null || this.secondsPerStep === 0 ? 0 : batchSize / this.secondsPerStep;
  }

  etaSeconds(stepsLeft: number, epochsLeft: number): number {
    return stepsLeft * (this.secondsPerStep ?? 0) + epochsLeft * this.validationSeconds;
  }

  private lap(): number {
    const now = this.now();
    const seconds = (now - this.since) / 1000;
    this.since = now;
    return seconds;
  }
}
