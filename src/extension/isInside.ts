import path from 'node:path';

/** True for a file below `folder`; not for the folder itself, nor for a sibling whose name begins alike. */
export function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && !path.isAbsolute(relative) && relative.split(path.sep)[0] !== '..';
}
