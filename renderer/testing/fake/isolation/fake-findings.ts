// SPDX-License-Identifier: Apache-2.0
/** What an audit of the fake host finds about each of its containers by itself. */

import {
  describeEnterableFolder,
  describeHostMount,
  describeKernelFiles,
  describeOpenPath,
  describeOpenSettings,
  describePermissiveDomain,
  describeUnconfined,
} from '../../../../contract/wording/isolation/describe-findings.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import type { GivenFinding } from '../../../../contract/model/isolation-finding.ts';

export function findingsOfEach(containers: readonly Container[]): readonly GivenFinding[] {
  return [unconfined, permissive, openSettings, openFolder].flatMap((find) => containers.flatMap(find));
}

function unconfined({ name, confinementMode, context, initPid }: Container): readonly GivenFinding[] {
  if (confinementMode !== 'unconfined' || context === null || initPid === null) return [];
  return [describeUnconfined({ name, initPid, context, type: 'unconfined_t' })];
}

function permissive({ name, confinementMode }: Container): readonly GivenFinding[] {
  return confinementMode === 'permissive' ? [describePermissiveDomain(name, 'bulkhead_t')] : [];
}

function openSettings({ name, isManaged }: Container): readonly GivenFinding[] {
  if (isManaged) return [];
  const [source, mounts] = ['/srv/intranet', ['proc:rw', 'sys:rw']];
  return [
    describeOpenSettings(name, [
      { ...describeHostMount(source, false), key: 'lxc.mount.entry', value: `${source} srv none bind 0 0` },
      { ...describeKernelFiles(mounts), key: 'lxc.mount.auto', value: mounts.join(' ') },
    ]),
  ];
}

function openFolder({ name, isManaged }: Container): readonly GivenFinding[] {
  if (isManaged) return [];
  const path = `/var/lib/lxc/${name}`;
  const problem = describeEnterableFolder(path);
  return [describeOpenPath({ path, mode: 0o755, owner: 0, group: 0, containers: [name], problem })];
}
