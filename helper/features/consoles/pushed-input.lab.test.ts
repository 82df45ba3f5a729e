// SPDX-License-Identifier: Apache-2.0
/** Input that a program pushes into its terminal by TIOCSTI: SELinux denies it, and it reaches no other process. */

import { afterAll, beforeAll, expect, it } from 'vitest';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { until } from '../../lxc/fixtures/until.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const name = `pusher-${suffix}`;
const planted = `/tmp/planted-${suffix}`;
const watched = `/tmp/watched-${suffix}`;

let helper: LabClient;
let legacy: string;

beforeAll(async () => {
  // Where the host forbids it to all processes, the test would show nothing.
  legacy = (await lab.mustRun('sysctl -n dev.tty.legacy_tiocsti')).trim();
  await lab.mustRun('sysctl -qw dev.tty.legacy_tiocsti=1');
  helper = await openLabClient(lab);
  await helper.create({ name, image: 'debian-13', start: true });
});
afterAll(async () => {
  await lab.mustRun(['sysctl', '-qw', `dev.tty.legacy_tiocsti=${legacy}`]);
  await helper.close();
});

/** Inside the container, whose Python has no termios: types a command as if the person had. */
const pusher = `
import fcntl
text = 'touch ${planted}' + chr(10)
for c in text:
    fcntl.ioctl(0, 0x5412, c.encode())
`;

/**
 * It plays a person's shell on a terminal of the host, which runs all input until it gets the command to end. Gives
 * what its terminal showed.
 */
const person = `
import os, pty, select, time
pid, mine = pty.fork()
if pid == 0:
    os.environ['PS1'] = 'ready> '
    os.execvp('bash', ['bash', '--norc', '--noprofile', '-i'])
shown = b''
deadline = time.time() + 200
open('${watched}', 'w').close()
while os.path.exists('${watched}') and time.time() < deadline:
    if select.select([mine], [], [], 1)[0]: shown += os.read(mine, 65536)
print(shown.decode().count('ready> '), 'touch' in shown.decode())
`;

it('is denied where the host allows it, and reaches no terminal of the host (D3)', async () => {
  const watching = lab.run(['python3', '-c', person], { user: 'operator' });
  await until(async () => (await lab.run(['test', '-e', watched])).code === 0);
  // The container's own terminal takes no pushed input either.
  expect(await helper.exec(name, 'python3', '-c', pusher)).toMatchObject({
    exitCode: 1,
    output: expect.stringContaining('Permission denied') as string,
  });
  await lab.mustRun(['rm', watched]);
  expect((await watching).stdout).toBe('1 False\n');
  expect((await lab.run(['ls', planted])).code).not.toBe(0);
});
