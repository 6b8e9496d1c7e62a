/** One line of the benchmark table. */
export interface Row {
  name: string;
  value: number;
  /** What `value` counts: a ratio, milliseconds, megabytes. */
  unit: string;
  /** What is to be reached, in words: `<= 0.30`. */
  target: string;
}

/** Prints rows as a Markdown table, so that it can be kept as it is. */
export function printTable(rows: readonly Row[]): void {
  const cells = rows.map(({ name, value, unit, target }) => [name, rounded(value), unit, target]);
  const table = [['what', 'measured', 'unit', 'target'], ...cells];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = table;
  console.log([line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n'));
}

/** Three digits that matter. */
function rounded(value: number): string {
  return Math.abs(value) >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

/** The middle one; of an even number the lower middle one. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}
