// SPDX-License-Identifier: Apache-2.0
/** How mmdebstrap makes the root file system of a Debian image, as the user who asks for it and without root. */

import {
  debianEnabledUnits,
  debianImageFiles,
  debianImagePackages,
  debianMaskedUnits,
  debianResolver,
} from '../../contract/rules/debian-image.ts';
import type { NamedProgram } from '../transfer/open-archive.ts';

export interface DebianChoice {
  /** Names the suite, such as `trixie` or `stable`. */
  readonly suite: string;
  /** Packages besides those that a container needs. */
  readonly include: readonly string[];
  /** Names the mirror of the packages; undefined means the one that mmdebstrap knows. */
  readonly mirror: string | undefined;
}

export function debianArchive({ suite, include, mirror }: DebianChoice): NamedProgram {
  return {
    name: `Debian ${suite}`,
    file: 'mmdebstrap',
    args: [
      ...['--variant=minbase', '--format=tar', '--quiet'],
      `--include=${[...debianImagePackages, ...include].join(',')}`,
      `--customize-hook=${customizeScript()}`,
      ...['--', suite, '-'],
      ...(mirror === undefined ? [] : [mirror]),
    ],
    install: 'install the package mmdebstrap',
  };
}

/** Writes the script for the shell that mmdebstrap starts, with the root as `$1`. It is made of fixed text only. */
function customizeScript(): string {
  const linkTo = (target: string, path: string): string => `ln -sf ${target} "$1${path}"`;
  return [
    'set -e',
    ...debianImageFiles.map(
      ({ path, content }) =>
        `mkdir -p "$(dirname "$1${path}")"; cat > "$1${path}" <<'END_OF_FILE'\n${content}END_OF_FILE`,
    ),
    ...debianMaskedUnits.map((unit) => linkTo('/dev/null', `/etc/systemd/system/${unit}`)),
    `chroot "$1" systemctl enable ${debianEnabledUnits.join(' ')}`,
    linkTo(debianResolver, '/etc/resolv.conf'),
    'rm -rf "$1"/var/lib/apt/lists/*',
  ].join('\n');
}
