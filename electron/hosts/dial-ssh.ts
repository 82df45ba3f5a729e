/** Reaches the helper of another machine through ssh, as the user who logs in there: the far helper judges that user, not us. */

import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex, type Readable, type Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, helperSocket } from './connection.ts';
import type { SshAddress } from './host-address.ts';

const alive = ['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=10', '-o', 'ServerAliveInterval=5', '-o', 'ServerAliveCountMax=3'] as const;

/** A line that the far shell prints before it hands over, so that we know that the login worked. */
const greeting = 'bulkhead-ready\n';

/** The lab's image has socat. Its stdio is the stream, and the helper sees the login's own process at the other end. */
export async function dialLab(configuration: string, signal: AbortSignal): Promise<Connection> {
  const command = `printf '${greeting.trim()}\\n' && exec socat - UNIX-CONNECT:${helperSocket}`;
  const child = spawn('ssh', ['-F', configuration, ...alive, '-T', '-l', 'operator', 'lab', '--', command], { stdio: ['pipe', 'pipe', 'pipe'] });
  const explainEnd = complaintOf(child);
  try {
    await readGreeting(child, signal);
  } catch (error) {
    child.kill();
    throw new Error((await explainEnd()) ?? reasonOf(error), { cause: error });
  }
  const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
  stream.once('close', () => child.kill());
  return { stream, explainEnd };
}

/** A real host needs no more than OpenSSH: it forwards a socket of ours, in a folder that only we can enter, to the helper's. */
export async function dialSsh(address: SshAddress, signal: AbortSignal): Promise<Connection> {
  const folder = await mkdtemp(join(tmpdir(), 'bulkhead-ssh-'));
  const path = join(folder, 'helper.sock');
  const child = spawn('ssh', sshWords(address, path), { stdio: ['ignore', 'ignore', 'pipe'] });
  const explainEnd = complaintOf(child);
  async function hangUp(): Promise<void> {
    child.kill();
    await rm(folder, { recursive: true, force: true });
  }
  try {
    await untilThere(path, child, signal);
    const stream = connect({ path });
    await once(stream, 'connect', { signal });
    stream.once('close', () => void hangUp());
    return { stream, explainEnd };
  } catch (error) {
    await hangUp();
    throw new Error((await explainEnd()) ?? reasonOf(error), { cause: error });
  }
}

export function sshWords(address: SshAddress, path: string): readonly string[] {
  const forward = ['-N', '-T', '-o', 'ExitOnForwardFailure=yes', '-o', 'ClearAllForwardings=no', '-o', 'StreamLocalBindMask=0177', '-L', `${path}:${helperSocket}`];
  const user = address.user === undefined ? [] : ['-l', address.user];
  const port = address.port === undefined ? [] : ['-p', String(address.port)];
  return [...alive, ...forward, ...user, ...port, '--', address.host.replace(/^\[(.*)\]$/, '$1')];
}

/** Gives the last line that ssh, or the program behind it, complained with. */
function complaintOf(child: ChildProcess & { readonly stderr: Readable }): () => Promise<string | undefined> {
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text = (text + chunk).slice(-4000)));
  const ended = once(child, 'close').catch((error: Error) => (text = error.message));
  return async () => {
    await Promise.race([ended, sleep(1000)]);
    return text.trim().split('\n').at(-1) || undefined;
  };
}

async function readGreeting(child: ChildProcessByStdio<Writable, Readable, Readable>, signal: AbortSignal): Promise<void> {
  const ended = once(child, 'close', { signal }).then(() => {
    throw new Error('ssh ended before the login was done');
  });
  await Promise.race([ended, takeGreeting(child.stdout, signal)]);
  ended.catch(() => undefined);
}

async function takeGreeting(stdout: Readable, signal: AbortSignal): Promise<void> {
  for (;;) {
    const head = stdout.read(greeting.length) as Buffer | null;
    if (head?.toString() === greeting) return;
    if (head !== null) throw new Error('the login printed something before Bulkhead could begin; make its shell start quietly');
    await once(stdout, 'readable', { signal });
  }
}

async function untilThere(path: string, child: ChildProcess, signal: AbortSignal): Promise<void> {
  while (!(await stat(path).then(() => true, () => false))) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('ssh ended before the login was done');
    await sleep(50, undefined, { signal });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
