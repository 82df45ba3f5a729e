// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../../../contract/fixtures/in-english.ts';
import { containerFacts, isolationFacts } from '../fixtures/some-facts.ts';
import { judgeIsolation as givenJudgeIsolation } from './judge-isolation.ts';
import { db, brief } from '../fixtures/sound-facts.ts';

const judgeIsolation = (...args: Parameters<typeof givenJudgeIsolation>) => inEnglish(givenJudgeIsolation(...args));

describe('of namespaces and settings', () => {
  it('a container whose root is root of the host', () => {
    const bare = containerFacts('web');
    expect(
      judgeIsolation(isolationFacts([{ ...bare, lines: bare.lines.filter(({ key }) => key !== 'lxc.idmap') }])).map(
        brief,
      ),
    ).toEqual(['no-user-namespace weak web']);
  });

  it('ranges of ids that overlap, also at one end only', () => {
    const one = containerFacts('web', { lines: 'lxc.idmap = u 0 100000 65536' });
    const other = containerFacts('db', { container: { context: db }, lines: 'lxc.idmap = b 0 165535 10' });
    expect(judgeIsolation(isolationFacts([one, other]))).toMatchObject([
      { kind: 'overlapping-ids', first: 165_535, last: 165_535, containers: ['web', 'db'] },
    ]);
    expect(judgeIsolation(isolationFacts([other, one]))).toMatchObject([
      { kind: 'overlapping-ids', first: 165_535, last: 165_535, containers: ['db', 'web'] },
    ]);
  });

  it('a single id of the host that a container maps beside its range, and another one has', () => {
    const one = containerFacts('web', { lines: 'lxc.idmap = u 0 100000 65536\nlxc.idmap = u 100000 1000 1' });
    const other = containerFacts('db', { container: { context: db }, lines: 'lxc.idmap = u 0 1000 10' });
    expect(judgeIsolation(isolationFacts([one, other]))).toMatchObject([
      { kind: 'overlapping-ids', first: 1000, last: 1000 },
    ]);
  });

  it.each([
    ['lxc.cap.keep = sys_admin chown', 'capability'],
    ['lxc.cgroup2.devices.allow = a', 'device'],
    ['lxc.cgroup2.devices.allow = b 8:* rwm', 'device'],
    ['lxc.cgroup.devices.allow = c 1:1 r', 'device'],
    ['lxc.mount.entry = /etc host-etc none bind,ro 0 0', 'host-mount'],
    ['lxc.rootfs.path = dir:/', 'host-mount'],
    ['lxc.mount.auto = proc:rw sys:mixed', 'kernel-files'],
    ['lxc.net.0.type = none', 'namespace'],
    ['lxc.namespace.share.pid = db', 'namespace'],
    ['lxc.include = /home/somebody/extra.conf', 'include'],
    ['lxc.hook.pre-start = /home/somebody/run', 'hook'],
    ['lxc.hook.autodev = /usr/bin/chcon a:object_r:b_t:s0:c1,c2 $LXC_ROOTFS_MOUNT/dev; id', 'hook'],
    ['lxc.seccomp.profile =', 'seccomp'],
  ])('%s', (line, danger) => {
    const [finding, ...others] = judgeIsolation(isolationFacts([containerFacts('web', { lines: line })]));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ kind: 'dangerous-configuration', settings: [{ danger }] });
  });

  it('says what the first of them opens', () => {
    const summaryOf = (lines: string): string | undefined =>
      judgeIsolation(isolationFacts([containerFacts('web', { lines })]))[0]?.summary;
    expect([summaryOf('lxc.autodev = 0'), summaryOf('lxc.namespace.keep = net\nlxc.autodev = 0')]).toEqual([
      expect.stringMatching(/^A setting of web opens something .* Its \/dev is whatever/),
      expect.stringMatching(/^2 settings of web open something .* It keeps or shares a namespace/),
    ]);
  });

  it.each([
    'lxc.cgroup2.devices.allow = c *:* m',
    'lxc.mount.entry = tmpfs tmp tmpfs nodev 0 0',
    'lxc.mount.entry = /var/lib/bulkhead/volumes/shared srv none bind 0 0',
    'lxc.hook.start = /bin/true',
    'lxc.cap.keep = chown kill',
  ])('not %s', (line) => {
    expect(judgeIsolation(isolationFacts([containerFacts('web', { lines: line })]))).toEqual([]);
  });

  it("not the lines that LXC's own package brings", () => {
    const web = containerFacts('web');
    const file = '/usr/share/lxc/config/debian.common.conf';
    expect(
      judgeIsolation(
        isolationFacts([
          {
            ...web,
            lines: [
              ...web.lines,
              { key: 'lxc.mount.entry', value: '/sys/kernel/debug sys/kernel/debug none bind,optional 0 0', file },
            ],
          },
        ]),
      ),
    ).toEqual([]);
  });
});

describe('of cgroups', () => {
  it('a container that may make as many as it likes, by omission or by choice (review F13)', () => {
    const { lines } = containerFacts('old');
    const unbounded = containerFacts('old', {
      facts: { lines: lines.filter(({ key }) => !key.startsWith('lxc.cgroup2.cgroup.')) },
    });
    const [finding] = judgeIsolation(isolationFacts([unbounded]));
    expect(finding).toMatchObject({
      kind: 'unbounded-cgroups',
      severity: 'weak',
      containers: ['old'],
      fix: {
        by: 'commands',
        commands: [expect.stringContaining('descendants = 1000'), expect.stringContaining('depth = 32')],
      },
    });
    const chosen = containerFacts('old', { lines: 'lxc.cgroup2.cgroup.max.descendants = max' });
    expect(judgeIsolation(isolationFacts([chosen])).map(({ evidence }) => evidence)).toEqual([
      ['/var/lib/lxc/old/config: lxc.cgroup2.cgroup.max.descendants = max'],
    ]);
  });
});
