import { isAbsolute, relative, sep } from 'node:path';

/** A path as a person in `from` would type it: relative when it lies below, absolute otherwise. */
export function near(path: string, from: string = process.cwd()): string {
  const way = relative(from, path);
  if (way === '') return '.';
  const outside = way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
  return outside ? path : way;
}

/** A path in a command to copy: quoted where the shell would split or expand it. */
export function quoted(path: string): string {
  return /^[\w./:@%+=,~-]+$/.test(path) ? path : `"${path.replace(/(["$`\\])/g, '\\$1')}"`;
}
