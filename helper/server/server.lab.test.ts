import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operationNames, operations } from '../../contract/operations/index.ts';
import type { Guest } from '../../lab/guest.ts';
import { useTestLab } from '../../lab/test-lab.ts';
import { validParams } from './fixtures/valid-params.ts';

/** The deployed helper in the lab, and hostile clients in the same guest. */
interface LabHelper {
  readonly guest: Guest;
  /** Runs a function of hostile.py as a login user of the guest, or, with `member`, as root who becomes a member of the group first. */
  hostile(who: { readonly user: string } | { readonly member: string } | 'root', act: string, ...rest: string[]): Promise<string>;
}

async function openLabHelper(): Promise<LabHelper> {
  const guest = await useTestLab();
  const program = await readFile(join(import.meta.dirname, 'fixtures/hostile.py'), 'utf8');
  await guest.mustRun(['sh', '-c', 'cat > /usr/local/bin/hostile.py && chmod 755 /usr/local/bin/hostile.py'], { input: program });
  return {
    guest,
    async hostile(who, act, ...rest) {
      const [user, member] = who === 'root' ? ['root', '-'] : 'user' in who ? [who.user, '-'] : ['root', who.member];
      return (await guest.mustRun(['python3', '/usr/local/bin/hostile.py', member, act, ...rest], { user })).trim();
    },
  };
}

const outsider = { member: 'outsider' } as const;
const operator = { user: 'operator' } as const;
const allCalls = JSON.stringify(Object.fromEntries(operationNames.map((name, index) => [name, unique(validParams(name), index)])));

/** Streams of one connection need numbers of their own. */
function unique(params: object, stream: number): object {
  return 'stream' in params ? { ...params, stream } : params;
}

/** What an operation could have changed. */
const snapshot = 'ls -laR /var/lib/lxc /var/lib/bulkhead/images --ignore=rootfs 2>&1; mount; ip -o link | cut -d" " -f2; find /sys/fs/cgroup -type d -name "*lxc*"; ls /etc/lxc';

let lab: LabHelper;

beforeAll(async () => {
  lab = await openLabHelper();
  // The first call starts the service.
  await lab.hostile(operator, 'greet');
}, 900_000);

async function call(who: Parameters<LabHelper['hostile']>[0], name: string, params: object): Promise<{ code: string; seconds: number }> {
  return JSON.parse(await lab.hostile(who, 'call', name, JSON.stringify(params))) as { code: string; seconds: number };
}

async function helperPid(): Promise<string> {
  return (await lab.guest.mustRun(['systemctl', 'show', '-p', 'MainPID', '--value', 'bulkhead-helper'])).trim();
}

async function descriptors(): Promise<number> {
  return Number(await lab.guest.mustRun(`ls /proc/${await helperPid()}/fd | wc -l`));
}

/** How often somebody touched what the audit rule `canary` watches. */
async function touched(): Promise<string> {
  return (await lab.guest.mustRun('ausearch --input-logs -k canary -m SYSCALL -sv yes --raw 2>/dev/null | grep -c "exe=.*node.*key=.canary" || true')).trim();
}

async function residentMiB(): Promise<number> {
  return Number(await lab.guest.mustRun(`awk '/VmRSS/ {print $2}' /proc/${await helperPid()}/status`)) / 1024;
}

describe('the socket', () => {
  it('lets the members of the group connect, and nobody else (A7)', async () => {
    const who = { root: 'root', operator, admin: { user: 'admin' }, outsider: { user: 'outsider' } } as const;
    const outcome: Record<string, string> = {};
    for (const [name, caller] of Object.entries(who)) outcome[name] = await lab.hostile(caller, 'greet');
    expect(outcome).toEqual({ root: 'connected', operator: 'connected', admin: 'connected', outsider: 'refused' });
  });

  it('can be replaced by nobody but root (A6)', async () => {
    expect(JSON.parse(await lab.hostile(operator, 'squat'))).toEqual(Array.from({ length: 4 }, () => 'refused'));
    expect(await lab.guest.mustRun(['stat', '-c', '%U %G %a', '/run/bulkhead', '/run/bulkhead/helper.sock'])).toBe('root root 755\nroot bulkhead 660\n');
  });
});

describe('a member of the group without rights', () => {
  it('is refused every operation, and nothing of the host changes (A1, B1, B2)', async () => {
    const before = await lab.guest.mustRun(snapshot);
    const outcome = JSON.parse(await lab.hostile(outsider, 'call_all', allCalls)) as Record<string, string>;
    expect(outcome).toEqual(Object.fromEntries(operationNames.map((name) => [name, 'not-authorised'])));
    expect(await lab.guest.mustRun(snapshot)).toBe(before);
  });

  it('stands in the activity log under the name that the kernel gave (A1)', async () => {
    const query = 'import sqlite3; print(sqlite3.connect("file:/var/lib/bulkhead/bulkhead.db?mode=ro", uri=True).execute("SELECT DISTINCT user, uid, outcome FROM activity WHERE uid = 1002").fetchall())';
    expect((await lab.guest.mustRun(['python3', '-c', query])).trim()).toBe("[('outsider', 1002, 'refused')]");
  });

  it('learns nothing of what exists: the helper does not look before polkit has answered (B3)', async () => {
    const pid = await helperPid();
    await lab.guest.mustRun(`strace -f -qq -e trace=%file,%process -o /tmp/b3.trace -p ${pid} >/dev/null 2>&1 </dev/null & echo $! > /tmp/b3.pid; sleep 3`);
    await call(outsider, 'container.start', { name: 'canary-of-b3' });
    // strace in the background of a shell without a terminal does not hear a gentler signal; the helper goes on when it is gone.
    await lab.guest.mustRun('kill -KILL $(cat /tmp/b3.pid); sleep 1');
    expect(await lab.guest.mustRun('grep -c canary-of-b3 /tmp/b3.trace || true')).toBe('0\n');
    expect(await lab.guest.mustRun('grep -cE "execve|/var/lib/lxc" /tmp/b3.trace || true')).toBe('0\n');
  });

  it('is told the same of a container that is there and of one that is not, and the helper opens nothing for either (B3)', async () => {
    const about = JSON.stringify(Object.fromEntries(operationNames.filter((name) => JSON.stringify(validParams(name)).includes('"web"')).map((name, index) => [name, unique(validParams(name), index)]))).replaceAll('"web"', '"NAME"');
    const watched = '/var/lib/lxc/canary-present';
    await lab.guest.mustRun(`mkdir -p ${watched} && echo 'lxc.uts.name = canary' > ${watched}/config && auditctl -w ${watched} -p rwxa -k canary`);
    try {
      const [present, absent] = JSON.parse(await lab.hostile(outsider, 'answers', about, 'canary-present', 'canary-absent')) as [string[], string[]];
      expect(present.length).toBeGreaterThan(8);
      expect(present).toEqual(absent);
      expect(await touched()).toBe('0');
      // The rule hears whoever looks.
      await call(operator, 'container.list', {});
      expect(Number(await touched())).toBeGreaterThan(0);
    } finally {
      await lab.guest.mustRun(`auditctl -W ${watched} -p rwxa -k canary; rm -rf ${watched}`);
    }
  });

  it('gains nothing by a process of root that takes its number (A3, A5)', async () => {
    const answers = JSON.parse(await lab.hostile('root', 'reuse_pid', '100')) as [boolean, string][];
    expect(answers.filter(([isTaken]) => isTaken).length).toBeGreaterThan(90);
    expect(answers.filter(([, answer]) => answer !== 'closed' && answer !== 'not-authorised' && answer !== 'authorisation-unavailable')).toEqual([]);
    // Had polkit been down all the while, nothing would have been shown.
    expect((await call({ member: 'outsider' }, 'container.list', {})).code).toBe('not-authorised');
  });
});

describe('without polkit', () => {
  it('refuses everything while it is stopped, and works when it is back (B6)', async () => {
    await lab.guest.mustRun('systemctl mask --runtime --now polkit.service');
    try {
      expect((await call(operator, 'activity.watch', { stream: 1, credit: 1, params: {} })).code).toBe('authorisation-unavailable');
    } finally {
      await lab.guest.mustRun('systemctl unmask --runtime polkit.service; systemctl start polkit.service');
    }
    expect((await call({ member: 'outsider' }, 'host.info', {})).code).toBe('not-authorised');
  });

  it('refuses while it hangs, and goes on with others meanwhile (B6)', async () => {
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

describe('exhaustion', () => {
  it('leaves no descriptor behind after 3,000 connections that come and go (A2, E7)', async () => {
    const before = await descriptors();
    await lab.hostile(outsider, 'come_and_go', '3000');
    await lab.guest.mustRun('sleep 2');
    expect(Math.abs((await descriptors()) - before)).toBeLessThan(5);
  });

  it('serves the operator while another holds all the connections that he can get (E1)', async () => {
    await lab.guest.mustRun('rm -f /tmp/flood.log; (sleep 60 | python3 /usr/local/bin/hostile.py outsider flood 1000 >/tmp/flood.log 2>&1 &) ; for i in $(seq 100); do grep -q held /tmp/flood.log 2>/dev/null && exit 0; sleep 0.5; done; exit 1');
    expect(await lab.hostile(operator, 'greet')).toBe('connected');
    expect(await descriptors()).toBeLessThan(200);
    await lab.guest.mustRun("for i in $(seq 24); do journalctl -u bulkhead-helper --no-pager | grep -q 'the limit of 8 connections' && exit 0; sleep 0.5; done; exit 1");
  });

  it('answers others, question by question, while broken frames pour in (E2)', async () => {
    const outcome = JSON.parse(await lab.hostile('root', 'ping_through_fuzz', '200')) as { answered: number; isFlooding: boolean; sent: number };
    expect(outcome).toEqual({ answered: 200, isFlooding: true, sent: expect.any(Number) as number });
    expect(outcome.sent).toBeGreaterThan(0);
  });

  it('outlives broken frames of every kind without growing (E2)', async () => {
    const pid = await helperPid();
    const before = await residentMiB();
    expect(Number(await lab.hostile(outsider, 'fuzz', '20'))).toBeGreaterThan(500);
    expect(await helperPid()).toBe(pid);
    expect((await residentMiB()) - before).toBeLessThan(50);
    expect(await lab.hostile(operator, 'greet')).toBe('connected');
  });
});

describe('a console in a container', () => {
  const name = 'console-test';

  beforeAll(async () => {
    await lab.hostile(operator, 'unmake', name);
    expect(await lab.hostile(operator, 'make', name)).toBe('answered');
  }, 300_000);
  afterAll(async () => lab.hostile(operator, 'unmake', name), 300_000);

  async function run(script: string): Promise<{ output: string; answer: string; exitCode: number | null }> {
    return JSON.parse(await lab.hostile(operator, 'run', name, JSON.stringify(['sh', '-c', script]))) as { output: string; answer: string; exitCode: number | null };
  }

  it('gives the process its terminal and nothing else of the host (D2)', async () => {
    const listing = 'import os\nfor fd in sorted(os.listdir("/proc/self/fd"), key=int):\n  try: print(fd + "=" + os.readlink("/proc/self/fd/" + fd))\n  except OSError: pass';
    const { output } = JSON.parse(await lab.hostile(operator, 'run', name, JSON.stringify(['python3', '-c', listing]))) as { output: string };
    const terminal = expect.stringMatching(/^\d=\/dev\/pts\/\d+$/) as string;
    expect(output.trim().split('\r\n')).toEqual([terminal, terminal, terminal]);
  });

  it('runs it in the context of the container, with a plain environment (D5)', async () => {
    const init = await lab.guest.mustRun(`cat /proc/$(lxc-info -n ${name} -p -H)/attr/current`);
    const { output } = await run('cat /proc/self/attr/current; echo; umask; env | cut -d= -f1 | sort | tr "\\n" " "');
    const [context, umask, variables] = output.replaceAll('\0', '').trim().split('\r\n');
    expect([context, umask, variables?.trim()]).toEqual([init.replaceAll('\0', '').trim(), '0022', 'HOME LANG LOGNAME PATH PWD TERM USER container']);
  });

  it.each([['exit 42', 42], ['kill -TERM $$', 143], ['true', 0]])('tells how it ended: %s is %i', async (script, exitCode) => {
    expect(await run(script)).toMatchObject({ answer: 'answered', exitCode });
  });

  it('lets nothing inside overwrite what the host runs (D1)', async () => {
    const hash = 'sha256sum /usr/bin/lxc-attach /usr/bin/node /usr/lib/bulkhead/bulkhead-helper.js';
    const before = await lab.guest.mustRun(hash);
    await run("printf '#!/proc/self/exe\\n' > /root/evil; chmod 755 /root/evil; (for i in $(seq 200); do for exe in /proc/[0-9]*/exe; do printf x 2>/dev/null >> $exe; done; done) 2>/dev/null & sleep 1");
    for (let count = 0; count < 3; count += 1) await lab.hostile(operator, 'run', name, JSON.stringify(['/root/evil']));
    expect(await lab.guest.mustRun(hash)).toBe(before);
  });

  it('carries a flood without growing the helper (E3)', async () => {
    const { length, growth } = JSON.parse(await lab.hostile('root', 'flood_console', name, await helperPid())) as { length: number; growth: number };
    expect(length).toBe(7_500_000);
    expect(growth / 1024).toBeLessThan(32);
  }, 300_000);

  it('hears Ctrl-C through a flood', async () => {
    const seconds = Number(await lab.hostile(operator, 'interrupt_console', name));
    // The promise is 0.2 s; the lab emulates its processor.
    expect(seconds).toBeLessThan(2);
  });

  it('is limited for each user, and gone when its client is (E5)', async () => {
    const most = Number(await lab.hostile(operator, 'many_consoles', name, '40'));
    expect(most).toBeGreaterThan(8);
    expect(most).toBeLessThanOrEqual(16);
    await lab.guest.mustRun("for i in $(seq 20); do pgrep -fx 'sleep 600' >/dev/null || exit 0; sleep 0.5; done; exit 1");
  }, 300_000);
});

describe('the service', () => {
  it('runs in its own domain', async () => {
    expect(await lab.guest.mustRun(`cat /proc/${await helperPid()}/attr/current`)).toContain(':bulkhead_helper_t:');
  });

  it('asks polkit for an action that is in the policy file, and no other is there (B1)', async () => {
    const known = (await lab.guest.mustRun('pkaction | grep ^org.bulkhead')).trim().split('\n');
    expect(known.sort()).toEqual([...new Set(Object.values(operations).map(({ action }) => `org.bulkhead.${action}`))].sort());
  });
});
