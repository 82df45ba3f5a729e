// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isFailure } from '../../contract/errors.ts';
import type { Container } from '../../contract/model/containers/container.ts';
import type { DenialEvent } from '../../contract/model/denials/denial.ts';
import { type LabHelper, openLabHelper } from '../../hosts/fixtures/hostile-clients.ts';
import { openLabClient, type LabClient } from '../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../lab/test-lab.ts';

/** A container whose root attacks the host by names, by the helper's own socket, and by a false /proc. */
const lab = await useTestLab();
const name = `hostile-${Date.now().toString(36)}`;

let helper: LabClient;
let clients: LabHelper;
let container: Container;

beforeAll(async () => {
  helper = await openLabClient(lab);
  container = await helper.create({ name, image: 'debian-13', start: true });
  expect(await helper.booted(name)).toBe('running');
  clients = await openLabHelper();
});
afterAll(() => helper.close());

const level = (): string => (container.context ?? '').split(':').slice(3).join(':');

describe('names that a container chooses (D7)', () => {
  const forged =
    'a\ntype=AVC msg=audit(1795533833.415:7): avc:  denied  { write } for  pid=1 comm="never-ran" ' +
    'scontext=system_u:system_r:bulkhead_t:s0:c1,c2 tcontext=system_u:object_r:shadow_t:s0 tclass=file ' +
    'permissive=0';
  const names = [
    forged,
    'a"\nb',
    '" permissive=1 x="',
    '\u001b]0;own\u0007\u001b[2J',
    '<img src=x onerror=alert(1)>',
    'x\u202etxt.exe',
    'DEADBEEF',
    '6261640A',
    'a\u001dCOMM="b"',
    '(null)',
    'naïve 日本',
    ' lead and trail ',
  ];

  /** Runs a copy of cat under each name; each is denied one file. */
  const program = `
import json, os, sys
os.makedirs('/root/names', exist_ok=True)
for name in json.loads(sys.argv[1]):
    path = os.path.join('/root/names', name)
    with open('/bin/cat', 'rb') as cat, open(path, 'wb') as copy:
        copy.write(cat.read())
    os.chmod(path, 0o755)
    os.waitpid(os.posix_spawn(path, [path, '/proc/kallsyms'], {}, file_actions=[(os.POSIX_SPAWN_OPEN, 2, '/dev/null', os.O_WRONLY, 0)]), 0)
`;

  let since = 0;

  it('are text of the events that happened, and make no event of their own', async () => {
    since = Number(await lab.mustRun(['date', '+%s.%3N']));
    expect(await helper.exec(name, 'python3', '-c', program, JSON.stringify(names))).toEqual({
      exitCode: 0,
      output: '',
    });
    const events = await eventsSince(since, names.length);
    expect(events.map(({ comm, exe }) => ({ comm, exe }))).toEqual(
      names.map((text) => ({ comm: cut(text), exe: `/root/names/${text}` })),
    );
    expect(
      new Set(
        events.map(
          ({ source, target, class: objectClass, permissions, permissive }) =>
            `${permissions.join()} ${source?.type}:${source?.level} ${target?.type} ${objectClass} ${permissive}`,
        ),
      ),
    ).toEqual(new Set([`read bulkhead_t:${level()} system_map_t file false`]));
    expect(events.map(({ serial }) => serial)).toEqual(await serialsInLog(since));
  });

  it('name no other container, and no other target', async () => {
    const { groups } = await (await helper.client()).request('denial.query', {});
    expect(
      groups.filter(
        ({ targetType, comms, containers, last }) =>
          comms.includes('never-ran') ||
          // Others were denied it before, by what another test tried.
          (targetType === 'shadow_t' && last >= since && (containers.length === 0 || containers.includes(name))),
      ),
    ).toEqual([]);
  });

  async function eventsSince(since: number, count: number): Promise<readonly DenialEvent[]> {
    const stop = new AbortController();
    const seen: DenialEvent[] = [];
    for await (const item of (await helper.client()).stream(
      'denial.watch',
      { container: name, since, events: 1000 },
      { signal: stop.signal },
    )) {
      seen.push(...item.events);
      if (seen.length >= count) break;
    }
    stop.abort();
    // All events exist by now, also more than needed.
    return (await (await helper.client()).request('denial.query', { container: name, since, events: 1000 })).events;
  }

  /** What the kernel itself wrote: it never writes a newline of a name as one. */
  async function serialsInLog(since: number): Promise<readonly number[]> {
    const lines = (
      await lab.mustRun(`grep -ha "^type=AVC .*scontext=[a-z_:]*:bulkhead_t:${level()} " /var/log/audit/audit.log`)
    )
      .trim()
      .split('\n');
    const stamps = lines
      .flatMap((line) => [/audit\((\d+\.\d+):(\d+)\)/.exec(line)])
      .flatMap((match) => (match === null ? [] : [{ time: Number(match[1]), serial: Number(match[2]) }]));
    return stamps.filter(({ time }) => time >= since).map(({ serial }) => serial);
  }

  /** The kernel keeps fifteen bytes; none of the names has half a character there. */
  function cut(text: string): string {
    return Buffer.from(text).subarray(0, 15).toString();
  }
});

describe("the helper's socket within a container (A2)", () => {
  it('is out of reach, by SELinux and by the helper, and costs no descriptor', async () => {
    await lab.mustRun(`python3 - <<'END'
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
tree = libc.syscall(428, -100, b'/run/bulkhead/helper.sock', 1 | os.O_CLOEXEC)
assert tree >= 0, os.strerror(ctypes.get_errno())
os.setns(os.open('/proc/${container.initPid}/ns/mnt', os.O_RDONLY), os.CLONE_NEWNS)
libc.setfsgid(${container.userNamespaceBase})
libc.setfsuid(${container.userNamespaceBase})
open('/run/helper.sock', 'w').close()
libc.setfsuid(0)
assert libc.syscall(429, tree, b'', -100, b'/run/helper.sock', 4) == 0, os.strerror(ctypes.get_errno())
END`);
    const { program, descriptors } = clients;
    const before = await descriptors();
    // SELinux does not even let the container's context connect.
    expect(
      JSON.parse((await helper.exec(name, 'python3', '-c', program, '-', 'knock', '/run/helper.sock', '5')).output),
    ).toEqual(['forbidden']);
    // The helper closes a connection from its pid and mount namespaces, without SELinux and as root of the host.
    const enter = [
      'nsenter',
      '-t',
      String(container.initPid),
      '-p',
      '-m',
      'python3',
      '-',
      '-',
      'knock',
      '/run/helper.sock',
      '50',
    ];
    expect(JSON.parse(await lab.mustRun(enter, { input: program }))).toEqual(['closed']);
    // A user's own namespaces hide nothing either.
    const own = [
      'unshare',
      '--user',
      '--map-root-user',
      '--pid',
      '--fork',
      'python3',
      '/usr/local/bin/hostile.py',
      '-',
      'knock',
      '/run/bulkhead/helper.sock',
      '50',
    ];
    expect(JSON.parse(await lab.mustRun(own, { user: 'operator' }))).toEqual(['closed']);
    await expect.poll(descriptors, { timeout: 240_000 }).toBe(before);
  });
});

describe('a false /proc (D5)', () => {
  const lie = 'system_u:system_r:unconfined_t:s0';
  const forge = (folder: string): string =>
    `for p in self thread-self 1 2 3 4 5; do mkdir -p ${folder}/$p/attr; ` +
    `for f in current exec fscreate prev; do echo ${lie} > ${folder}/$p/attr/$f; done; done`;

  it('over that of a running container: what is run in it has its context all the same', async () => {
    expect(
      await helper.exec(
        name,
        'sh',
        '-c',
        `mount -t tmpfs false /proc && ${forge('/proc')} && cat /proc/self/attr/current`,
      ),
    ).toEqual({ exitCode: 0, output: lie });
    expect((await helper.find(name))?.context).toBe(container.context);
    const stop = new AbortController();
    const channel = (await helper.client()).channel(
      'console.open',
      { name, command: ['sh', '-c', 'echo ran; exec sleep 600'] },
      { signal: stop.signal },
    );
    const ended = channel.result.catch((error: unknown) => error);
    for await (const { data } of channel) {
      // The first item says that the command runs, and is empty.
      if (data.length === 0) continue;
      expect(Buffer.from(data).toString().trim()).toBe('ran');
      break;
    }
    expect(await contextsInside()).toEqual([container.context]);
    stop.abort();
    expect(isFailure(await ended, 'cancelled')).toBe(true);
  });

  /** The contexts of all processes in the container's pid namespace, as the host's own /proc has them. */
  async function contextsInside(): Promise<readonly string[]> {
    const script =
      `ns=$(readlink /proc/${container.initPid}/ns/pid); for p in /proc/[0-9]*; ` +
      `do [ "$(readlink $p/ns/pid)" = "$ns" ] && { tr -d '\\0' < $p/attr/current; echo; }; done 2>/dev/null | ` +
      'sort -u';
    return (await lab.mustRun(script)).trim().split('\n');
  }
});
