import { open, rename, rm } from 'node:fs/promises';

/**
 * Writes `file` whole or not at all: under another name first, forced to disk, then renamed into place. (write-file-atomic
 * takes a short write for a whole one, so on a nearly full disk it renames half a file over a good one.)
 * @throws what the file system says, after removing the partial file
 */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const partial = `${file}.${process.pid}.part`;
  try {
    const handle = await open(partial, 'w');
    try {
      // Goes on after a short write, and so meets the error behind it.
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
