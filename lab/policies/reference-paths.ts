// SPDX-License-Identifier: Apache-2.0
/** Replaces the list of equal paths of the reference policy. */

import { readFile, writeFile } from 'node:fs/promises';

/**
 * Writes a list of equal paths by which file contexts below `/run` are found, as the packages of distributions have it
 * since their policies have no `/var/run`; systemd could not label its own files otherwise, and does not boot.
 */
export async function leadToRun(path: string): Promise<void> {
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => !/^\/(?:var\/)?run[\s/]/.test(line));
  const own = [
    ...['/var/run /run', '/var/lock /run/lock'],
    ...['/run/systemd/system', '/etc/systemd/system'].map((folder) => `${folder} /usr/lib/systemd/system`),
    ...['early', 'late'].map((part) => `/run/systemd/generator.${part} /run/systemd/generator`),
  ];
  await writeFile(path, `${[...lines.filter((line) => line !== ''), ...own].join('\n')}\n`);
}
