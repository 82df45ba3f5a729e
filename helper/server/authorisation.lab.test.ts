// SPDX-License-Identifier: Apache-2.0
import { beforeAll, describe, expect, it } from 'vitest';
import { operationNames, operations } from '../../contract/operations/index.ts';
import {
  type Caller,
  type LabHelper,
  openLabHelper,
  operator,
  outsider,
} from '../../hosts/fixtures/hostile-clients.ts';
import { validParams } from './fixtures/valid-params.ts';

const allCalls = JSON.stringify(
  Object.fromEntries(operationNames.map((name, index) => [name, unique(validParams(name), index)])),
);

/** Streams of one connection need numbers of their own. */
function unique(params: object, stream: number): object {
  return 'stream' in params ? { ...params, stream } : params;
}

/** What an operation could have changed. */
const snapshot =
  'ls -laR /var/lib/lxc /var/lib/bulkhead/images --ignore=rootfs 2>&1; mount; ip -o link | cut -d" " -f2; ' +
  'find /sys/fs/cgroup -type d -name "*lxc*"; ls /etc/lxc';

let lab: LabHelper;

beforeAll(async () => {
  lab = await openLabHelper();
}, 900_000);

async function call(who: Caller, name: string, params: object): Promise<{ code: string; seconds: number }> {
  return JSON.parse(await lab.hostile(who, 'call', name, JSON.stringify(params))) as { code: string; seconds: number };
}

/** The system calls of the helper about files and processes, from now on until they are counted for the first time. */
async function traceHelper(): Promise<{ count(text: string): Promise<number> }> {
  const pid = await lab.pid();
  await lab.guest.mustRun(
    `strace -f -qq -e trace=%file,%process -o /tmp/b3.trace -p ${pid} >/dev/null 2>&1 </dev/null & echo $! > /tmp/b3.pid; sleep 3`,
  );
  let stopped: Promise<string> | undefined;
  return {
    async count(text) {
      // strace in the background of a shell without a terminal does not get a weaker signal; the helper continues after
      // strace has ended.
      await (stopped ??= lab.guest.mustRun('kill -KILL $(cat /tmp/b3.pid); sleep 1'));
      return Number(await lab.guest.mustRun(`grep -cF ${text} /tmp/b3.trace || true`));
    },
  };
}

describe('the socket', () => {
  it('lets the members of the group connect, and nobody else (A7)', async () => {
    const who = { root: 'root', operator, admin: { user: 'admin' }, outsider: { user: 'outsider' } } as const;
    const outcome: Record<string, string> = {};
    for (const [name, caller] of Object.entries(who)) outcome[name] = await lab.hostile(caller, 'greet');
    expect(outcome).toEqual({ root: 'connected', operator: 'connected', admin: 'connected', outsider: 'denied' });
  });

  it('knows who calls from whatever domain: a shell, and a service of the host', async () => {
    const list = ['bulkheadctl', 'ls', '--quiet'];
    const service = [
      'systemd-run',
      '--quiet',
      '--wait',
      '--collect',
      '--pipe',
      '/usr/bin/bulkheadctl',
      'ls',
      '--quiet',
    ];
    expect([(await lab.guest.run(list)).code, (await lab.guest.run(service)).code]).toEqual([0, 0]);
  });

  it('can be replaced by nobody but root (A6)', async () => {
    expect(JSON.parse(await lab.hostile(operator, 'squat'))).toEqual(Array.from({ length: 4 }, () => 'denied'));
    expect(await lab.guest.mustRun(['stat', '-c', '%U %G %a', '/run/bulkhead', '/run/bulkhead/helper.sock'])).toBe(
      'root root 755\nroot bulkhead 660\n',
    );
  });
});

describe('a member of the group without rights', () => {
  it('is denied every operation, and nothing of the host changes (A1, B1, B2)', async () => {
    const before = await lab.guest.mustRun(snapshot);
    const outcome = JSON.parse(await lab.hostile(outsider, 'call_all', allCalls)) as Record<string, string>;
    expect(outcome).toEqual(Object.fromEntries(operationNames.map((name) => [name, 'not-authorised'])));
    expect(await lab.guest.mustRun(snapshot)).toBe(before);
  });

  it('is in the activity log under the name that the kernel gave (A1)', async () => {
    const query =
      'import sqlite3; print(sqlite3.connect("file:/var/lib/bulkhead/bulkhead.db?mode=ro", ' +
      'uri=True).execute("SELECT DISTINCT user, uid, outcome FROM activity WHERE uid = 1002").fetchall())';
    expect((await lab.guest.mustRun(['python3', '-c', query])).trim()).toBe("[('outsider', 1002, 'denied')]");
  });

  it('learns nothing of what exists: the helper does not look before polkit has answered (B3)', async () => {
    const trace = await traceHelper();
    await call(outsider, 'container.start', { name: 'canary-of-b3' });
    expect(await trace.count('canary-of-b3')).toBe(0);
    // Its alerts look at all containers now and then; no program runs for that.
    expect(await trace.count('execve')).toBe(0);
  });

  it('gets the same answer whether or not a container exists, and the helper opens nothing for either (B3)', async () => {
    const about = JSON.stringify(
      Object.fromEntries(
        operationNames
          .filter((name) => JSON.stringify(validParams(name)).includes('"web"'))
          .map((name, index) => [name, unique(validParams(name), index)]),
      ),
    ).replaceAll('"web"', '"NAME"');
    const folder = '/var/lib/lxc/canary-present';
    await lab.guest.mustRun(`mkdir -p ${folder} && echo 'lxc.uts.name = canary' > ${folder}/config`);
    try {
      const trace = await traceHelper();
      const [present, absent] = JSON.parse(
        await lab.hostile(outsider, 'answers', about, 'canary-present', 'canary-absent'),
      ) as [string[], string[]];
      expect(present.length).toBeGreaterThan(8);
      expect(present).toEqual(absent);
      // Its alerts look at what is there whoever calls; what is not there it would look at for the caller alone.
      expect(await trace.count('canary-absent')).toBe(0);
      const shown = await traceHelper();
      await call(operator, 'container.start', { name: 'canary-absent' });
      expect(await shown.count('canary-absent')).toBeGreaterThan(0);
    } finally {
      await lab.guest.mustRun(['rm', '-rf', folder]);
    }
  });

  it('gains nothing by a process of root that takes its number (A3, A5)', async () => {
    const answers = JSON.parse(await lab.hostile('root', 'reuse_pid', '100')) as [boolean, string][];
    expect(answers.filter(([isTaken]) => isTaken).length).toBeGreaterThan(90);
    expect(
      answers.filter(
        ([, answer]) => answer !== 'closed' && answer !== 'not-authorised' && answer !== 'authorisation-unavailable',
      ),
    ).toEqual([]);
    // Had polkit been down all the while, nothing would have been shown.
    expect((await call({ member: 'outsider' }, 'container.list', {})).code).toBe('not-authorised');
  });
});

describe('a process that becomes another after it has connected', () => {
  it('has no more rights by being su than it had before (A4)', async () => {
    const { effective, answer } = JSON.parse(await lab.hostile('root', 'exec_su')) as {
      effective: number;
      answer: string;
    };
    expect(effective).toBe(0);
    expect(['not-authorised', 'authorisation-unavailable', 'closed']).toContain(answer);
  });
});

describe('without polkit', () => {
  it('denies everything while it is stopped, and works when it is back (B6)', async () => {
    await lab.guest.mustRun('systemctl mask --runtime --now polkit.service');
    try {
      expect((await call(operator, 'activity.watch', { stream: 1, credit: 1, params: {} })).code).toBe(
        'authorisation-unavailable',
      );
    } finally {
      await lab.guest.mustRun('systemctl unmask --runtime polkit.service; systemctl start polkit.service');
    }
    expect((await call({ member: 'outsider' }, 'host.info', {})).code).toBe('not-authorised');
  });

  it('denies while it hangs, and goes on with others meanwhile (B6)', async () => {
    await lab.guest.mustRun('systemctl kill -s STOP polkit.service');
    try {
      const hanging = call(operator, 'container.list', {});
      expect(await lab.hostile(operator, 'greet')).toBe('connected');
      const { code, seconds } = await hanging;
      expect(code).toBe('authorisation-unavailable');
      expect(seconds).toBeGreaterThan(4);
      expect(seconds).toBeLessThan(15);
    } finally {
      await lab.guest.mustRun('systemctl kill -s CONT polkit.service');
    }
  });
});

describe('the service', () => {
  it('runs in its own domain', async () => {
    expect(await lab.guest.mustRun(`cat /proc/${await lab.pid()}/attr/current`)).toContain(':bulkhead_helper_t:');
  });

  it('is reached through a process without rights, which may neither run a program nor write a file (review F8)', async () => {
    const pid = await lab.listenerPid();
    expect(await lab.guest.mustRun(`cat /proc/${pid}/attr/current`)).toContain(':bulkhead_listener_t:');
    const status = await lab.guest.mustRun(['cat', `/proc/${pid}/status`]);
    expect(status).toMatch(/^CapBnd:\t0{16}$/m);
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);
    expect(status).toMatch(/^Uid:\t[1-9]/m);
    const exposure = await lab.guest.mustRun(
      'systemd-analyze security --no-pager bulkhead-listener.service | tail -n 1',
    );
    expect(Number(/: ([\d.]+) /.exec(exposure)?.[1])).toBeLessThan(4);
  });

  it('asks polkit for an action that is in the policy file, and no other is there (B1)', async () => {
    const known = (await lab.guest.mustRun('pkaction | grep ^org.bulkhead')).trim().split('\n');
    expect(known.sort()).toEqual(
      [...new Set(Object.values(operations).map(({ action }) => `org.bulkhead.${action}`))].sort(),
    );
  });
});
