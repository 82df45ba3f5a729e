// SPDX-License-Identifier: Apache-2.0
/** Attempts to reach the victim's files: through the attacker's web server, and by its program. */

import { say } from '../../../../contract/text.ts';
import type { Probe } from './probe.ts';
import { readAll } from './probe-parts.ts';

/** Tried by requests to the attacker's web server; the others by its program. */
export const webProbes = {
  include: 'web-include',
  file: 'web-file',
} as const;

export const pageProbes: readonly Probe[] = [
  {
    id: webProbes.include,
    class: 'web',
    title: say("Have the paper's page include a file of the victim, by a cookie that climbs out of its folder"),
    expectedLayers: ['selinux'],
    breach: 'secret',
  },
  {
    id: webProbes.file,
    class: 'web',
    title: say('Ask the web server for a file of the victim, below a symbolic link'),
    expectedLayers: ['selinux'],
    breach: 'secret',
  },
];

export const fileProbes: readonly Probe[] = [
  {
    id: 'file-read',
    acrossMembers: 'by-path',
    class: 'files',
    title: say("Read the victim's file of mode 0777"),
    expectedLayers: ['selinux'],
    breach: 'secret',
  },
  {
    id: 'file-list',
    acrossMembers: 'by-path',
    class: 'files',
    title: say("List the victim's folder of mode 0777"),
    expectedLayers: ['selinux'],
    breach: 'success',
  },
  {
    id: 'file-write',
    acrossMembers: 'by-path',
    class: 'files',
    title: say("Overwrite the victim's page"),
    expectedLayers: ['selinux'],
    breach: 'success',
  },
  {
    id: 'file-append',
    acrossMembers: 'by-path',
    class: 'files',
    title: say("Add a line to the victim's log"),
    expectedLayers: ['selinux'],
    breach: 'success',
  },
  {
    id: 'file-create',
    acrossMembers: 'by-path',
    class: 'files',
    title: say("Plant a new file in the victim's folder"),
    expectedLayers: ['selinux'],
    breach: 'success',
  },
  {
    id: 'file-remove',
    acrossMembers: 'by-path',
    class: 'files',
    title: say('Remove a file of the victim'),
    expectedLayers: ['selinux'],
    breach: 'success',
  },
  {
    id: 'file-rename',
    acrossMembers: 'by-path',
    class: 'files',
    title: say('Rename a file of the victim'),
    expectedLayers: ['selinux'],
    breach: 'success',
  },
  {
    id: 'file-execute',
    acrossMembers: 'by-path',
    class: 'files',
    title: say('Run a program of the victim'),
    expectedLayers: ['selinux'],
    breach: 'secret',
  },
  {
    id: 'file-symlink',
    acrossMembers: 'by-path',
    class: 'files',
    title: say("Read the victim's file through a symbolic link of one's own"),
    expectedLayers: ['selinux'],
    breach: 'secret',
  },
  {
    id: 'file-hardlink',
    acrossMembers: 'by-path',
    class: 'files',
    title: say("Give the victim's file a second name"),
    expectedLayers: ['selinux'],
    breach: 'success',
  },
  {
    id: 'file-proc-root',
    acrossMembers: 'by-path',
    class: 'files',
    title: say("Read the victim's file through /proc/self/root"),
    expectedLayers: ['selinux'],
    breach: 'secret',
  },
  {
    id: 'file-handle',
    class: 'files',
    title: say('Open a file by its number alone, past all folders'),
    expectedLayers: ['seccomp', 'user-namespace', 'selinux'],
    breach: 'success',
    reached: ['ESTALE', 'ENOENT'],
    denials: ['ENOTSUP', 'EOPNOTSUPP'],
    systemCall: 'open_by_handle_at',
    capability: readAll,
    variants: ['seccomp'],
    changesNothing: true,
  },
];
