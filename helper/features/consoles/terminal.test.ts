// SPDX-License-Identifier: Apache-2.0
import { existsSync, openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openTerminal, type Terminal } from './terminal.ts';

const environment = { PATH: '/usr/bin:/bin', TERM: 'xterm-256color' };
const never = new AbortController().signal;

function run(script: string): Terminal {
  return openTerminal({ file: '/bin/sh', arguments: ['-c', script], environment }, { columns: 80, rows: 24 });
}

async function outputOf(terminal: Terminal): Promise<string> {
  const parts: Uint8Array[] = [];
  for (let part = await terminal.read(never); part !== undefined; part = await terminal.read(never)) parts.push(part);
  return Buffer.concat(parts).toString();
}

describe('a terminal', () => {
  it('gives the output, the size and the exit code', async () => {
    const terminal = run('stty size; umask; echo "$TERM"; env | sort; exit 3');
    expect((await outputOf(terminal)).split('\r\n').slice(0, 3)).toEqual(['24 80', '0022', 'xterm-256color']);
    expect(await terminal.exited).toEqual({ exitCode: 3, signal: 0 });
  });

  // Only root may lock a setting of a terminal.
  it.runIf(process.getuid?.() === 0)(
    'passes newlines unchanged when asked to, though its program would have it otherwise',
    async () => {
      const terminal = run('read line; stty opost onlcr; printf "a\\nb\\r\\nc"');
      terminal.passOutputUnchanged();
      await terminal.write('x\n');
      expect(await outputOf(terminal)).toMatch(/a\nb\r\nc$/);
    },
  );

  it('tells the signal that ended it', async () => {
    const terminal = run('kill -TERM $$');
    await outputOf(terminal);
    expect(await terminal.exited).toMatchObject({ signal: 15 });
  });

  it('hands no descriptor of this process on, not even one that was opened without close-on-exec', async () => {
    openSync('/etc/hostname', 'r');
    const terminal = openTerminal(
      {
        file: '/usr/bin/python3',
        arguments: ['-c', 'import os; print(sorted(os.listdir("/proc/self/fd"))[:4])'],
        environment,
      },
      { columns: 80, rows: 24 },
    );
    expect(await outputOf(terminal)).toContain("['0', '1', '2', '3']");
  });

  it('keeps the writer waiting when nobody reads, and loses nothing', async () => {
    const progress = join(await mkdtemp(join(tmpdir(), 'terminal-test-')), 'progress');
    const terminal = run(
      `for part in $(seq 100); do head -c 200000 /dev/zero | tr '\\0' x; echo $part >${progress}; done; echo; echo END`,
    );
    // The program would write much more in this time than the kernel and this process hold.
    await sleep(300);
    expect(existsSync(progress)).toBe(false);
    let length = 0;
    let last = '';
    let longest = 0;
    for (let part = await terminal.read(never); part !== undefined; part = await terminal.read(never)) {
      longest = Math.max(longest, part.byteLength);
      length += part.byteLength;
      // The end may be cut anywhere between two reads.
      last = (last + Buffer.from(part).toString('latin1')).slice(-10);
    }
    // Each newline becomes a carriage return and a newline.
    expect({ length, last }).toEqual({ length: 20_000_000 + 7, last: expect.stringContaining('END') as string });
    expect(longest).toBeLessThanOrEqual(32 * 1024);
    await rm(dirname(progress), { recursive: true });
  });

  it('gathers what is written without pause into few items', async () => {
    const terminal = run('yes | head -c 4000000');
    let [items, length] = [0, 0];
    for (let part = await terminal.read(never); part !== undefined; part = await terminal.read(never)) {
      items += 1;
      length += part.byteLength;
    }
    expect(length).toBe(6_000_000);
    // The kernel gives at most 4 KiB of a terminal at a time.
    expect(length / items).toBeGreaterThan(4 * 1024);
  });

  it('loses nothing of a process that ends while nobody reads', async () => {
    const terminal = run('head -c 3000 /dev/zero | tr "\\0" x; echo END');
    await sleep(600);
    expect(await outputOf(terminal)).toHaveLength(3005);
  });

  it('interrupts a flood before much more of it has come', async () => {
    const terminal = run('trap : INT; yes; echo STOPPED');
    for (let count = 0; count < 100; count += 1) await terminal.read(never);
    await terminal.write('\u0003');
    const rest = await outputOf(terminal);
    expect(rest).toContain('STOPPED');
    expect(rest.length).toBeLessThan(512 * 1024);
  });

  it('takes no more input than the program reads', async () => {
    const terminal = run('stty raw -echo; echo ready; sleep 30');
    await terminal.read(never);
    let sent = 0;
    void (async () => {
      for (; sent < 100; sent += 1) await terminal.write('x'.repeat(65_536));
    })();
    await sleep(300);
    expect(sent).toBeLessThan(3);
    terminal.signal(9);
    await terminal.exited;
    await expect.poll(() => sent).toBe(100);
  });
});
