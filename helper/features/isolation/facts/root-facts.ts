// SPDX-License-Identifier: Apache-2.0
/** What is known of a container's root: where it is, whether it is mounted, and by which label its files are kept. */

import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import { labelOfFolder } from '../../../selinux/labels/label-of-folder.ts';
import { mountLabelOf } from '../../../selinux/labels/mount-label.ts';
import { valueOf, type ConfigurationLine } from '../../../lxc/configuration-file.ts';
import { mountsOf } from '../../../system/files/mount-info.ts';
import type { RootFacts } from './facts.ts';

/** Mount points with their options, of this mount namespace. */
export type MountOptions = ReadonlyMap<string, string>;

/** Reads the options from the text of /proc/self/mountinfo; the last mount on a point is the one that is seen. */
export function mountOptionsOf(mountinfo: string): MountOptions {
  return new Map(mountsOf(mountinfo).map(({ point, options }) => [point, options]));
}

export function readRootFacts(lines: readonly ConfigurationLine[], mounts: MountOptions): RootFacts {
  const path = /^(?:dir:)?(\/.*)$/.exec(valueOf(lines, 'lxc.rootfs.path') ?? '')?.[1];
  if (path === undefined) return { path: undefined, label: undefined, mountLabel: undefined, isMounted: false };
  const options = mounts.get(path.replace(/\/+$/, ''));
  const label = labelOfFolder(path);
  return {
    path,
    label: label === undefined ? undefined : parseSecurityContext(label),
    mountLabel: options === undefined ? undefined : mountLabelOf(options),
    isMounted: options !== undefined,
  };
}
