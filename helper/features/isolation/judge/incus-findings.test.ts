// SPDX-License-Identifier: Apache-2.0
/** What the audit finds in containers of Incus, by the same judges, with the commands of Incus. */

import { expect, it } from 'vitest';
import { inEnglish } from '../../../../contract/fixtures/in-english.ts';
import type { Finding } from '../../../../contract/model/isolation-finding.ts';
import { confinedInstance, someInstance } from '../../../incus/fixtures/some-instance.ts';
import { type IncusInstance, nameOf } from '../../../incus/incus-instances.ts';
import { valueOf } from '../../../lxc/configuration-file.ts';
import { instanceLines } from '../../containers/incus/instance-lines.ts';
import type { ContainerFacts } from '../facts/facts.ts';
import { containerFacts, isolationFacts } from '../fixtures/some-facts.ts';
import { termsOf } from '../../../engines/terms-of.ts';
import { judgeIsolation } from './judge-isolation.ts';

const bounded = '\nlxc.cgroup2.cgroup.max.descendants = 1000\nlxc.cgroup2.cgroup.max.depth = 32';
const idmap = (base: number, count = 65_536): string =>
  JSON.stringify([{ Isuid: true, Isgid: true, Hostid: base, Nsid: 0, Maprange: count }]);

/** Confined as Bulkhead would, with ids of its own. */
function sound(name: string, level: string, base: number, changes: Partial<IncusInstance> = {}): IncusInstance {
  const one = confinedInstance(name, level);
  const expanded_config = {
    ...one.expanded_config,
    'raw.lxc': `${one.expanded_config['raw.lxc'] ?? ''}${bounded}`,
    'volatile.idmap.next': idmap(base),
    ...changes.expanded_config,
  };
  return { ...one, ...changes, expanded_config };
}

function factsOf(instance: IncusInstance, context?: string): ContainerFacts {
  const lines = instanceLines(instance);
  const configured = valueOf(lines, 'lxc.selinux.context');
  const name = nameOf(instance);
  return {
    ...containerFacts(name, {
      container: {
        name,
        engine: 'incus',
        isManaged: false,
        disk: null,
        network: null,
        settings: null,
        context: context ?? configured ?? null,
      },
    }),
    lines,
    configured,
    isKnown: true,
    processes: [],
    root: { path: undefined, label: undefined, mountLabel: undefined, isMounted: false },
  };
}

const judge = (...containers: readonly ContainerFacts[]): readonly Finding[] =>
  inEnglish(judgeIsolation(isolationFacts(containers)));
const commandsOf = ({ fix }: Finding): readonly string[] => (fix.by === 'commands' ? fix.commands : [fix.by]);

it('nothing is found in one that is confined, with ids of its own and without the API for guests', () => {
  expect(judge(factsOf(sound('web', 's0:c5,c6', 2_000_000)))).toEqual([]);
});

it('one without raw.lxc has no context', () => {
  const one = someInstance('web', {
    project: 'shop',
    expanded_config: { 'raw.lxc': bounded, 'security.guestapi': 'false', 'volatile.idmap.next': idmap(2_000_000) },
  });
  const found = judge(factsOf(one));
  expect(found.map(({ id }) => id)).toEqual(['no-context:shop_web']);
  expect(found.flatMap(commandsOf)).toEqual([
    'incus --project shop stop web',
    "incus --project shop config set web raw.lxc 'lxc.selinux.context = system_u:system_r:container_t:s0:cA,cB'",
    'incus --project shop storage volume set POOL container/web block.mount_options ' +
      `'context="system_u:object_r:container_file_t:s0:cA,cB"'`,
    'chcon -R -t container_file_t -l s0:cA,cB /var/lib/lxc/shop_web/rootfs',
    'incus --project shop start web',
  ]);
});

it.each([
  ['s0:c6,c5', 'in another order'],
  ['s0:c5.c6', 'as a range'],
])('the same categories as a container of LXC are found, also written %s', (level) => {
  const [finding] = judge(containerFacts('lxc-web'), factsOf(sound('web', level, 2_000_000)));
  expect(finding).toMatchObject({ kind: 'shared-categories', containers: ['lxc-web', 'web'], relation: 'same' });
});

it('two members may have given the same pair: the one that is on another member counts', () => {
  const there = factsOf(sound('there', 's0:c5,c6', 3_000_000, { location: 'two' }));
  const found = judge(factsOf(sound('here', 's0:c5,c6', 2_000_000)), there);
  expect(found.map(({ id }) => id)).toEqual(['shared-categories:here,there']);
});

it('all that share the range of Incus are one finding', () => {
  const shared = ['a', 'b', 'c'].map((name, index) =>
    factsOf(
      sound(name, `s0:c${index},c9`, 0, {
        expanded_config: { 'volatile.idmap.next': idmap(1_000_000, 1_000_000_000) },
      }),
    ),
  );
  expect(judge(...shared)).toMatchObject([
    {
      id: 'overlapping-ids:a,b,c',
      summary: expect.stringContaining('a, b and c share ids of the host') as string,
      fix: { summary: expect.stringContaining('security.idmap.isolated') as string },
    },
  ]);
});

it('what only Incus has is judged: nesting, the API, privilege, intercepted calls, devices, folders of the host', () => {
  const open = sound('web', 's0:c5,c6', 2_000_000, {
    expanded_config: {
      'security.nesting': 'true',
      'security.guestapi': 'true',
      'security.syscalls.intercept.mount': 'true',
    },
    expanded_devices: {
      data: { type: 'disk', source: '/srv/data', path: '/data' },
      disk: { type: 'unix-block', source: '/dev/sda' },
    },
  });
  const [finding] = judge(factsOf(open));
  expect(
    finding?.kind === 'dangerous-configuration' && finding.settings.map(({ key, danger }) => [key, danger]),
  ).toEqual([
    ['security.guestapi', 'host-mount'],
    ['security.nesting', 'kernel-files'],
    ['security.syscalls.intercept.mount', 'seccomp'],
    ['lxc.mount.entry', 'host-mount'],
    ['devices.unix-block', 'device'],
  ]);
});

it('an unconfined one that runs is killed by the helper', () => {
  const one = factsOf(sound('web', 's0:c5,c6', 2_000_000), 'system_u:system_r:initrc_t:s0');
  expect(judge(one).map(({ kind, fix }) => [kind, fix.by])).toContainEqual(['unconfined', 'helper']);
});

it('a name that a shell would read otherwise is quoted', () => {
  expect(termsOf({ engine: 'incus', name: 'a;reboot_web' }).stop).toBe("incus --project 'a;reboot' stop web");
});
