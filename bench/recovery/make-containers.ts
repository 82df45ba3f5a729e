// SPDX-License-Identifier: Apache-2.0
/** Makes containers as a helper leaves them that ends well: described, and with their roots mounted. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { boundLines } from '../../helper/cgroup/cgroup-bounds.ts';
import { formatConfiguration } from '../../helper/lxc/configuration-file.ts';
import { writeMountTable } from '../../helper/lxc/mount-table.ts';
import { containerPlaces, type HostPlaces } from '../../helper/lxc/places.ts';
import { levelOf } from '../../helper/selinux/category-pairs.ts';
import { description } from '../fuzz/texts.ts';
import { pairOfIndex } from '../scale/instances.ts';

const firstId = 1_000_000;
const idsOfEach = 65_536;

export function makeContainers(places: HostPlaces, count: number): void {
  const mounted: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const own = containerPlaces(places, `c${String(index).padStart(4, '0')}`);
    for (const path of [own.rootfs, own.lower, own.upper, own.work]) mkdirSync(path, { recursive: true });
    writeFileSync(own.configuration, formatConfiguration(linesOf(index)), { mode: 0o600 });
    writeFileSync(own.description, describe(), { mode: 0o600 });
    writeMountTable(own, []);
    mounted.push(own.lower, own.rootfs);
  }
  execFileSync('sh', ['-ec', 'while read -r path; do mount --bind "$path" "$path"; done'], {
    input: mounted.map((path) => `${path}\n`).join(''),
  });
}

function linesOf(index: number) {
  const ids = `0 ${firstId + index * idsOfEach} ${idsOfEach}`;
  return [
    { key: 'lxc.idmap', value: `u ${ids}` },
    { key: 'lxc.idmap', value: `g ${ids}` },
    { key: 'lxc.selinux.context', value: `system_u:system_r:bulkhead_t:${levelOf(pairOfIndex(index))}` },
    { key: 'lxc.net.0.type', value: 'empty' },
    ...boundLines(),
  ];
}

/** Leaves out what would be looked for on the host: volumes, ports, a layer of its own. */
function describe(): string {
  const whole = JSON.parse(description) as Record<string, unknown>;
  const { image, createdAt } = whole;
  return JSON.stringify({ version: 1, image, network: { kind: 'none' }, confinement: 'shared', createdAt });
}
