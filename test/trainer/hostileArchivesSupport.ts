import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/** A tar entry byte by byte, also such as no honest program writes. */
export interface RawEntry {
  name: string;
  /** The type flag of the header: `0` a file, `5` a folder, `x` a PAX header, `L` a GNU long name. */
  flag?: string;
  body?: Buffer;
  /** What the header claims instead of the body's length: bytes, or the field itself. */
  size?: number | Buffer;
  prefix?: string;
  linkname?: string;
  /** Added to the right checksum. */
  wrongBy?: number;
}

/** The header block and the body, filled up to whole blocks, of one entry (POSIX.1-1988, ustar). */
export function rawEntry(entry: RawEntry): Buffer {
  const { name, flag = '0', body = Buffer.alloc(0), size = body.length } = entry;
  const header = Buffer.alloc(512);
  header.write(name, 0, 100, 'utf8');
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  if (typeof size === 'number') header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  else size.copy(header, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write(flag, 156);
  header.write(entry.linkname ?? '', 157, 100, 'utf8');
  header.write('ustar\u000000', 257);
  header.write(entry.prefix ?? '', 345, 155, 'utf8');
  const sum = header.reduce((total, byte) => total + byte, entry.wrongBy ?? 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, body, Buffer.alloc(-body.length & 511)]);
}

/** A PAX header (POSIX.1-2001) that speaks of the next entry, or with flag `g` of all that follow. */
export function paxHeader(records: Record<string, string>, flag: 'x' | 'g' = 'x'): Buffer {
  const lines = Object.entries(records).map(([key, value]) => {
    const rest = Buffer.byteLength(` ${key}=${value}\n`);
    const length = [1, 2, 3, 4, 5, 6, 7].find((digits) => String(rest + digits).length === digits) ?? 0;
    return `${rest + length} ${key}=${value}\n`;
  });
  return rawEntry({ name: 'PaxHeader/x', flag, body: Buffer.from(lines.join('')) });
}

/** GNU tar's way to tell a name longer than 100 bytes. */
export function gnuLongName(name: string): Buffer {
  return rawEntry({ name: '././@LongLink', flag: 'L', body: Buffer.from(`${name}\0`) });
}

/** Two blocks of zeros end a tar. */
export const tarEnd = Buffer.alloc(1024);

/** Writes what `pieces` yields, compressed, without ever holding all of it. */
export async function writeGzip(file: string, pieces: Iterable<Buffer>): Promise<void> {
  await pipeline(Readable.from(pieces), createGzip({ level: 1 }), createWriteStream(file));
}
