import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import * as v from 'valibot';
import { errorCode } from '../ioFailure';
import { writeWhole } from '../writeWhole';

const metaSchema = v.object({
  /** Where the bytes came from. */
  address: v.string(),
  /** What the server called this version of the archive. */
  etag: v.nullable(v.string()),
  lastModified: v.nullable(v.string()),
  /** Bytes of the whole archive, where the server told. */
  total: v.nullable(v.number()),
  /** What the archive must be, where that was known. */
  sha256: v.nullable(v.string()),
});
/** What `<file>.part.json` says of `<file>.part`. */
export type PartMeta = v.InferOutput<typeof metaSchema>;

/** So much may be lost when the machine loses its power. */
const syncEvery = 16 * 1024 * 1024;

/**
 * The bytes of an archive that have arrived. They are only ever appended to, or thrown away as a whole before it is said
 * anew where they come from: whenever the process is killed, `.part.json` is true of `.part`.
 */
export class PartFile {
  private unsynced = 0;
  private handle: FileHandle | null = null;
  /** False where the bytes were put together from several answers, or by an earlier process. */
  inOnePiece = false;

  private constructor(
    private readonly file: string,
    private hash: Hash,
    private bytes: number,
    private about: PartMeta | null,
  ) {}

  /** What an earlier attempt left of `<file>.part` is read once, for its hash. */
  static async open(file: string, signal: AbortSignal): Promise<PartFile> {
    const about = await readMeta(file);
    const hash = createHash('sha256');
    if (about === null) return new PartFile(file, hash, 0, null);
    let bytes = 0;
    try {
      for await (const chunk of createReadStream(`${file}.part`, { highWaterMark: 1 << 20, signal })) {
        if (!Buffer.isBuffer(chunk)) continue;
        hash.update(chunk);
        bytes += chunk.length;
      }
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
    }
    return new PartFile(file, hash, bytes, about);
  }

  get size(): number {
    return this.bytes;
  }

  /** False where another program wrote to the file as well. */
  async isAsCounted(): Promise<boolean> {
    return (await stat(this.path)).size === this.bytes;
  }

  /** Null where nothing has arrived. */
  get meta(): PartMeta | null {
    return this.bytes === 0 ? null : this.about;
  }

  /** SHA-256 of what is here, in hex. */
  get sha256(): string {
    return this.hash.copy().digest('hex');
  }

  get path(): string {
    return `${this.file}.part`;
  }

  /** Throws away what is here, for bytes of which `about` is true. */
  async startOver(about: PartMeta): Promise<void> {
    const handle = await this.opened();
    await handle.truncate(0);
    this.hash = createHash('sha256');
    this.bytes = 0;
    this.inOnePiece = true;
    await writeWhole(`${this.path}.json`, JSON.stringify(about));
    this.about = about;
  }

  async append(chunk: Uint8Array): Promise<void> {
    const handle = await this.opened();
    await handle.appendFile(chunk);
    this.hash.update(chunk);
    this.bytes += chunk.length;
    this.unsynced += chunk.length;
    if (this.unsynced >= syncEvery) await this.sync();
  }

  /** Gives the bytes their final name. */
  async finish(): Promise<void> {
    await this.close();
    await rename(this.path, this.file);
    await rm(`${this.path}.json`, { force: true });
  }

  /** Throws everything away, for good. */
  async discard(): Promise<void> {
    await this.close();
    await rm(`${this.path}.json`, { force: true });
    await rm(this.path, { force: true });
    this.bytes = 0;
    this.hash = createHash('sha256');
    this.about = null;
  }

  /** What is here stays, to be gone on with. */
  async close(): Promise<void> {
    const { handle } = this;
    if (handle === null) return;
    try {
      await this.sync();
    } finally {
      this.handle = null;
      await handle.close();
    }
  }

  private async opened(): Promise<FileHandle> {
    this.handle ??= await open(this.path, 'a');
    return this.handle;
  }

  private async sync(): Promise<void> {
    this.unsynced = 0;
    await this.handle?.datasync();
  }
}

/** Null for one that is missing or says nothing sensible. */
async function readMeta(file: string): Promise<PartMeta | null> {
  try {
    return v.parse(metaSchema, JSON.parse(await readFile(`${file}.part.json`, 'utf8')));
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || error instanceof SyntaxError || v.isValiError(error)) return null;
    throw error;
  }
}
