// SPDX-License-Identifier: Apache-2.0
/** Reads which folders systemd-tmpfiles makes for a package. */

/** Takes the text of a file for tmpfiles.d, of lines `d /var/lib/x 0711 root root -`. */
export function laterFolders(text: string): { readonly path: string; readonly mode: number }[] {
  return [...text.matchAll(/^d (\S+) (\d+) /gm)].map(([, path = '', mode = '']) => ({ path, mode: parseInt(mode, 8) }));
}
