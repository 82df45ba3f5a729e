// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { DenialEvent, DenialGroup } from '../../../contract/model/denials/denial.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { loadPermissivePolicy } from '../../../lab/policy/permissive-policy.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { mountInto } from '../../lxc/fixtures/mount-into.ts';
import { until } from '../../lxc/fixtures/until.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const [attacker, victim] = [`isolation-a-${suffix}`, `isolation-v-${suffix}`] as const;

let helper: LabClient;
let intruder: Container;
let otherContainer: Container;

beforeAll(async () => {
  helper = await openLabClient(lab);
  [intruder, otherContainer] = (await Promise.all(
    [attacker, victim].map((name) => helper.create({ name, image: 'debian-13', start: true })),
  )) as [Container, Container];
  for (const name of [attacker, victim]) expect(await helper.booted(name)).toBe('running');
});
afterAll(() => helper.close());

async function denialsOf(
  container: string,
  since?: number,
): Promise<{ readonly groups: readonly DenialGroup[]; readonly events: readonly string[] }> {
  const { groups, events } = await (
    await helper.client()
  ).request('denial.query', { container, events: 100, ...(since !== undefined && { since }) });
  return { groups, events: events.map(brief) };
}

function brief({ comm, permissions, class: objectClass, source, target, name, path }: DenialEvent): string {
  return `${comm} { ${permissions.join(' ')} } ${objectClass} ${path ?? name} ${source?.type} -> ${target?.type}:${target?.level}`;
}

async function now(): Promise<number> {
  return Number(await lab.mustRun(['date', '+%s.%3N']));
}

describe('a fresh container', () => {
  it('has booted without a denial', async () => {
    expect(await denialsOf(attacker)).toEqual({ groups: [], events: [] });
    expect(await denialsOf(victim)).toEqual({ groups: [], events: [] });
  });
});

describe("another container's file, mode 0777 and reachable by path", () => {
  beforeAll(async () => {
    const secret = `/var/lib/lxc/${victim}/rootfs/srv/open`;
    await lab.mustRun(
      `mkdir -m 0777 ${secret} && echo secret > ${secret}/secret && chmod 0777 ${secret}/secret && ` +
        `chown -R ${otherContainer.userNamespaceBase}:${otherContainer.userNamespaceBase} ${secret}`,
    );
    await lab.mustRun(['mkdir', '-p', `/var/lib/lxc/${attacker}/rootfs/srv/victim`]);
    await mountInto(lab, { pid: intruder.initPid, from: secret, to: '/srv/victim' });
  });

  it('is the plain file that its owner may read', async () => {
    expect(await helper.exec(victim, 'cat', '/srv/open/secret')).toEqual({ exitCode: 0, output: 'secret' });
    expect((await helper.exec(attacker, 'grep', '-c', ' /srv/victim ', '/proc/self/mounts')).output).toBe('1');
  });

  it('cannot be read, and the denial is logged under the container with its reason', async () => {
    const since = await now();
    const stop = new AbortController();
    const watched = (async () => {
      const stream = (await helper.client()).stream(
        'denial.watch',
        { container: attacker, since, events: 0 },
        { signal: stop.signal },
      );
      for await (const item of stream) if (item.type === 'added') return item.events;
      return [];
    })();
    const reading = await helper.exec(attacker, 'cat', '/srv/victim/secret');
    expect(reading).toEqual({ exitCode: 1, output: 'cat: /srv/victim/secret: Permission denied' });
    const group = await until(async () => (await denialsOf(attacker, since)).groups[0]);
    expect(group).toMatchObject({
      sourceType: 'bulkhead_t',
      targetType: 'bulkhead_file_t',
      reason: 'other-categories',
      permissive: false,
      containers: [attacker],
      comms: ['cat'],
    });
    expect(group.sample.source?.level).toBe(levelOf(intruder));
    expect(group.sample.target?.level).toBe(levelOf(otherContainer));
    expect((await watched).map(({ container, comm }) => ({ container, comm }))).toContainEqual({
      container: attacker,
      comm: 'cat',
    });
    stop.abort();
  });

  it('is explained from the loaded policy as isolation that works', async () => {
    const group = (await denialsOf(attacker)).groups.find(({ targetType }) => targetType === 'bulkhead_file_t');
    const explanation = await (await helper.client()).request('denial.explain', { group: group?.id ?? '' });
    expect(explanation.reason).toEqual({
      kind: 'other-categories',
      held: intruder.categories,
      needed: otherContainer.categories,
      otherContainer: victim,
    });
    expect(explanation.evidence[0]?.text).toMatch(/^mlsconstrain dir \{ search \} \(or \(dom h1 h2\) /);
    expect(explanation.remedies.map(({ kind, cannotApply }) => [kind, cannotApply === null])).toEqual([
      ['leave', false],
      ['share-volume', false],
    ]);
  });

  it('cannot be listed, written or removed either', async () => {
    for (const command of [
      'ls /srv/victim',
      'echo mine > /srv/victim/secret',
      'rm -f /srv/victim/secret',
      'touch /srv/victim/new',
    ]) {
      const { exitCode, output } = await helper.exec(attacker, 'sh', '-c', command);
      expect({ command, isDenied: exitCode !== 0 && output.includes('Permission denied') }).toEqual({
        command,
        isDenied: true,
      });
    }
    expect(await helper.exec(victim, 'cat', '/srv/open/secret')).toEqual({ exitCode: 0, output: 'secret' });
  });
});

describe('a domain that the policy lets be permissive, on a kernel that enforces', () => {
  it('does not isolate and is shown so, until it is undone', async () => {
    const seen = async (): Promise<unknown> => [
      (await helper.find(attacker))?.confinementMode,
      (await helper.exec(attacker, 'cat', '/srv/victim/secret')).exitCode,
    ];
    expect(await seen()).toEqual(['enforced', 1]);
    const restore = await loadPermissivePolicy(lab, 'bulkhead_t');
    try {
      expect(await seen()).toEqual(['permissive', 0]);
      expect(await lab.mustRun(['getenforce'])).toBe('Enforcing\n');
    } finally {
      await restore();
    }
    expect(await seen()).toEqual(['enforced', 1]);
  });
});

function levelOf({ context }: Container): string {
  return (context ?? '').split(':').slice(3).join(':');
}
