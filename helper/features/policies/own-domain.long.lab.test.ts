// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isFailure } from '../../../contract/errors.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { DenialGroup } from '../../../contract/model/denials/denial.ts';
import type { PolicyModule } from '../../../contract/model/policy/policy-module.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { policyPlacesOf } from '../../../lab/policy/policy-places.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { readResult } from '../../../rpc/read-result.ts';
import { hostileModules } from '../../../sepolicy/own-domain/fixtures/hostile-modules.ts';
import { withRules } from '../../../sepolicy/own-domain/generate.ts';
import { ownerOfPolicyName, type PolicyNames, policyNames } from '../../../sepolicy/own-domain/names.ts';
import { mountInto } from '../../lxc/fixtures/mount-into.ts';
import { theirClassOf } from '../../../sepolicy/fixtures/audit2why.ts';
import { until } from '../../lxc/fixtures/until.ts';
import { bind, connect, lookUpRoutes, may, openRawSocket } from '../../selinux/fixtures/attempts.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
/** One with a domain of its own, and one in the shared domain. */
const [name, other] = [`own-${suffix}`, `own-n-${suffix}`] as const;
const port = 8080;
const { store } = await policyPlacesOf(lab);
const slow = { timeout: 1_800_000 };

let helper: LabClient;
let own: Container;
/** Owns the plain domain of the container. */
let owner: string;
let names: PolicyNames;
let otherContainer: Container;
/** The module as Bulkhead wrote it. */
let written: string;

beforeAll(async () => {
  helper = await openLabClient(lab);
  const client = await helper.client();
  // Not removed one by one, which loads the policy each time: the lab is reset.
  const common = { image: 'debian-13', start: true };
  [own, otherContainer] = await Promise.all([
    readResult(
      client.stream('container.create', {
        ...common,
        name,
        confinement: 'own',
        ports: [{ protocol: 'tcp', port }],
        connectPorts: [{ protocol: 'tcp', port: 5432 }],
      }),
    ),
    readResult(client.stream('container.create', { ...common, name: other })),
  ]);
  owner = ownerOfPolicyName(own.domain ?? '') ?? '';
  names = policyNames(owner);
  written = (await shown()).source;
}, slow.timeout);
afterAll(() => lab.reset(), slow.timeout);

async function shown(): Promise<{ readonly module: PolicyModule; readonly source: string }> {
  return (await helper.client()).request('policy.show', { name });
}

async function install(source: string): Promise<PolicyModule> {
  return readResult((await helper.client()).stream('policy.install', { name, source }));
}

async function groups(container: string): Promise<readonly DenialGroup[]> {
  return (await (await helper.client()).request('denial.query', { container, events: 0 })).groups;
}

/** All modules that are installed, what they compile to, and what the kernel has of it. */
async function policyOfHost(): Promise<string> {
  return lab.mustRun(`semodule -lfull && sha256sum ${store}/active/policy.kern && sha256sum < /sys/fs/selinux/policy`);
}

const afterTheRemedies = [
  '1 created with the container',
  ...['2 a rule of a remedy', '3 without the rule of a remedy'],
  ...['4 a choice of a remedy', '5 without the choice of a remedy'],
  ...['6 a port type of a remedy', '7 without the port type of a remedy'],
];

async function versions(): Promise<readonly string[]> {
  return (await shown()).module.versions.map(({ version, note }) => `${version} ${note}`);
}

describe('a container in a domain of its own', () => {
  it('boots without a denial, in a type that no other has', slow, async () => {
    expect(own).toMatchObject({ domain: names.domain, confinementMode: 'enforced', confinement: 'own' });
    expect([await helper.booted(name), await groups(name)]).toEqual(['running', []]);
  });

  it('serves its port and no other, where the shared domain serves any', slow, async () => {
    expect([
      await may(helper, name, bind(port)),
      await may(helper, name, bind(5432)),
      await may(helper, other, bind(5432)),
    ]).toEqual([true, false, true]);
    const found = await until(async () =>
      (await groups(name)).find(({ targetType }) => targetType === 'postgresql_port_t'),
    );
    expect(found).toMatchObject({
      sourceType: names.domain,
      permissions: ['name_bind'],
      containers: [name],
      permissive: false,
    });
  });

  it('and another container do not reach each other, which is explained as isolation', slow, async () => {
    for (const { name: room, userNamespaceBase: base } of [own, otherContainer]) {
      await lab.mustRun(
        `cd /var/lib/lxc/${room}/rootfs/srv && mkdir -m 0777 open there && echo secret > open/secret && ` +
          `chmod 0777 open/secret && chown -R ${base}:${base} open there`,
      );
    }
    for (const { here, there, type } of [
      { here: own, there: otherContainer, type: 'bulkhead_file_t' },
      { here: otherContainer, there: own, type: names.files },
    ]) {
      await mountInto(lab, { pid: here.initPid, from: `/var/lib/lxc/${there.name}/rootfs/srv/open`, to: '/srv/there' });
      expect(await helper.exec(here.name, 'cat', '/srv/open/secret')).toEqual({ exitCode: 0, output: 'secret' });
      expect(await helper.exec(here.name, 'cat', '/srv/there/secret')).toEqual({
        exitCode: 1,
        output: 'cat: /srv/there/secret: Permission denied',
      });
      const group = await until(async () => (await groups(here.name)).find(({ targetType }) => targetType === type));
      const { reason, remedies } = await (await helper.client()).request('denial.explain', { group: group.id });
      expect(reason).toEqual({ kind: 'other-container', type, otherContainer: there.name });
      // audit2why would propose a rule, which the compiler denies.
      expect(await theirClassOf(lab, group.sample)).toBe('rule');
      expect(remedies.map(({ kind, cannotApply }) => [kind, cannotApply !== null])).toEqual([
        ['leave', true],
        ['share-volume', true],
      ]);
    }
  });
});

describe('a rule, as the remedy for a denial', () => {
  it(
    'lets this container alone do what was denied; undone, the module is the text that it was and it is denied again',
    slow,
    async () => {
      const client = await helper.client();
      expect([await may(helper, name, lookUpRoutes), await may(helper, other, lookUpRoutes)]).toEqual([false, false]);
      const group = await until(async () =>
        (await groups(name)).find(({ class: of }) => of === 'netlink_fib_lookup_socket'),
      );
      const { reason, remedies } = await client.request('denial.explain', { group: group.id });
      const remedy = remedies.find(({ kind }) => kind === 'own-rule');
      if (remedy === undefined) throw new Error(`no rule is proposed for ${JSON.stringify(reason)}`);
      expect([reason.kind, remedy]).toEqual([
        'no-rule',
        expect.objectContaining({
          change: [`(allow ${names.domain} self (netlink_fib_lookup_socket (create)))`],
          touches: [],
          cannotApply: null,
        }),
      ]);
      const change = await readResult(
        client.stream('remedy.apply', {
          group: group.id,
          remedy: remedy.id,
          seen: { change: remedy.change, opensCount: remedy.opensCount, risk: remedy.risk.level },
          acceptsUnknown: true,
        }),
      );
      expect(change).toMatchObject({ kind: 'module', container: name, state: 'applied' });
      expect([await may(helper, name, lookUpRoutes), await may(helper, other, lookUpRoutes)]).toEqual([true, false]);
      await readResult(client.stream('activity.undo', { id: change.id }));
      expect([await may(helper, name, lookUpRoutes), (await shown()).source]).toEqual([false, written]);
    },
  );
});

describe('a choice, as the remedy for a denial', () => {
  it('comes first, lets the container do what was denied, and is undone', slow, async () => {
    const client = await helper.client();
    expect(await may(helper, name, openRawSocket)).toBe(false);
    const group = await until(async () => (await groups(name)).find(({ class: of }) => of === 'rawip_socket'));
    const { remedies } = await client.request('denial.explain', { group: group.id });
    const [remedy] = remedies;
    if (remedy === undefined) throw new Error('no remedy is proposed');
    expect(remedy).toMatchObject({ id: 'choice:ping', kind: 'choice', cannotApply: null });
    const change = await readResult(
      client.stream('remedy.apply', {
        group: group.id,
        remedy: remedy.id,
        seen: { change: remedy.change, opensCount: remedy.opensCount, risk: remedy.risk.level },
      }),
    );
    expect([
      await may(helper, name, openRawSocket),
      (await helper.exec(name, 'ping', '-q', '-c', '1', '127.0.0.1')).exitCode,
      (await helper.find(name))?.allow,
    ]).toEqual([true, 0, ['ping']]);
    await readResult(client.stream('activity.undo', { id: change.id }));
    expect([await may(helper, name, openRawSocket), (await helper.find(name))?.allow, (await shown()).source]).toEqual([
      false,
      [],
      written,
    ]);
  });
});

describe('connections by port type', () => {
  const tried = async (): Promise<readonly boolean[]> => [
    await may(helper, name, connect(5432)),
    await may(helper, name, connect(25)),
  ];
  const chosen = async (): Promise<readonly string[] | undefined> => (await helper.find(name))?.connectTypes;

  it(
    'hold for the ports of the chosen types and no others, and a remedy adds one, until it is undone',
    slow,
    async () => {
      const client = await helper.client();
      // The port was named at its creation.
      expect([await tried(), await chosen()]).toEqual([[true, false], ['postgresql_port_t']]);
      const group = await until(async () =>
        (await groups(name)).find(
          ({ targetType, permissions }) => targetType === 'smtp_port_t' && permissions[0] === 'name_connect',
        ),
      );
      const { remedies } = await client.request('denial.explain', { group: group.id });
      const [remedy] = remedies;
      if (remedy === undefined) throw new Error('no remedy is proposed');
      expect(remedy).toMatchObject({ id: 'connect-port:smtp_port_t', kind: 'connect-port', cannotApply: null });
      const change = await readResult(
        client.stream('remedy.apply', {
          group: group.id,
          remedy: remedy.id,
          seen: { change: remedy.change, opensCount: remedy.opensCount, risk: remedy.risk.level },
        }),
      );
      expect([await tried(), await chosen()]).toEqual([
        [true, true],
        ['postgresql_port_t', 'smtp_port_t'],
      ]);
      await readResult(client.stream('activity.undo', { id: change.id }));
      expect([await tried(), await chosen(), (await shown()).source]).toEqual([
        [true, false],
        ['postgresql_port_t'],
        written,
      ]);
    },
  );

  it('name types of ports that the loaded policy has; nothing changes otherwise', slow, async () => {
    const { types } = await (await helper.client()).request('policy.port-types', {});
    expect(types.find(({ name: type }) => type === 'postgresql_port_t')?.ports).toContainEqual({
      protocol: 'tcp',
      low: 5432,
      high: 5432,
    });
    const problemsOf = async (type: string): Promise<unknown> => {
      const params = { name, confinement: 'own' as const, connectTypes: [type] };
      const work = readResult((await helper.client()).stream('container.confine', params));
      const failure: unknown = await work.catch((error: unknown) => error);
      return isFailure(failure, 'policy-rejected') ? failure.data.problems : failure;
    };
    expect([await problemsOf('gone_port_t'), await problemsOf('etc_t'), await chosen()]).toEqual([
      [{ line: null, problem: expect.stringContaining('no port type named gone_port_t') as string }],
      [{ line: null, problem: expect.stringContaining('etc_t is a type of the loaded policy') as string }],
      ['postgresql_port_t'],
    ]);
  });
});

describe('a hostile module', () => {
  it('is rejected with its lines, whichever check finds it, and nothing of the policy changes (C9)', slow, async () => {
    const before = await policyOfHost();
    const all = hostileModules(owner);
    for (const { source, what, line } of all.filter(({ foundBy }) => foundBy === 'source')) {
      const denied: unknown = await install(source).catch((error: unknown) => error);
      expect(denied, what).toMatchObject({
        code: 'policy-rejected',
        ...(line !== undefined && {
          data: { problems: expect.arrayContaining([expect.objectContaining({ line })]) as unknown },
        }),
      });
    }
    // All of them are compiled at once: the error names each line.
    const breaches = all
      .filter(({ foundBy, what }) => foundBy === 'compiler' && !what.includes('not there'))
      .flatMap(({ source }) => source.trimEnd().split('\n').slice(-1));
    const together = withRules(written, breaches, 'hostile');
    const lines = breaches.map((rule) => together.split('\n').indexOf(rule) + 1);
    await expect(install(together)).rejects.toMatchObject({
      code: 'policy-rejected',
      data: {
        problems: lines.map((line) => ({
          line,
          problem: expect.stringContaining('it would break the isolation: (neverallow ') as string,
        })),
      },
    });
    expect([await policyOfHost(), await versions(), (await shown()).source]).toEqual([
      before,
      afterTheRemedies,
      written,
    ]);
  });
});

describe('an installation whose helper and policy worker are killed (F3)', () => {
  const rule = (): string => `(allow ${names.domain} self (netlink_fib_lookup_socket (create)))`;

  /**
   * Begins to install the module with the rule, and kills the helper and the policy worker with their child processes
   * once the command says so.
   */
  async function killWhen(condition: string): Promise<void> {
    const killed = lab.mustRun(
      // Stopped, semodule does not end before the signal comes, however busy systemd is. The brackets keep this shell out.
      `until ${condition}; do sleep 0.05; done; pkill -STOP -f '[s]emodule -X 400'; ` +
        `systemctl kill -s KILL bulkhead-helper.service bulkhead-policy.service; systemctl restart bulkhead-helper.service`,
    );
    const [installed] = await Promise.allSettled([install(withRules(written, [rule()], 'Another version.')), killed]);
    expect(installed.status).toBe('rejected');
    await killed;
    await helper.recovered();
  }

  it.each([
    ['while it is compiled', 'pgrep -f [b]ulkhead-module-compiler.js >/dev/null'],
    [
      'while semodule builds the policy',
      `pgrep -f '[s]emodule -X 400 -i' >/dev/null && [ -e ${store}/tmp/policy.linked ]`,
    ],
  ])('%s has left nothing', slow, async (_, condition) => {
    const before = await policyOfHost();
    await killWhen(condition);
    expect([await policyOfHost(), await versions(), (await shown()).source]).toEqual([
      before,
      afterTheRemedies,
      written,
    ]);
    expect(await may(helper, name, lookUpRoutes)).toBe(false);
  });

  it(
    'when the store has it and the kernel has not, is finished by the next helper; the version before can be had back',
    slow,
    async () => {
      await killWhen(
        `bzcat ${store}/active/modules/400/${names.module}/cil 2>/dev/null | grep -q netlink_fib_lookup_socket`,
      );
      expect((await shown()).module).toMatchObject({ version: 8, state: 'installed', isPermissive: false });
      expect(await lab.mustRun(`semodule -lfull | grep -c ' ${names.module} '`)).toBe('1\n');
      expect([await may(helper, name, lookUpRoutes), await may(helper, other, lookUpRoutes)]).toEqual([true, false]);
      await readResult((await helper.client()).stream('policy.revert', { name, version: 1 }));
      expect([await may(helper, name, lookUpRoutes), (await shown()).source]).toEqual([false, written]);
      expect(await versions()).toEqual([...afterTheRemedies, '8 edited', '9 back to version 1']);
    },
  );
});
