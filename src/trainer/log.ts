/** One line for the log. Events travel over IPC; standard error is log only. */
export function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** An error for the log, with its stack. */
export function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
