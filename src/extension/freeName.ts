import path from 'node:path';
import { exists } from './exists';

/** `wanted`, or with the first number behind it under which there is nothing in `folder` yet. */
export async function freeName(folder: string, wanted: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if (!(await exists(path.join(folder, name)))) return name;
  }
}
