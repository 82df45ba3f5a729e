// SPDX-License-Identifier: Apache-2.0
/** What the adoption of a container of the fake host would make of its configuration. */

import type { GivenAdoptionLine, GivenAdoptionPreview } from '../../../../contract/model/containers/adoption.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import { defaultLimits } from '../../../../contract/model/containers/limits.ts';
import { noSettings } from '../../../../contract/model/containers/settings.ts';
import { mebibyte } from '../images/seed-images.ts';

/** Names the image that is made of the files of the container of this name. */
export const adoptedImageOf = (name: string): string => `adopted-${name}`;

/** Previews the adoption of this container. */
export function previewAdoption({ name, isManaged, state }: Container): GivenAdoptionPreview {
  return {
    problems: [
      ...(isManaged ? ['Bulkhead manages it already'] : []),
      ...(state === 'stopped' ? [] : [`it runs; stop it first (lxc-stop -n ${name})`]),
    ],
    weaknesses: [
      'No SELinux context is configured: it runs in the domain of whatever starts it.',
      'It has no user namespace: root inside is root of the host.',
      "It may write to the kernel's own files (proc:rw): lxc.mount.auto = proc:rw sys:rw",
      'A program of the host runs as root when the container reaches the step pre-start: ' +
        'lxc.hook.pre-start = /usr/local/sbin/open-firewall',
    ],
    lines: linesOf(name),
    root: `/var/lib/lxc/${name}/rootfs`,
    image: adoptedImageOf(name),
    limits: { ...defaultLimits, memoryBytes: 1024 * mebibyte },
    network: { kind: 'nat' },
    settings: { ...noSettings, hostname: 'intranet', autostart: { order: 0, delaySeconds: 0 } },
    tags: [],
    volumes: [{ source: '/srv/intranet', target: '/srv/www', readOnly: true, share: false }],
  };
}

type Row = readonly [outcome: GivenAdoptionLine['outcome'], key: string, value: string, note: string];

function linesOf(name: string): GivenAdoptionLine[] {
  const file = `/var/lib/lxc/${name}/config`;
  const rootNote = 'A copy of its files, as an image below a layer of its own.';
  return [
    lineOf(file, ['replaced', 'lxc.include', commonFile, 'What it includes is listed with its file.']),
    ...includedRows.map((row) => lineOf(commonFile, row)),
    lineOf(file, ['kept', 'lxc.uts.name', 'intranet', 'It has this host name.']),
    lineOf(file, ['replaced', 'lxc.rootfs.path', `dir:/var/lib/lxc/${name}/rootfs`, rootNote]),
    ...furtherRows.map((row) => lineOf(file, row)),
  ];
}

function lineOf(file: string, [outcome, key, value, note]: Row): GivenAdoptionLine {
  return { file, key, value, outcome, note };
}

const commonFile = '/usr/share/lxc/config/common.conf';

const includedRows: readonly Row[] = [
  ['replaced', 'lxc.tty.max', '4', 'Bulkhead chooses this itself.'],
  [
    'replaced',
    'lxc.cap.drop',
    'mac_admin mac_override sys_time sys_module',
    "Bulkhead's list of dropped capabilities, in a user namespace.",
  ],
  ['replaced', 'lxc.seccomp.profile', '/usr/share/lxc/config/common.seccomp', "LXC's common profile of seccomp."],
];

const furtherRows: readonly Row[] = [
  ['left-out', 'lxc.apparmor.profile', 'unconfined', 'SELinux confines it, and not AppArmor.'],
  ['replaced', 'lxc.mount.auto', 'proc:rw sys:rw', 'proc:mixed sys:mixed cgroup:rw:force'],
  [
    'kept',
    'lxc.mount.entry',
    '/srv/intranet srv/www none bind,ro 0 0',
    'As the volume /srv/intranet at /srv/www, when it is chosen.',
  ],
  [
    'left-out',
    'lxc.mount.entry',
    '/dev/sdb1 mnt/data ext4 defaults 0 0',
    'It mounts a file system of the host; mount that on the host, and attach it as a volume.',
  ],
  [
    'left-out',
    'lxc.hook.pre-start',
    '/usr/local/sbin/open-firewall',
    'It is a program of the host that would run as root.',
  ],
  ['kept', 'lxc.net.0.type', 'veth', 'It is behind the address of the host.'],
  ['kept', 'lxc.net.0.link', 'lxcbr0', 'It is behind the address of the host.'],
  ['replaced', 'lxc.net.0.hwaddr', '00:16:3e:4c:9a:01', 'It gets a hardware address of its own.'],
  ['kept', 'lxc.start.auto', '1', 'It starts with the host.'],
  ['kept', 'lxc.cgroup2.memory.max', '1G', 'It has this limit.'],
];
