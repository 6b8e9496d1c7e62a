import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { errorCode } from '../ioFailure';
import { describe, log } from '../log';
import { writeWhole } from '../writeWhole';

const entrySchema = v.object({ file: v.string(), bytes: v.number(), sha256: v.string() });
const ledgerSchema = v.record(v.string(), entrySchema);
/** What an address gave. */
export type LedgerEntry = v.InferOutput<typeof entrySchema>;

/** `known.json` in the folder of downloads: what each address gave the first time, so that a change is noticed. */
export class Ledger {
  private constructor(
    private readonly file: string,
    private readonly entries: Map<string, LedgerEntry>,
  ) {}

  /** A damaged ledger is an empty one: it then learns anew. */
  static async open(downloads: string): Promise<Ledger> {
    const file = path.join(downloads, 'known.json');
    try {
      const entries = v.parse(ledgerSchema, JSON.parse(await readFile(file, 'utf8')));
      return new Ledger(file, new Map(Object.entries(entries)));
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') log(`${file} is not used: ${describe(error)}`);
      return new Ledger(file, new Map());
    }
  }

  find(address: string): LedgerEntry | null {
    return this.entries.get(address) ?? null;
  }

  /** Writes down what `address` gave, unless that is known already. */
  async note(address: string, entry: LedgerEntry): Promise<void> {
    if (this.entries.has(address)) return;
    this.entries.set(address, entry);
    await writeWhole(this.file, `${JSON.stringify(Object.fromEntries(this.entries), null, 2)}\n`);
  }
}
