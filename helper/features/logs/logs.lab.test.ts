// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serviceLimits } from '../../../contract/rules/service-limits.ts';
import type { LogLine } from '../../../contract/model/logs/log-line.ts';
import type { ParamsInput } from '../../../contract/operations/index.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { until } from '../../lxc/fixtures/until.ts';

const lab = await useTestLab();
const name = `logs-${Date.now().toString(36)}`;
const folder = `/var/lib/bulkhead/containers/${name}`;
const configuration = `/var/lib/lxc/${name}/config`;

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  await helper.create({ name, image: 'debian-13', start: true });
  await helper.booted(name);
});
afterAll(() => helper.close(), 300_000);

type Wanted = Partial<ParamsInput<'log.read'>>;

async function* stream(params: Wanted, signal?: AbortSignal): AsyncGenerator<LogLine, void, undefined> {
  const request = { name, source: 'journal' as const, ...params };
  const client = await helper.client();
  for await (const { lines } of client.stream('log.read', request, signal === undefined ? {} : { signal }))
    yield* lines;
}

async function read(params: Wanted = {}): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  for await (const line of stream(params)) lines.push(line);
  return lines;
}
const messages = async (params: Wanted = {}) => (await read(params)).map(({ message }) => message);
const sh = (script: string) => helper.exec(name, 'sh', '-c', script);

/** Follows until a line holds the text, and gives it. */
async function follow(params: Wanted, text: string, act: () => Promise<unknown>): Promise<LogLine | undefined> {
  const enough = new AbortController();
  let acting: Promise<unknown> | undefined;
  const client = await helper.client();
  const request = { name, source: 'journal' as const, isFollowed: true, ...params };
  try {
    for await (const { lines, isCaughtUp } of client.stream('log.read', request, { signal: enough.signal })) {
      const found = lines.find(({ message }) => message.includes(text));
      if (found !== undefined) return found;
      if (isCaughtUp) acting ??= act();
    }
    return undefined;
  } finally {
    enough.abort();
    await acting;
  }
}

describe('the journal of a container', () => {
  it('is read with level, unit and program, and chosen by them, by text and by time', async () => {
    const begun = Math.floor(Number((await sh('date +%s')).output));
    await sh(
      'for level in err info debug; do echo "a $level (LEVEL)" | systemd-cat -t probe -p $level; done; ' +
        'systemd-run --quiet --wait --unit=talker echo from the talker; journalctl --sync',
    );
    const since = begun - 1;
    const probe = async (params: Wanted) =>
      (await read({ since, ...params })).filter(({ identifier }) => identifier === 'probe');
    expect(await probe({})).toEqual(
      [3, 6, 7].map((priority) => expect.objectContaining({ priority, isCut: false }) as LogLine),
    );
    expect((await probe({ priority: 6 })).map(({ message }) => message)).toEqual(['a err (LEVEL)', 'a info (LEVEL)']);
    expect((await messages({ since, text: 'R (level' })).filter((text) => text.includes('LEVEL'))).toEqual([
      'a err (LEVEL)',
    ]);
    expect(await messages({ unit: 'talker.service' })).toContain('from the talker');
    expect(await messages({ until: 1 })).toEqual([]);
    expect(await messages({ text: 'nothing of this kind' })).toEqual([]);
    expect(await read({ lines: 3 })).toHaveLength(3);
  });

  it('is followed, and journalctl ends with its reader', async () => {
    const line = await follow({ since: Date.now() / 1000 }, 'while it is read', () =>
      sh('sleep 1; echo while it is read | systemd-cat'),
    );
    expect(line?.time).toBeGreaterThan(1_700_000_000);
    await until(async () => (await sh('pgrep -x journalctl')).output === '');
  });

  it('holds what a container likes to write, and each line is limited (D7, E4)', async () => {
    // The program sends as libsystemd does what is larger than a datagram: in a sealed file in memory.
    const program = [
      'import fcntl, os, socket, struct',
      's = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)',
      "s.connect('/run/systemd/journal/socket')",
      "for text in [b'bad \\x1b[2J\\xff \\xe2\\x80\\xaegnp', b'x' * 1000000]:",
      "  fd = os.memfd_create('entry', os.MFD_ALLOW_SEALING)",
      "  os.write(fd, b'MESSAGE\\n' + struct.pack('<Q', len(text)) + text + b'\\n')",
      '  fcntl.fcntl(fd, 1033, 15)',
      "  s.sendmsg([b''], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, struct.pack('i', fd))])",
    ].join('\n');
    expect(await helper.exec(name, 'python3', '-c', program)).toEqual({ exitCode: 0, output: '' });
    await sh('journalctl --sync');
    const lines = await read({ lines: 1000 });
    expect(lines.map(({ message }) => message)).toContain('bad \u001b[2J\\xff \u202egnp');
    const long = lines.find(({ message }) => message.startsWith('xxx'));
    expect([long?.message.length, long?.isCut]).toEqual([16_384, true]);
  });

  describe('by another program in the place of journalctl (D1, E6)', () => {
    beforeAll(async () => sh('mv /usr/bin/journalctl /usr/bin/journalctl.away'), 100_000);
    afterAll(async () => sh('mv /usr/bin/journalctl.away /usr/bin/journalctl'), 100_000);
    const put = (script: string) =>
      sh(`printf '#!/bin/sh\\n%s\\n' '${script}' > /usr/bin/journalctl; chmod 755 /usr/bin/journalctl`);
    const codeOf = (promise: Promise<unknown>) =>
      promise.then(
        () => 'answered',
        (error: unknown) => (error as { readonly code: string }).code,
      );

    it('gives no more lines than were asked for, in the container’s context', async () => {
      await put(
        'context=$(tr -d "\\0" < /proc/self/attr/current); while :; do ' +
          'printf "{\\"__REALTIME_TIMESTAMP\\":\\"1\\",\\"MESSAGE\\":\\"%s\\"}\\n" "$context"; done',
      );
      const { context } = (await helper.find(name)) ?? {};
      expect(await messages({ lines: 50 })).toEqual(Array.from({ length: 50 }, () => context));
    });

    it('is ended when it prints something else without an end, and ignores a hangup', async () => {
      await put('trap "" HUP TERM; exec yes');
      expect(await codeOf(read())).toBe('log-unavailable');
      await until(async () => (await sh('pgrep -x yes')).output === '');
    });

    it('is none when it is missing', async () => {
      await sh('rm /usr/bin/journalctl');
      await expect(read()).rejects.toThrow('it has no journalctl');
    });
  });
});

describe('the console of a container', () => {
  it('is kept on the host, with the messages of its boot', async () => {
    expect((await messages({ source: 'console' })).join('\n')).toMatch(/Welcome to|Reached target|login:/);
  }, 100_000);

  it('is followed', async () => {
    const line = await follow({ source: 'console' }, 'said to the console', () =>
      sh(String.raw`printf '\033[1msaid to the console\033[0m\n' > /dev/console`),
    );
    // The text comes after the prompt of its getty.
    expect(line?.message).toMatch(/^[^\p{Cc}]*said to the console$/u);
    expect(line?.time).not.toBe(null);
  });

  it('is limited in size, whatever is written to it (E5)', async () => {
    await sh('head -c 1300000 /dev/zero | tr "\\0" "y" | fold -w 99 > /dev/console; echo the end > /dev/console');
    await until(async () => (await messages({ source: 'console', lines: 5 })).some((text) => text.endsWith('the end')));
    const sizes = (await lab.mustRun(`stat -c %s ${folder}/console.log ${folder}/console.log.1`)).trim().split('\n');
    for (const size of sizes) expect(Number(size)).toBeLessThanOrEqual(serviceLimits.consoleLogBytes.value);
  });

  it('is not read through a link', async () => {
    await lab.mustRun(`mv ${folder}/console.log ${folder}/away && ln -s /etc/shadow ${folder}/console.log`);
    try {
      expect((await messages({ source: 'console' })).join('\n')).not.toContain('root:');
    } finally {
      await lab.mustRun(`mv ${folder}/away ${folder}/console.log`);
    }
  }, 100_000);
});

describe('a container that does not run', () => {
  beforeAll(async () => {
    await (await helper.client()).request('container.stop', { name, force: true });
    await lab.mustRun(['cp', '-a', configuration, `/root/${name}.config`]);
  });
  afterAll(async () => lab.mustRun(['rm', `/root/${name}.config`]));

  it('has no journal, and still its console and the log of its start', async () => {
    await expect(read()).rejects.toMatchObject({ code: 'container-not-running' });
    expect(await messages({ source: 'console', lines: 3 })).toHaveLength(3);
    const [first] = await read({ source: 'start' });
    expect(first?.identifier).toMatch(/^lxc-start/);
    expect(Math.abs((first?.time ?? 0) - Date.now() / 1000)).toBeLessThan(86_400);
  }, 100_000);

  it.each([
    ['init', 'Failed to exec "/nonexistent"', '$a lxc.init.cmd = /nonexistent'],
    ['mount', 'Failed to mount "/nowhere"', '$a lxc.mount.entry = /nowhere srv none bind 0 0'],
    ['cgroup', 'Failed to set "memory.high"', '$a lxc.cgroup2.memory.high = nonsense'],
    ['idmap', 'id mapping', '$a lxc.idmap = u 0 100000 10'],
    ['network', "bridge interface doesn't exist", 's/^lxc.net.0.link.*/lxc.net.0.link = nosuchbr/'],
    ['hook', 'lxc.hook.pre-start', '$a lxc.hook.pre-start = /bin/false'],
    ['seccomp', 'Failed to open seccomp policy', 's#^lxc.seccomp.profile.*#lxc.seccomp.profile = /nowhere#'],
    ['configuration', 'lxc.nonsense', '$a lxc.nonsense = 1'],
    ['ended', 'its console says: said this', '$a lxc.init.cmd = /bin/echo said this'],
  ])(
    'says that its %s is why it does not start, in LXC’s own words or its own',
    async (cause, words, edit) => {
      await lab.mustRun(['sed', '-i', edit, configuration]);
      try {
        const error = await (
          await helper.client()
        )
          .request('container.start', { name })
          .catch((failure: unknown) => failure as Error & { readonly data: object });
        expect(error).toMatchObject({ code: 'container-not-started', data: { cause } });
        expect((error as Error).message).toContain(words);
      } finally {
        await lab.mustRun(['cp', '-a', `/root/${name}.config`, configuration]);
      }
    },
    100_000,
  );

  it('shows its boot while it starts, also when an older helper wrote its configuration', async () => {
    await lab.mustRun(['sed', '-i', '/^lxc.console/d', configuration]);
    const line = await follow({ source: 'console', lines: 1 }, 'Welcome to', async () =>
      (await helper.client()).request('container.start', { name }),
    );
    expect(line?.time).not.toBe(null);
  });
});
