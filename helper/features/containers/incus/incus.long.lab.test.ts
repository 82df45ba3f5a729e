// SPDX-License-Identifier: Apache-2.0
/** Containers of Incus through the helper: created confined, changed, judged, and killed where they are not. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Container } from '../../../../contract/model/containers/container.ts';
import { type IsolationAudits, isolationAudits } from '../../../../hosts/fixtures/isolation-audits.ts';
import { type LabClient, openLabClient, textOf } from '../../../../hosts/fixtures/lab-client.ts';
import {
  bootedAs,
  contextsOf,
  denialsSince,
  execIn,
  timeOf,
} from '../../../../lab/incus/fixtures/confined-instance.ts';
import { incusImage } from '../../../../lab/incus/image.ts';
import { labelledPool } from '../../../../lab/incus/preseed.ts';
import { useIncusLab } from '../../../../lab/incus/test-incus-lab.ts';
import { readResult } from '../../../../rpc/read-result.ts';
import { withRules } from '../../../../sepolicy/own-domain/generate.ts';
import { policyNames } from '../../../../sepolicy/own-domain/names.ts';

const lab = await useIncusLab();
const suffix = Date.now().toString(36);
const [one, other, plain] = [`one-${suffix}`, `other-${suffix}`, `plain-${suffix}`] as const;
const minutes = 60_000;

let helper: LabClient;
let audits: IsolationAudits;
let begun = 0;

beforeAll(async () => {
  begun = await timeOf(lab);
  helper = await openLabClient(lab);
  audits = isolationAudits(lab, helper, suffix);
});
afterAll(async () => {
  await lab.run(['incus', 'delete', '--force', one, other, plain]);
  await helper.close();
});

const create = async (name: string, start = true): Promise<Container> =>
  (await helper.client()).request('cluster.create', { name, image: incusImage, pool: labelledPool, start });
const act = async (operation: 'start' | 'stop' | 'freeze' | 'unfreeze' | 'restart', name: string): Promise<Container> =>
  (await helper.client()).request(`container.${operation}`, { name });
const found = async (name: string): Promise<Container> => {
  const container = await helper.find(name);
  if (container === undefined) throw new Error(`${name} is not listed`);
  return container;
};
const untilKilled = async (name: string): Promise<void> =>
  expect
    .poll(async () => (await lab.run(`incus list ${name} -f csv -c s`)).stdout, { timeout: minutes })
    .toBe('STOPPED\n');
const configOf = async (name: string, key: string): Promise<string> =>
  (await lab.mustRun(['incus', 'config', 'get', name, key])).trim();

describe('a container that the helper has Incus create', { timeout: 10 * minutes }, () => {
  let container: Container;

  beforeAll(async () => {
    container = await create(one);
  }, 10 * minutes);

  it('runs in a context of its own, by the kernel, and so do all its processes and files', async () => {
    expect(container).toMatchObject({ engine: 'incus', state: 'running', isManaged: true, domain: 'bulkhead_t' });
    expect(await bootedAs(lab, one)).toBe('running');
    expect(await contextsOf(lab, one)).toEqual([container.context]);
    const level = container.categories.join(',');
    expect((await execIn(lab, one, 'stat', '-c', '%C', '/', '/etc/passwd')).trim().split('\n')).toEqual(
      Array<string>(2).fill(`system_u:object_r:bulkhead_file_t:s0:${level}`),
    );
  });

  it('leaves no reservation, and has booted without a denial', async () => {
    expect(await lab.mustRun('incus profile list --project bulkhead -f csv -c n')).toBe('default\n');
    expect((await denialsSince(lab, begun)).filter((line) => line.includes(':bulkhead_t:'))).toEqual([]);
  });

  it('runs commands in its context by the kernel, as a user and in a folder, and says how they end', async () => {
    expect(await helper.exec(one, 'sh', '-c', 'tr -d "\\0" </proc/self/attr/current; exit 42')).toEqual({
      exitCode: 42,
      output: container.context,
    });
    const asUser = (await helper.client()).channel('console.open', {
      name: one,
      user: 'daemon',
      folder: '/usr/share',
      command: ['sh', '-c', 'id -un; pwd; tr -d "\\0" </proc/self/attr/current'],
    });
    const lines = (await textOf(asUser)).split('\n');
    expect(lines).toEqual(['daemon', '/usr/share', container.context]);
  });

  it('filters system calls of a command as those of its init, in the cgroup of the container', async () => {
    const facts =
      'grep -hE "^(Seccomp|CapBnd|NoNewPrivs):" /proc/$1/status; sed "s#/\\(init.scope\\|.*\\)$##" /proc/$1/cgroup';
    const of = async (pid: string): Promise<string> => (await helper.exec(one, 'sh', '-c', facts, 'sh', pid)).output;
    const own = await of('self');
    expect(own).toContain('Seccomp:\t2');
    expect(own).toBe(await of('1'));
  });

  it('gives no terminal while it is configured with another context than it runs in, and runs on', async () => {
    const raw = await configOf(one, 'raw.lxc');
    await lab.mustRun(['incus', 'config', 'set', one, `raw.lxc=${raw.replace(/s0:c\d+,c\d+/, 's0:c1000,c1001')}`]);
    await expect(helper.exec(one, 'true')).rejects.toMatchObject({ code: 'container-failed' });
    await lab.mustRun(['incus', 'config', 'set', one, `raw.lxc=${raw}`]);
    expect(await helper.exec(one, 'true')).toMatchObject({ exitCode: 0 });
  });

  it('has its journal read by its own journalctl, and its other logs left to Incus', async () => {
    const client = await helper.client();
    const read = client.stream('log.read', { name: one, source: 'journal', lines: 50 });
    const messages: string[] = [];
    for await (const { lines } of read) messages.push(...lines.map(({ message }) => message));
    expect(messages.join('\n')).toMatch(/Reached target|Started/);
    await expect(readResult(client.stream('log.read', { name: one, source: 'console' }))).rejects.toMatchObject({
      code: 'engine-cannot',
    });
  });

  it('has its boot console joined', async () => {
    const items: Uint8Array[] = [];
    for await (const { data } of (await helper.client()).channel('console.open-boot', { name: one })) {
      items.push(data);
      break;
    }
    expect(items).toHaveLength(1);
  });

  it('is measured, and its address is known', async () => {
    const samples = (await helper.client()).stream('sample.watch', { names: [one] });
    for await (const { samples: taken } of samples) {
      expect(taken.at(-1)?.containers[0]).toMatchObject({ name: one, memoryBytes: expect.any(Number) as number });
      break;
    }
    expect((await found(one)).addresses).toEqual([expect.stringMatching(/^10\.77\.0\./)]);
  });

  it('has nothing that the audit finds', async () => {
    expect(await audits.found()).toEqual([]);
  });

  it('is frozen, unfrozen and restarted', async () => {
    expect((await act('freeze', one)).state).toBe('frozen');
    expect((await act('unfreeze', one)).state).toBe('running');
    const { initPid } = await found(one);
    const restarted = await act('restart', one);
    expect(restarted).toMatchObject({ state: 'running', context: container.context });
    expect(restarted.initPid).not.toBe(initPid);
  });

  it('is limited at once', async () => {
    const { applied } = await (
      await helper.client()
    ).request('container.configure', { name: one, limits: { memoryBytes: 300 * 2 ** 20, pids: 400 } });
    expect(applied.map(({ key, applies }) => [key, applies])).toEqual([
      ['memoryBytes', 'live'],
      ['pids', 'live'],
    ]);
    expect(await lab.mustRun(`cat /sys/fs/cgroup/lxc.payload.${one}/memory.max`)).toBe(`${300 * 2 ** 20}\n`);
    expect((await found(one)).limits).toMatchObject({ memoryBytes: 300 * 2 ** 20, pids: 400 });
  });

  it('has a disk that grows while it runs', async () => {
    const roomOf = async (): Promise<number> =>
      Number((await execIn(lab, one, 'df', '--block-size=1', '--output=size', '/')).split('\n')[1]);
    const before = await roomOf();
    await (await helper.client()).request('container.configure', { name: one, limits: { diskBytes: 5 * 2 ** 30 } });
    expect((await roomOf()) - before).toBeGreaterThan(0.9 * 2 ** 30);
    expect((await found(one)).limits.diskBytes).toBe(5 * 2 ** 30);
  });

  describe('in a domain of its own', () => {
    const { domain, files, memory, module } = policyNames(one);
    const allowed = `(allow ${domain} self (netlink_fib_lookup_socket (create)))`;
    const confine = async (confinement: 'own' | 'shared'): Promise<Container> => {
      const client = await helper.client();
      return (await readResult(client.stream('container.confine', { name: one, confinement }))).container;
    };
    const modules = (): Promise<string> => lab.mustRun(`semodule -l | grep -F ${module} || true`);

    it('it is not put while it runs, nor may it learn', async () => {
      await expect(confine('own')).rejects.toMatchObject({ code: 'container-running' });
      const client = await helper.client();
      await expect(
        readResult(client.stream('container.confine', { name: one, confinement: 'learning' })),
      ).rejects.toMatchObject({ code: 'container-failed' });
      expect([await modules(), (await found(one)).context]).toEqual(['', container.context]);
    });

    it('it boots without a denial, and processes, files and memory have its types', async () => {
      await act('stop', one);
      const since = await timeOf(lab);
      const confined = await confine('own');
      const context = container.context?.replace('bulkhead_t', domain);
      expect(confined).toMatchObject({ confinement: 'own', domain, context });
      await act('start', one);
      expect(await bootedAs(lab, one)).toBe('running');
      expect(await contextsOf(lab, one)).toEqual([context]);
      const level = container.categories.join(',');
      expect((await execIn(lab, one, 'stat', '-c', '%C', '/etc/passwd', '/dev')).trim().split('\n')).toEqual([
        `system_u:object_r:${files}:s0:${level}`,
        `system_u:object_r:${memory}:s0:${level}`,
      ]);
      expect((await denialsSince(lab, since)).filter((line) => line.includes(domain))).toEqual([]);
    });

    it('it is allowed more by a version of its module, and the version before is had back', async () => {
      const client = await helper.client();
      const { source } = await client.request('policy.show', { name: one });
      const installed = await readResult(
        client.stream('policy.install', { name: one, source: withRules(source, [allowed], 'By hand.') }),
      );
      expect(installed).toMatchObject({ version: 2, state: 'installed' });
      expect(await lab.mustRun(`incus profile show module.${one} --project bulkhead`)).toContain(allowed);
      await readResult(client.stream('policy.revert', { name: one, version: 1 }));
      expect((await client.request('policy.show', { name: one })).source).toBe(source);
    });

    it('it stays in it when a snapshot of its time in the shared domain is restored', async () => {
      const client = await helper.client();
      await act('stop', one);
      await confine('shared');
      expect([await modules(), await lab.mustRun('incus profile list --project bulkhead -f csv -c n')]).toEqual([
        '',
        'default\n',
      ]);
      await readResult(client.stream('snapshot.take', { name: one, snapshot: 'shared' }));
      await confine('own');
      await readResult(client.stream('snapshot.take', { name: one, snapshot: 'own' }));
      await readResult(client.stream('snapshot.restore', { name: one, snapshot: 'shared', keepPresent: false }));
      expect((await act('start', one)).domain).toBe(domain);
      // It is only beginning to boot.
      await client.request('container.stop', { name: one, force: true });
    });

    it('it is left again, and a snapshot of its time there says that the policy does not have it any more', async () => {
      expect((await confine('shared')).context).toBe(container.context);
      const client = await helper.client();
      await expect(
        readResult(client.stream('snapshot.restore', { name: one, snapshot: 'own', keepPresent: false })),
      ).rejects.toMatchObject({ code: 'container-failed', message: expect.stringContaining(domain) as string });
      for (const snapshot of ['shared', 'own']) await client.request('snapshot.remove', { name: one, snapshot });
      expect((await act('start', one)).context).toBe(container.context);
    });
  });

  it('what changes files is denied before anything happens', async () => {
    await expect(
      (await helper.client()).request('container.rename', { name: one, to: `${one}x` }),
    ).rejects.toMatchObject({ code: 'engine-cannot' });
  });

  it('two that are created at once get pairs of their own, and neither has that of a container of LXC', async () => {
    const [second] = await Promise.all([
      create(other, false),
      helper.create({ name: plain, image: 'debian-13', start: false }),
    ]);
    const levels = [container, second, await found(plain)].map(({ categories }) => categories.join(','));
    expect(new Set(levels).size).toBe(3);
    expect(await audits.found()).toEqual([]);
  });

  it('starts in a cgroup of its own name, also where its last run has left one', async () => {
    await act('stop', one);
    await lab.mustRun(['mkdir', `/sys/fs/cgroup/lxc.payload.${one}`]);
    await act('start', one);
    expect((await found(one)).state).toBe('running');
    expect(await lab.mustRun(`ls -d /sys/fs/cgroup/lxc.payload.${one}*`)).toBe(`/sys/fs/cgroup/lxc.payload.${one}\n`);
  });
});

describe('when somebody gives one the context of another by incus', { timeout: 10 * minutes }, () => {
  beforeAll(async () => {
    const raw = (await configOf(other, 'raw.lxc')).replace(
      /s0:c\d+,c\d+/,
      (await found(one)).context?.split(':').slice(3).join(':') ?? '',
    );
    await lab.mustRun(['incus', 'config', 'set', other, `raw.lxc=${raw}`]);
  });

  it('the audit finds it, and the helper does not start it', async () => {
    expect(await audits.found()).toContainEqual(expect.stringMatching(/^shared-categories /));
    await expect(act('start', other)).rejects.toMatchObject({ code: 'container-failed' });
    expect((await found(other)).state).toBe('stopped');
  });

  it('it is killed when it is started by incus all the same', async () => {
    await lab.run(['incus', 'start', other]);
    await untilKilled(other);
  });
});

describe('what others do', { timeout: 10 * minutes }, () => {
  it('is in a watch, also after incusd was restarted', async () => {
    const names: string[] = [];
    const ending = new AbortController();
    const changes = (await helper.client()).stream('container.watch', {}, { signal: ending.signal });
    const watching = (async () => {
      for await (const change of changes) if (change.type === 'removed') names.push(change.name);
    })().catch(() => undefined);
    await lab.mustRun('systemctl restart incus.service');
    expect((await found(one)).state).toBe('running');
    // Incus starts what it believes to have run, and the helper kills it once more.
    await untilKilled(other);
    await lab.mustRun(['incus', 'delete', other]);
    await expect.poll(() => names, { timeout: minutes }).toEqual([other]);
    ending.abort();
    await watching;
  });

  it('is removed by the helper, with all that it had', async () => {
    await (await helper.client()).request('container.remove', { name: one, force: true });
    expect(await helper.find(one)).toBeUndefined();
    expect((await lab.run(['incus', 'info', one])).code).not.toBe(0);
  });
});
