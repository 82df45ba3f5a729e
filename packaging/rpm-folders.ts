// SPDX-License-Identifier: Apache-2.0
/** Says which folders of an RPM package belong to it: rpm removes no others with it. */

import { dirname } from 'node:path';

/** Folders of the distribution, by a package that each of ours requires or that is on every host. */
const foldersOfDistribution: readonly string[] = [
  '/opt',
  '/usr/bin',
  '/usr/lib/systemd/system',
  '/usr/lib/sysusers.d',
  '/usr/lib/tmpfiles.d',
  '/usr/libexec',
  '/usr/share/applications',
  '/usr/share/bash-completion/completions',
  '/usr/share/cockpit',
  '/usr/share/doc',
  '/usr/share/fish/vendor_completions.d',
  '/usr/share/licenses',
  '/usr/share/man/man1',
  '/usr/share/metainfo',
  '/usr/share/polkit-1/actions',
  '/usr/share/polkit-1/rules.d',
  '/usr/share/zsh/site-functions',
  '/var/lib',
];
/** It has folders for each size of icons. */
const iconTheme = '/usr/share/icons/hicolor/';

/** Takes the absolute paths of a package's files. Gives the folders that are its own, sorted. */
export function ownFolders(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.flatMap(foldersAbove))].filter((folder) => !isOfDistribution(folder)).sort();
}

function foldersAbove(path: string): string[] {
  const folder = dirname(path);
  return folder === '/' ? [] : [...foldersAbove(folder), folder];
}

function isOfDistribution(folder: string): boolean {
  return (
    foldersOfDistribution.some((known) => `${known}/`.startsWith(`${folder}/`)) ||
    `${folder}/`.startsWith(iconTheme) ||
    iconTheme.startsWith(`${folder}/`)
  );
}
