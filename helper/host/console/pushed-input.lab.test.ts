/** Input that a program pushes into its terminal by TIOCSTI: it may talk to itself, and to nobody else. */

import { afterAll, beforeAll, expect, it } from 'vitest';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const name = `pusher-${suffix}`;
const planted = `/tmp/planted-${suffix}`;

let helper: LabClient;
let legacy: string;

beforeAll(async () => {
  // Where the host forbids it to everybody, nothing would be shown.
  legacy = (await lab.mustRun('sysctl -n dev.tty.legacy_tiocsti')).trim();
  await lab.mustRun('sysctl -qw dev.tty.legacy_tiocsti=1');
  helper = await openLabClient(lab);
  await helper.create({ name, image: 'debian-13', start: true });
}, 300_000);
afterAll(async () => {
  await lab.mustRun(['sysctl', '-qw', `dev.tty.legacy_tiocsti=${legacy}`]);
  await helper.close();
}, 120_000);

/** In the container: types a command as if the person had, and says how much of it the kernel took. */
const pusher = `
import fcntl, termios
text = 'touch ${planted}' + chr(10)
taken = 0
for c in text:
    fcntl.ioctl(0, termios.TIOCSTI, c.encode())
    taken += 1
print('taken', taken)
`;

/**
 * On the host: an interactive shell of a person on a terminal, by which bulkheadctl runs the program; and beside it the terminal of somebody else, on which nothing may arrive.
 * Gives what the shell showed, and what arrived at the other.
 */
const person = `
import json, os, pty, select, subprocess, sys, time
other, end = pty.openpty()
pid, mine = pty.fork()
if pid == 0:
    os.environ['PS1'] = 'ready> '
    os.execvp('bash', ['bash', '--norc', '--noprofile', '-i'])
shown = b''
def until(word):
    global shown
    start, deadline = len(shown), time.time() + 120
    while word not in shown[start:] and time.time() < deadline:
        if select.select([mine], [], [], 1)[0]: shown += os.read(mine, 65536)
until(b'ready> ')
open('/tmp/pusher-${suffix}.py', 'w').write(sys.argv[2])
os.write(mine, b'bulkheadctl exec ' + sys.argv[1].encode() + b' python3 -c "$(cat /tmp/pusher-${suffix}.py)"; echo "done"-$?' + bytes([10]))
until(b'done-')
until(b'ready> ')
os.write(mine, b'history -c; ls ${planted}' + bytes([10]))
until(b'No such file')
arrived = os.read(end, 100).decode() if select.select([end], [], [], 0)[0] else ''
print(json.dumps([shown.decode(), arrived]))
`;

it('reaches no terminal of the host, and no shell of whoever asked for the program (D3)', { timeout: 300_000 }, async () => {
  const [shown, arrived] = JSON.parse(await lab.mustRun(['python3', '-c', person, name, pusher], { user: 'operator' })) as [string, string];
  // The kernel took it all: for the container's own terminal.
  expect(shown).toContain(`taken ${`touch ${planted}\n`.length}`);
  expect(shown).toContain('done-0');
  expect(shown).toContain('No such file');
  expect(arrived).toBe('');
  expect((await lab.run(['ls', planted])).code).not.toBe(0);
});
