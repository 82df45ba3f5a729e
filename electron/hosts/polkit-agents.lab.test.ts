// SPDX-License-Identifier: Apache-2.0
/**
 * polkit's questions over the real ssh, from a guest on which no rule allows `admin` anything: asked by polkit's own
 * agent there, answered here. Once with a connection of our own, once with one that the configuration shares.
 */

import 'vscode-jsonrpc/node';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openLabHelper } from '../../hosts/fixtures/hostile-clients.ts';
import { byteStreamOf } from '../../hosts/open-host.ts';
import type { Host } from '../../hosts/parse-host.ts';
import { disconnect, type Guest } from '../../lab/guest.ts';
import { isFailure } from '../../contract/errors.ts';
import { maxResponseBytes } from '../../rpc/protocol.ts';
import type { Client } from '../../rpc/client.ts';
import { connect } from '../../rpc/connect.ts';
import { createSocketTransport } from '../../rpc/socket-transport.ts';
import { dialHost } from './dial-host.ts';
import { createPolkitAgents, type PolkitAgents } from '../../rpc/polkit/polkit-agents.ts';

const slow = { timeout: 600_000 };
const asking = { timeout: 120_000, interval: 100 };

let guest: Guest;
let folder: string;
let agents: PolkitAgents;
let client: Client | undefined;

beforeAll(async () => {
  ({ guest } = await openLabHelper());
  folder = await mkdtemp(join(tmpdir(), 'bulkhead-polkit-lab-'));
  await disconnect(guest);
}, slow.timeout);
afterEach(() => client?.close());
afterAll(async () => {
  await disconnect(guest);
  await rm(folder, { recursive: true });
});

/** The configuration of the lab without its shared connections, as a person has it who never changed anything. */
async function plainSsh(): Promise<string> {
  const settings = (await readFile(guest.sshConfig, 'utf8')).replaceAll(/^ *Control.*\n/gm, '');
  await writeFile(join(folder, 'config'), settings);
  await writeFile(join(folder, 'ssh'), `#!/bin/sh\nexec ssh -F ${join(folder, 'config')} "$@"\n`, { mode: 0o755 });
  return join(folder, 'ssh');
}

async function open(host: Host, how: { readonly language?: string; readonly program?: string } = {}): Promise<Client> {
  agents = createPolkitAgents({ onChange: () => undefined });
  const known = { id: 'the-lab', label: 'the lab', host };
  const signal = AbortSignal.timeout(300_000);
  const stream = await dialHost(known, { signal, localSocket: '/nowhere', agents, ...how });
  client = await connect(createSocketTransport(byteStreamOf(stream), { maxBytes: maxResponseBytes }), { signal });
  return client;
}

/** What came of a call: its failure, or `answered`. */
function outcome(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'answered',
    (error: unknown) => (isFailure(error) ? error.code : String(error)),
  );
}

/** Answers the next question, and gives what it was about. */
async function answerNext(text: string | undefined) {
  await expect.poll(() => agents.questions().length, asking).toBe(1);
  const [question] = agents.questions();
  agents.answer(question?.id ?? '', text);
  return question?.authentication;
}

/** Resolves when polkit has an agent: one that was given up is gone before its call is answered, and another one comes. */
async function untilAttended(): Promise<void> {
  await expect
    .poll(async () => {
      const log = await guest.mustRun('journalctl -u polkit.service -o cat --no-pager');
      return log.match(/^(?:Registered|Unregistered)(?= Authentication Agent for unix-process)/gm)?.at(-1);
    }, asking)
    .toBe('Registered');
}

const stop = (from: Client): Promise<string> => outcome(from.request('container.stop', { name: 'no-such-container' }));

describe('a host over ssh whose polkit asks for a password', () => {
  it('asks once for reading, and each time for what ends something', slow, async () => {
    const from = await open(
      { kind: 'ssh', user: 'admin', host: 'lab', port: undefined },
      { program: await plainSsh() },
    );
    const info = outcome(from.request('host.info', {}));
    expect(await answerNext('admin')).toMatchObject({
      action: 'org.bulkhead.view-host',
      message: 'Authentication is required to see the containers of this host',
      identities: [],
      identity: 'admin',
    });
    expect(await info).toBe('answered');
    expect(await outcome(from.request('container.list', {}))).toBe('answered');
    for (const _ of ['first', 'second']) {
      const stopped = stop(from);
      expect((await answerNext('admin'))?.action).toBe('org.bulkhead.manage-containers');
      expect(await stopped).toBe('container-not-found');
    }
  });

  it('authorises nothing by a wrong password or none, and asks again', slow, async () => {
    const from = await open(
      { kind: 'ssh', user: 'admin', host: 'lab', port: undefined },
      { program: await plainSsh() },
    );
    for (const [text, expected] of [
      ['wrong', 'not-authorised'],
      [undefined, 'not-authorised'],
      ['admin', 'container-not-found'],
    ] as const) {
      await untilAttended();
      const stopped = stop(from);
      await answerNext(text);
      expect(await stopped).toBe(expected);
    }
  });

  it('asks on a connection that the configuration shares too, in the language of the window', slow, async () => {
    const from = await open({ kind: 'lab', name: guest.name, user: 'admin' }, { language: 'de' });
    const info = outcome(from.request('host.info', {}));
    expect((await answerNext('admin'))?.message).toBe(
      'Um die Container dieses Hosts anzusehen, ist eine Authentifizierung nötig',
    );
    expect(await info).toBe('answered');
  });

  it('asks nothing of a client that says that nobody is there, until it says otherwise', slow, async () => {
    const from = await open(
      { kind: 'ssh', user: 'admin', host: 'lab', port: undefined },
      { program: await plainSsh() },
    );
    await from.setInteractive(false);
    expect(await stop(from)).toBe('not-authorised');
    expect(agents.questions()).toEqual([]);
    await from.setInteractive(true);
    const stopped = stop(from);
    await answerNext('admin');
    expect(await stopped).toBe('container-not-found');
  });

  it('has no agent any more when the connection has ended', slow, async () => {
    const from = await open(
      { kind: 'ssh', user: 'admin', host: 'lab', port: undefined },
      { program: await plainSsh() },
    );
    expect(await guest.run('pgrep -u admin -x pkttyagent')).toMatchObject({ code: 0 });
    from.close();
    await expect.poll(async () => (await guest.run('pgrep -u admin -x pkttyagent')).code, asking).toBe(1);
  });
});
