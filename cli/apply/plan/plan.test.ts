// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { usualAlertChoice, type AlertRule } from '../../../contract/model/alerts/alert.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { defaultLimits } from '../../../contract/model/containers/limits.ts';
import { noSettings } from '../../../contract/model/containers/settings.ts';
import type { SnapshotPlan } from '../../../contract/model/containers/snapshot-schedule.ts';
import type { HostBridge } from '../../../contract/model/host/network.ts';
import { operations } from '../../../contract/operations/index.ts';
import { fakeContainer, stoppedContainer } from '../../../testing/models/container.ts';
import { problemText } from '../file/file-problems.ts';
import { readWanted } from '../file/read-wanted.ts';
import { planChanges, type PlanOptions } from './plan.ts';
import type { PresentHost } from './present-host.ts';

const web = fakeContainer();
const db = stoppedContainer;

interface Given {
  readonly containers?: readonly Container[];
  readonly rules?: readonly AlertRule[];
  readonly schedules?: readonly (readonly [string, SnapshotPlan])[];
  readonly bridges?: readonly HostBridge[];
}

const options: PlanOptions = { isPruned: false, isRecreated: false, isRestarted: false };

function presentHost({ containers = [web, db], rules = [], schedules = [], bridges = [] }: Given): PresentHost {
  return { containers, rules, schedules: new Map(schedules), images: ['debian-13'], bridges };
}

async function plan(text: string, given: Given = {}, chosen: Partial<PlanOptions> = {}) {
  const wanted = await readWanted([{ name: 'x.yaml', text }]);
  const { steps, problems } = planChanges(wanted, presentHost(given), { ...options, ...chosen });
  for (const { call } of steps)
    expect(operations[call.operation].params.safeParse(call.params).error, call.operation).toBeUndefined();
  return { steps, problems: problems.map(problemText), what: steps.map(({ what }) => what) };
}

/** Writes a file of containers with these fields of web. */
const webWith = (fields: string): string => `containers: {web: {image: debian-13, ${fields}}}`;
const calls = async (...given: Parameters<typeof plan>) => (await plan(...given)).steps.map(({ call }) => call);

describe('the networks of a file', () => {
  const shop: HostBridge = {
    name: 'shop',
    isNat: false,
    isOwn: true,
    addresses: ['10.0.4.1/24'],
    freeAddress: '10.0.4.2',
  };

  it('are set up before the containers that are on them', async () => {
    const text = `
      containers: {app: {image: debian-13, network: "bridge:shop"}}
      networks: {shop: {net: 10.0.4.0/24}, lab: }`;
    const { steps, what } = await plan(text);
    expect(what).toEqual(['set up the network shop', 'set up the network lab', 'create app of the image debian-13']);
    expect(steps.slice(0, 2).map(({ call }) => call.params)).toEqual([
      { name: 'shop', address: '10.0.4.0/24' },
      { name: 'lab', address: null },
    ]);
  });

  it('that are there stay, and those that are not named too', async () => {
    for (const net of ['{}', '{net: 10.0.4.0/24}', '{net: 10.0.4.9/24}'])
      expect((await plan(`networks: {shop: ${net}}`, { bridges: [shop, { ...shop, name: 'other' }] })).steps).toEqual(
        [],
      );
  });

  it('cannot get another net, nor be a bridge of somebody else', async () => {
    const bridges = [shop, { ...shop, name: 'br0', isOwn: false }];
    const text = `networks:\n  shop: {net: 10.0.4.0/25}\n  br0: {}\n`;
    expect((await plan(text, { bridges })).problems).toEqual([
      expect.stringContaining('x.yaml:2:15: networks.shop.net: is 10.0.4.1/24 and cannot be changed'),
      expect.stringContaining('networks.br0: is a bridge of the host that Bulkhead did not set up'),
    ]);
    await expect(plan('networks: {eth0: {}}')).rejects.toThrow();
    await expect(plan('networks: {a: {}}\n---\nnetworks: {a: {}}')).rejects.toThrow();
  });
});

describe('a plan', () => {
  it('is empty for what is so already, and for an empty file', async () => {
    expect((await plan('')).steps).toEqual([]);
    expect((await plan(webWith('state: running, tags: [], network: nat, limits: {memory: 512M}'))).steps).toEqual([]);
  });

  it('leaves alone what the file does not name', async () => {
    const chosen = fakeContainer({
      tags: ['prod'],
      published: [{ protocol: 'tcp', address: null, hostPort: 80, port: 80 }],
      links: ['db'],
      settings: { ...noSettings, description: 'Shop', environment: [{ name: 'A', value: '1' }] },
      volumes: [{ source: '/srv/a', target: '/a', readOnly: false, category: null }],
      confinement: 'own',
      ports: [{ protocol: 'tcp', port: 80 }],
    });
    expect((await plan(webWith(''), { containers: [chosen, { ...db, links: ['web'] }] })).steps).toEqual([]);
  });

  it('creates with all that is chosen, then schedules, links and starts, in this order', async () => {
    const text = `
      containers:
        shop:
          image: debian-13
          state: running
          tags: [prod]
          publish: ["8080:80"]
          volumes: ["/srv/a:/a:ro"]
          links: [web]
          limits: {memory: 1G, cpus: none}
          confinement: own
          listen: [80]
          allow: [connect-web, "connect:postgresql_port_t"]
          hostname: shop.example.org
          address: 10.0.3.20
          dns: [192.0.2.53]
          environment: {B: 2, A: true}
          lxc: {lxc.sched.core: 1}
          autostart: {order: 10, delay: 30s}
          snapshots: {every: 6h}`;
    const { steps, what } = await plan(text);
    expect(what).toEqual([
      'create shop of the image debian-13',
      'schedule snapshots of shop',
      'link shop and web',
      'start shop',
    ]);
    expect(steps[0]?.call.params).toEqual({
      name: 'shop',
      image: 'debian-13',
      network: { kind: 'nat' },
      limits: expect.objectContaining({ memoryBytes: 2 ** 30, pids: defaultLimits.pids }) as unknown,
      settings: {
        address: '10.0.3.20',
        nameservers: ['192.0.2.53'],
        autostart: { order: 10, delaySeconds: 30 },
        hostname: 'shop.example.org',
        environment: [
          { name: 'A', value: 'true' },
          { name: 'B', value: '2' },
        ],
        lines: [{ key: 'lxc.sched.core', value: '1' }],
      },
      confinement: 'own',
      tags: ['prod'],
      published: [{ protocol: 'tcp', address: null, hostPort: 8080, port: 80 }],
      volumes: [{ source: '/srv/a', target: '/a', readOnly: true, share: false }],
      ports: [{ protocol: 'tcp', port: 80 }],
      allow: ['connect-web'],
      connectTypes: ['postgresql_port_t'],
    });
    expect(steps[1]?.call.params).toEqual({ name: 'shop', plan: { times: { every: 'hours', hours: 6 }, keep: 7 } });
  });

  it.each([
    [
      'limits: {memory: 1G, cpus: 2}',
      { operation: 'container.configure', params: { name: 'web', limits: { memoryBytes: 2 ** 30, cpus: 2 } } },
    ],
    ['limits: {pids: none}', { operation: 'container.configure', params: { name: 'web', limits: { pids: null } } }],
    ['tags: [b]', { operation: 'container.tag', params: { name: 'web', add: ['b'], remove: [] } }],
    [
      'description: Shop',
      { operation: 'container.change-settings', params: { name: 'web', settings: { description: 'Shop' } } },
    ],
    [
      'autostart: true',
      {
        operation: 'container.change-settings',
        params: { name: 'web', settings: { autostart: { order: 100, delaySeconds: 0 } } },
      },
    ],
    [
      'publish: ["80:80/udp"]',
      { operation: 'port.publish', params: { name: 'web', protocol: 'udp', address: null, hostPort: 80, port: 80 } },
    ],
    ['links: [db]', { operation: 'network.link', params: { name: 'db', other: 'web' } }],
    [
      'confinement: own',
      {
        operation: 'container.confine',
        params: { name: 'web', confinement: 'own', ports: [], allow: [], connectTypes: [] },
      },
    ],
    ['state: stopped', { operation: 'container.stop', params: { name: 'web' } }],
    ['state: frozen', { operation: 'container.freeze', params: { name: 'web' } }],
    [
      'snapshots: {every: day, at: 04:00, keep: 3}',
      {
        operation: 'snapshot.schedule',
        params: { name: 'web', plan: { times: { every: 'day', at: '04:00' }, keep: 3 } },
      },
    ],
  ])('for %s is one call', async (fields, call) => {
    expect(await calls(webWith(fields))).toEqual([call]);
  });

  it('takes away what a list no longer has', async () => {
    const had = fakeContainer({
      tags: ['a', 'b'],
      published: [{ protocol: 'tcp', address: '192.0.2.1', hostPort: 80, port: 80 }],
      links: ['db'],
      settings: {
        ...noSettings,
        autostart: { order: 1, delaySeconds: 0 },
        hostname: 'x',
        address: '10.0.3.20',
        searchDomains: ['example.org'],
        environment: [{ name: 'A', value: '1' }],
      },
      ports: [{ protocol: 'tcp', port: 80 }],
      confinement: 'own',
    });
    const given = {
      containers: [had, { ...db, links: ['web'] }],
      schedules: [['web', { times: { every: 'hours', hours: 6 }, keep: 7 }]],
    } satisfies Given;
    const text = webWith(
      'tags: [a], publish: [], links: [], environment: {}, autostart: false, hostname: none, address: none, ' +
        'search: [], snapshots: none, confinement: shared',
    );
    expect(await calls(text, given)).toEqual([
      { operation: 'network.unlink', params: { name: 'db', other: 'web' } },
      { operation: 'port.unpublish', params: { name: 'web', protocol: 'tcp', address: '192.0.2.1', hostPort: 80 } },
      {
        operation: 'container.confine',
        params: { name: 'web', confinement: 'shared', ports: [], allow: [], connectTypes: [] },
      },
      {
        operation: 'container.change-settings',
        params: {
          name: 'web',
          settings: {
            autostart: null,
            hostname: null,
            environment: [{ name: 'A', value: null }],
            address: null,
            searchDomains: [],
          },
        },
      },
      { operation: 'container.tag', params: { name: 'web', add: [], remove: ['b'] } },
      { operation: 'snapshot.unschedule', params: { name: 'web' } },
    ]);
  });

  it('publishes a port that leads elsewhere now again, and gives up before it takes', async () => {
    const had = fakeContainer({ published: [{ protocol: 'tcp', address: null, hostPort: 80, port: 80 }] });
    const text = `containers:
      db: {image: debian-13, publish: ["80:80"]}
      web: {image: debian-13, publish: ["81:81"]}`;
    expect((await plan(text, { containers: [had, db] })).what).toEqual([
      'unpublish 80:80 of web',
      'publish 80:80 of db',
      'publish 81:81 of web',
    ]);
    expect((await plan(webWith('publish: ["80:90"]'), { containers: [had] })).what).toEqual([
      'unpublish 80:80 of web',
      'publish 80:90 of web',
    ]);
  });

  it('stops a container for its volumes only while they change, and asks for that', async () => {
    const { steps, what } = await plan(webWith('volumes: ["/srv/a:/a"], limits: {memory: 1G}'));
    expect(what).toEqual(['stop web', 'attach /srv/a to web', 'start web'].toSpliced(1, 0, 'set limits of web'));
    expect(steps.map(({ loss }) => loss !== undefined)).toEqual([true, false, false, false]);
    expect((await plan('containers: {db: {image: debian-13, volumes: ["/srv/a:/a"]}}')).what).toEqual([
      'attach /srv/a to db',
    ]);
    expect((await plan(webWith('volumes: ["/srv/a:/a"], state: stopped'))).what).toEqual([
      'stop web',
      'attach /srv/a to web',
    ]);
  });

  it('gives a volume another access by detaching it first', async () => {
    const had = { ...db, volumes: [{ source: '/srv/a', target: '/a', readOnly: false, category: 7 }] };
    const text = (volume: string) => `containers: {db: {image: debian-13, volumes: [${volume}]}}`;
    expect((await plan(text('"/srv/a:/a:ro"'), { containers: [had] })).what).toEqual([
      'detach /a from db',
      'attach /srv/a to db',
    ]);
    expect((await plan(text('{source: /srv/a, target: /a}'), { containers: [had] })).what).toEqual([]);
  });

  it.each([
    ['running', 'stopped', ['stop web']],
    ['running', 'frozen', ['freeze web']],
    ['frozen', 'running', ['unfreeze web']],
    ['frozen', 'stopped', ['unfreeze web', 'stop web']],
    ['stopped', 'running', ['start web']],
    ['stopped', 'frozen', ['start web', 'freeze web']],
    ['starting', 'running', []],
    ['stopping', 'stopped', []],
  ] as const)('brings a container that is %s to %s', async (state, wanted, what) => {
    expect((await plan(webWith(`state: ${wanted}`), { containers: [{ ...web, state }] })).what).toEqual(what);
  });

  it('restarts for what holds from the next start only when that is asked for', async () => {
    expect((await plan(webWith('hostname: shop'))).what).toEqual(['change settings of web']);
    expect((await plan(webWith('hostname: shop'), {}, { isRestarted: true })).what).toEqual([
      'stop web',
      'change settings of web',
      'start web',
    ]);
    expect((await plan(webWith('description: x'), {}, { isRestarted: true })).what).toEqual(['change settings of web']);
  });

  it('takes a container that learns for one in a domain of its own', async () => {
    const learning = fakeContainer({ confinement: 'learning', ports: [{ protocol: 'tcp', port: 80 }] });
    expect((await plan(webWith('confinement: own, listen: [80]'), { containers: [learning] })).what).toEqual([]);
    expect((await plan(webWith('confinement: own, listen: [81]'), { containers: [learning] })).what).toEqual([
      'confine web',
    ]);
  });

  it('puts one on another network while it does not run, and starts it again', async () => {
    const { steps, what } = await plan(webWith('network: bridge:shop'));
    expect(what).toEqual(['stop web', 'put web on the network bridge:shop', 'start web']);
    expect(steps[1]?.call).toEqual({
      operation: 'network.change',
      params: { name: 'web', network: { kind: 'bridge', bridge: 'shop' } },
    });
  });

  describe('where something cannot be changed', () => {
    it('says so at its place, and recreates it where that is asked for, with what the file leaves out', async () => {
      const had = fakeContainer({ image: 'debian-12', tags: ['kept'], links: ['db'] });
      const given = { containers: [had, { ...db, links: ['web'] }] };
      const text = webWith('tags: [kept]');
      const { problems } = await plan(text, given);
      expect(problems).toEqual([
        expect.stringMatching(/^x\.yaml:1:27: containers\.web\.image: is debian-12 and cannot be changed/),
      ]);
      const { steps, what } = await plan(text, given, { isRecreated: true });
      expect(what).toEqual(['remove web', 'create web of the image debian-13', 'link db and web', 'start web']);
      expect(steps[0]).toMatchObject({
        call: { params: { force: true } },
        loss: expect.stringContaining('all its files') as string,
      });
      expect(steps[1]?.call.params).toMatchObject({ image: 'debian-13', tags: ['kept'] });
    });

    it.each([
      ['containers: {new: {image: gone}}', 'x.yaml:1:27: containers.new.image: the host has no image gone'],
      [
        webWith('links: [gone]'),
        'x.yaml:1:46: containers.web.links.0: neither the file nor the host has a container gone',
      ],
      [webWith('links: [web]'), 'x.yaml:1:46: containers.web.links.0: must be another container'],
      ['containers: {foreign: {image: debian-13}}', 'x.yaml:1:23: containers.foreign: is a container of another tool'],
    ])('names the place in %s', async (text, problem) => {
      const foreign = fakeContainer({ name: 'foreign', isManaged: false });
      const { problems } = await plan(text, { containers: [web, foreign] });
      expect(problems).toEqual([expect.stringContaining(problem)]);
    });
  });

  describe('of a file with a managed-by name', () => {
    const text = 'managed-by: shop\ncontainers: {web: {image: debian-13}, new: {image: debian-13, tags: [a]}}';
    const mine = fakeContainer({ name: 'old', tags: ['managed-by.shop'] });

    it('tags its containers, beside the tags that they have', async () => {
      const all = await calls(text, { containers: [{ ...web, tags: ['prod'] }] });
      expect(all).toMatchObject([
        { operation: 'container.create', params: { tags: ['a', 'managed-by.shop'] } },
        { operation: 'container.tag', params: { add: ['managed-by.shop'], remove: [] } },
      ]);
    });

    it('removes what it no longer has only when that is asked for, and nothing of others', async () => {
      const other = fakeContainer({ name: 'other', tags: ['managed-by.other', 'shop'] });
      const foreign = fakeContainer({ name: 'foreign', isManaged: false, tags: ['managed-by.shop'] });
      const given = { containers: [{ ...web, tags: ['managed-by.shop'] }, mine, other, foreign] };
      expect((await plan(text, given)).what).toEqual(['create new of the image debian-13']);
      expect((await plan(text, given, { isPruned: true })).what).toEqual([
        'remove old',
        'create new of the image debian-13',
      ]);
    });

    it('does not take containers of another file', async () => {
      const { problems } = await plan(text, { containers: [{ ...web, tags: ['managed-by.other'] }] });
      expect(problems).toEqual([expect.stringContaining('has the tag managed-by.other of another file')]);
    });
  });

  describe('of links', () => {
    const linked = [fakeContainer({ links: ['db'] }), { ...db, links: ['web'] }];
    const text = (ofWeb: string, ofDb: string) =>
      `containers: {web: {image: debian-13${ofWeb}}, db: {image: debian-13${ofDb}}}`;

    it.each([
      ['', '', []],
      [', links: [db]', '', []],
      [', links: [db]', ', links: []', []],
      [', links: []', '', ['unlink db and web']],
      [', links: []', ', links: []', ['unlink db and web']],
    ])('with links%s and links%s ends what neither names', async (ofWeb, ofDb, what) => {
      expect((await plan(text(ofWeb, ofDb), { containers: linked })).what).toEqual(what);
    });

    it('makes one for a pair that both name, also with one that is created', async () => {
      expect((await plan(text(', links: [db]', ', links: [web]'))).what).toEqual(['link db and web']);
      expect((await plan('containers: {new: {image: debian-13, links: [web]}}')).what.at(-1)).toBe('link new and web');
    });
  });

  describe('of alert rules', () => {
    const rule: AlertRule = { ...usualAlertChoice('container-memory'), id: 3, mutedUntil: null };

    it.each([
      ['alerts: [{kind: container-memory}]', []],
      ['alerts: [{kind: container-memory, threshold: 90, time: 5m}]', []],
      ['alerts: [{kind: container-memory, threshold: 80}]', [{ rule: 3, threshold: 80, seconds: 300 }]],
      ['alerts: [{kind: container-memory, enabled: false}]', [{ rule: 3, isEnabled: false }]],
      ['alerts: [{kind: container-memory, containers: [web]}]', [{ containers: ['web'], threshold: 90 }]],
      ['alerts: [{kind: oom, time: 1h}]', [{ kind: 'oom', seconds: 3600, threshold: 1 }]],
    ])('for %s', async (text, expected) => {
      const all = await calls(text, { rules: [rule] });
      expect(
        all.map(({ params }) =>
          'choice' in params ? { ...params.choice, ...('rule' in params && { rule: params.rule }) } : {},
        ),
      ).toMatchObject(expected);
      expect(all).toHaveLength(expected.length);
      for (const [at, { params }] of all.entries())
        expect('rule' in params).toBe(expected[at] !== undefined && 'rule' in expected[at]);
    });

    it('changes none of several of which one is as the file says', async () => {
      const twice = [rule, { ...rule, id: 4, threshold: 80 }];
      expect((await plan('alerts: [{kind: container-memory, threshold: 80}]', { rules: twice })).what).toEqual([]);
    });
  });
});
