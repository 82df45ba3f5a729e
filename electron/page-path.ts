// SPDX-License-Identifier: Apache-2.0
/** Says which file an address of our own origin stands for. Nothing outside the page's folder can be named. */

import { posix } from 'node:path';
import { isOurs } from './origin.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

export interface PageFile {
  /** Gives a relative path without a leading slash, in normal form. */
  readonly path: string;
  readonly contentType: string;
}

export function pageFile(address: string): PageFile | undefined {
  const path = isOurs(address) ? decoded(new URL(address).pathname) : undefined;
  if (path === undefined || !isPlain(path)) return undefined;
  const contentType = types[posix.extname(path)];
  return contentType === undefined ? undefined : { path: path.slice(1), contentType };
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** Letters that file systems and proxies read in more than one way have no place in our own file names. */
function isPlain(path: string): boolean {
  return /^(?:\/[\w@+-][\w.@+-]*)+$/.test(path);
}
