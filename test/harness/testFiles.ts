import { readdirSync } from 'node:fs';
import path from 'node:path';

/** Every file below a folder whose name ends so, sorted. A folder that is not there holds none. */
export function testFiles(folder: string, ending: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort();
  } catch {
    return [];
  }
}
