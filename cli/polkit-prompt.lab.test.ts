// SPDX-License-Identifier: Apache-2.0
/**
 * Tests an administrator at a terminal without a desktop, on the host or over ssh: polkit asks there for the password.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { spawn as spawnOnTerminal } from '@lydell/node-pty';
import { afterAll, expect, it } from 'vitest';
import { instancePlaces } from '../hosts/lab-instance.ts';
import { sshArguments } from '../lab/machine/ssh.ts';
import { useTestLab } from '../lab/test-lab.ts';

const lab = await useTestLab();
const name = 'ctl-prompt';

afterAll(async () => {
  await lab.run(`bulkheadctl rm --force --yes ${name}`);
});

interface Answer {
  /** What the terminal shows. */
  readonly to: string;
  readonly type: string;
  /** Says whether the echo has to be off first. */
  readonly isSecret?: boolean;
}

/** Runs a command as `admin` on a terminal, answers in order, and gives all that the terminal showed. */
async function typeTo(command: string, answers: readonly Answer[]): Promise<string> {
  const child = spawn('ssh', ['-tt', ...sshArguments(instancePlaces(lab.name), 'admin', `tty; ${command}`)]);
  let [text, seen] = ['', 0];
  const ended = once(child, 'close');
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  for (const { to, type, isSecret = false } of answers) {
    await expect.poll(() => text.indexOf(to, seen), { timeout: 120_000 }).not.toBe(-1);
    seen = text.indexOf(to, seen) + to.length;
    const terminal = /\/dev\/pts\/\d+/.exec(text)?.[0] ?? '';
    // polkit's agent throws away what is typed before it has switched the echo off.
    if (isSecret) await lab.mustRun(`until stty -F ${terminal} -a | grep -q -- '-echo '; do sleep 0.1; done`);
    child.stdin.write(type);
  }
  await ended;
  return text;
}

it('asks before a shell begins, which then has the keyboard', { timeout: 300_000 }, async () => {
  await lab.mustRun(`bulkheadctl create ${name} --image debian-13 --start`);
  const text = await typeTo(`bulkheadctl shell ${name}`, [
    { to: 'Password: ', type: 'admin\n', isSecret: true },
    { to: '# ', type: 'cat /proc/self/attr/current; exit\n' },
  ]);
  expect(text).toContain('AUTHENTICATING FOR org.bulkhead.open-consoles');
  expect(text).toMatch(/system_u:system_r:bulkhead_p_\d+_t:s0:c\d+,c\d+/);
  expect(await lab.run('pgrep pkttyagent')).toMatchObject({ stdout: '' });
});

it('asks on this machine for a host over ssh, and shows no password', { timeout: 300_000 }, async () => {
  const child = spawnOnTerminal(
    process.execPath,
    ['dist/cli/bulkheadctl.js', '--host', `lab://admin@${lab.name}`, 'stop', 'not-there'],
    { cols: 200, rows: 24 },
  );
  let text = '';
  child.onData((piece) => {
    text += piece;
  });
  const ended = new Promise((resolve) => child.onExit(resolve));
  await expect.poll(() => text, { timeout: 120_000 }).toContain('Password: ');
  child.write('admin\r');
  await ended;
  expect(text).toContain('Authentication is required to stop or limit the container not-there');
  expect(text).toContain('cannot find the container not-there');
  expect(text.slice(text.indexOf('Password: '))).not.toContain('admin');
});
