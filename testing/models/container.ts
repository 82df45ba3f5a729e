// SPDX-License-Identifier: Apache-2.0
/** Containers for tests: sensible contents, of which a test changes what it is about. */

import type { Container } from '../../contract/model/containers/container.ts';
import { noSettings } from '../../contract/model/containers/settings.ts';
import { defaultLimits } from '../../contract/model/containers/limits.ts';
import { notJudged } from '../../contract/model/isolation/verdict.ts';

export function fakeContainer(changes: Partial<Container> = {}): Container {
  return {
    name: 'web',
    engine: 'lxc',
    member: null,
    state: 'running',
    isManaged: true,
    image: 'debian-13',
    context: 'system_u:system_r:bulkhead_t:s0:c5,c6',
    domain: 'bulkhead_t',
    categories: ['c5', 'c6'],
    isolation: notJudged,
    confinementMode: 'enforced',
    confinement: 'shared',
    ports: [],
    allow: [],
    connectTypes: [],
    learningUntil: null,
    userNamespaceBase: 1_000_000,
    initPid: 4711,
    startedAt: 1_795_533_000,
    createdAt: 1_795_532_000,
    tags: [],
    settings: noSettings,
    addresses: ['fd00::2', '10.0.3.7'],
    network: { kind: 'nat' },
    published: [],
    links: [],
    limits: defaultLimits,
    disk: { backing: 'project-quota' },
    volumes: [],
    original: null,
    ...changes,
  };
}

export const stoppedContainer = fakeContainer({
  name: 'db',
  state: 'stopped',
  initPid: null,
  startedAt: null,
  addresses: [],
});
