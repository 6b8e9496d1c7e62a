import { stat } from 'node:fs/promises';

/** True where there is a file or folder of that name. */
export function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
