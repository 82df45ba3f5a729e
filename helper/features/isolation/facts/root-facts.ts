// SPDX-License-Identifier: Apache-2.0
/** What is known of a container's root: where it is, whether it is mounted, and by which label its files are kept. */

import { closeSync } from 'node:fs';
import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import { openRoot } from '../../../selinux/labels/walk-tree.ts';
import { labelIfAny } from '../../../selinux/labels/labels.ts';
import { valueOf, type ConfigurationLine } from '../../../lxc/configuration-file.ts';
import type { RootFacts } from './facts.ts';

/** Mount points with their options, of this mount namespace. */
export type MountOptions = ReadonlyMap<string, string>;

/** From the text of /proc/self/mountinfo; the last mount on a point is the one that is seen. */
export function mountOptionsOf(mountinfo: string): MountOptions {
  return new Map(
    mountinfo.split('\n').flatMap((line) => {
      const [left = '', right = ''] = line.split(' - ');
      const point = left.split(' ')[4];
      // The options of the file system itself come last, and contain spaces only as \040.
      return point === undefined ? [] : [[unescaped(point), right.split(' ').slice(2).join(' ')] as const];
    }),
  );
}

/** The label that a mount gives to all that is in it. */
export function mountLabelOf(options: string): string | undefined {
  const [, quoted, plain] = /(?:^|,)context=(?:"([^"]*)"|([^,]*))/.exec(options) ?? [];
  return quoted ?? plain;
}

export function readRootFacts(lines: readonly ConfigurationLine[], mounts: MountOptions): RootFacts {
  const path = /^(?:dir:)?(\/.*)$/.exec(valueOf(lines, 'lxc.rootfs.path') ?? '')?.[1];
  if (path === undefined) return { path: undefined, label: undefined, mountLabel: undefined, isMounted: false };
  const options = mounts.get(path.replace(/\/+$/, ''));
  const label = readLabel(path);
  return {
    path,
    label: label === undefined ? undefined : parseSecurityContext(label),
    mountLabel: options === undefined ? undefined : mountLabelOf(options),
    isMounted: options !== undefined,
  };
}

/** Of the folder itself; undefined also where a link is on the way to it, which a container may have put there. */
function readLabel(path: string): string | undefined {
  try {
    const folder = openRoot(path);
    if (folder === undefined) return undefined;
    try {
      return labelIfAny(folder);
    } finally {
      closeSync(folder);
    }
  } catch {
    return undefined;
  }
}

/** mountinfo writes space, tab, newline and backslash as octal numbers. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
