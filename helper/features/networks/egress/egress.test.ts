// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEgress } from '../../../../contract/rules/egress.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';
import type { BoundContainer } from './egress-rules.ts';
import { canMakeNamespaces, hardwareAddresses, type Machines, makeMachines } from './fixtures/namespaces.ts';

let machines: Machines;

/** Listens on the host, in the background. */
const listener = `
import os, socket
s = socket.socket(); s.bind(('', 8080)); s.listen(16)
if os.fork(): os._exit(0)
os.setsid(); null = os.open('/dev/null', os.O_RDWR)
for at in (0, 1, 2): os.dup2(null, at)
import signal; signal.alarm(50)
while True: s.accept()
`;

function times(count: number, answer: string): readonly string[] {
  return Array.from({ length: count }, () => answer);
}

function listOf(container: 'web' | 'db', ...list: readonly string[]): BoundContainer {
  const entries = readEgress(list);
  const hasNames = entries.some(({ target }) => target.kind === 'name');
  return {
    container,
    hardwareAddress: hardwareAddresses[container],
    entries,
    resolver: hasNames ? '10.0.5.1' : null,
  };
}

async function hold(...list: readonly string[]): Promise<void> {
  const bound = listOf('web', ...list);
  await machines.kernel.bring([bound]);
  await machines.resolve(bound.entries.flatMap(({ target }) => (target.kind === 'name' ? [target.value] : [])));
}

async function fromWeb(...all: readonly string[]): Promise<readonly string[]> {
  const answers: string[] = [];
  for (const words of all) answers.push(await machines.from('web', words));
  return answers;
}

describe.runIf(canMakeNamespaces)('what a container may reach', { timeout: 60_000 }, () => {
  beforeEach(async () => {
    machines = await makeMachines();
  }, 60_000);
  afterEach(() => machines[Symbol.asyncDispose]());

  it('is everything while it has no list, and nothing with none', async () => {
    const all = ['tcp 198.51.100.7 443', 'tcp 2001:db8:1::7 443', 'tcp 10.0.5.30 80', 'tcp fd00:5::30 80'];
    expect(await fromWeb(...all)).toEqual(['open', 'open', 'open', 'open']);
    await hold('none');
    expect(await fromWeb(...all)).toEqual(['closed', 'closed', 'closed', 'closed']);
    await machines.kernel.bring([]);
    expect(await fromWeb(...all)).toEqual(['open', 'open', 'open', 'open']);
    expect(machines.onHost('/usr/sbin/nft', 'list', 'tables')).toBe('');
  });

  it('is what a list has by address, port and protocol, in both families and on its own bridge', async () => {
    await hold('198.51.100.0/25:443', '[2001:db8:1::7]:443', '10.0.5.30:80', '[fd00:5::30]:443');
    expect(
      await fromWeb(
        ...['tcp 198.51.100.7 443', 'tcp 2001:db8:1::7 443', 'tcp 10.0.5.30 80', 'tcp fd00:5::30 443'],
        ...['tcp 198.51.100.7 80', 'tcp 198.51.100.200 443', 'tcp 2001:db8:1::8 443', 'tcp 10.0.5.30 443'],
        ...['tcp fd00:5::30 80', 'tcp 10.0.5.1 53', 'ask 10.0.5.1 fixed.example.org 1'],
      ),
    ).toEqual([...times(4, 'open'), ...times(6, 'closed'), expect.stringContaining('failed')]);
  });

  it('is a listed name whose addresses change, in 1,000 of 1,000 tries, and an unlisted one in none', async () => {
    await hold('rotating.example.org:443');
    expect(await fromWeb('tries rotating.example.org 443 1000')).toEqual(['1000']);
    expect(await fromWeb('tries other.example.net 443 100', 'tries rotating.example.org 80 20')).toEqual(['0', '0']);
  });

  it('is a name and the names below it, of IPv4 and IPv6, and no address before it is asked for', async () => {
    await hold('example.org:443', 'www.fixed.example.org:80');
    expect(await fromWeb('tcp 198.51.100.7 443', 'tcp 2001:db8:1::7 443')).toEqual(['closed', 'closed']);
    expect(
      await fromWeb(
        ...['ask 10.0.5.1 fixed.example.org 1', 'tcp 198.51.100.7 443', 'tcp 198.51.100.7 80'],
        ...['ask 10.0.5.1 six.example.org 28', 'tcp 2001:db8:1::7 443'],
        ...['ask 10.0.5.1 www.fixed.example.org 1', 'tcp 198.51.100.8 443', 'tcp 198.51.100.8 80'],
      ),
    ).toEqual([...['198.51.100.7', 'open', 'closed', '2001:db8:1::7', 'open', '198.51.100.8', 'open', 'open']]);
  });

  it('is every one of 500 addresses of a name', async () => {
    await hold('big.example.org:443');
    expect(await fromWeb('many big.example.org 500 443')).toEqual(['500']);
  });

  it('is no private address and not the host, whatever a resolver answers', async () => {
    await hold('lie.example.org');
    expect(await fromWeb('ask 10.0.5.1 lie.example.org 1')).toEqual([expect.stringContaining('10.0.9.9')]);
    machines.onHost('/usr/bin/python3', '-c', listener);
    expect(
      await fromWeb(
        ...[
          'tcp 10.0.9.9 80',
          'tcp 169.254.169.254 80',
          'tcp 10.0.5.30 80',
          'tcp 198.51.100.1 8080',
          'tcp 10.0.5.1 8080',
        ],
      ),
    ).toEqual(Array(5).fill('closed'));
    await hold('198.51.100.1:8080', '10.0.9.9:80');
    expect(await fromWeb('tcp 198.51.100.1 8080', 'tcp 10.0.9.9 80')).toEqual(['open', 'open']);
  });

  it('is no other resolver, over UDP, TCP or TLS', async () => {
    await hold('fixed.example.org:443');
    expect(
      await fromWeb(
        ...['ask 198.51.100.53 fixed.example.org 1', 'ask 198.51.100.53 fixed.example.org 1 tcp'],
        ...[
          'tcp 198.51.100.53 853',
          'tcp 198.51.100.7 443',
          'ask 10.0.5.1 fixed.example.org 1 tcp',
          'tcp 198.51.100.7 443',
        ],
      ),
    ).toEqual([
      expect.stringContaining('failed'),
      expect.stringContaining('failed'),
      'closed',
      'closed',
      '198.51.100.7',
      'open',
    ]);
  });

  it('ends with a change of the list, for connections that are open too', async () => {
    await hold('198.51.100.7:443', '198.51.100.8:443', '10.0.5.30:80');
    expect(await fromWeb('keep 198.51.100.7 443', 'keep 198.51.100.8 443', 'keep 10.0.5.30 80')).toEqual(
      Array(3).fill('True'),
    );
    await hold('198.51.100.8:443');
    expect(await fromWeb('echo 198.51.100.7', 'echo 198.51.100.8', 'echo 10.0.5.30')).toEqual([
      'False',
      'True',
      'False',
    ]);
  });

  it('stays for an open connection when the name has other addresses, and not for a new one', async () => {
    await hold('fixed.example.org:443');
    expect(await fromWeb('ask 10.0.5.1 fixed.example.org 1', 'keep 198.51.100.7 443')).toEqual([
      '198.51.100.7',
      'True',
    ]);
    await machines.kernel.rotate();
    expect(await fromWeb('tcp 198.51.100.7 443')).toEqual(['open']);
    await machines.kernel.rotate();
    expect(await fromWeb('tcp 198.51.100.7 443', 'echo 198.51.100.7')).toEqual(['closed', 'True']);
  });

  it('keeps what a resolver answered over a change of another list', async () => {
    await hold('fixed.example.org:443');
    await fromWeb('ask 10.0.5.1 fixed.example.org 1');
    await machines.kernel.bring([listOf('web', 'fixed.example.org:443'), listOf('db', '198.51.100.9')]);
    expect(await fromWeb('tcp 198.51.100.7 443')).toEqual(['open']);
    await machines.kernel.bring([listOf('web', '198.51.100.9:443')]);
    expect(machines.onHost('/usr/sbin/nft', 'list', 'ruleset')).not.toContain(hardwareAddresses.db);
    expect(await fromWeb('tcp 198.51.100.7 443', 'tcp 198.51.100.9 443')).toEqual(['closed', 'open']);
  });

  it('is seen to be changed by another program, and brought back', async () => {
    await hold('198.51.100.7:443');
    expect(await machines.kernel.hasChanged(neverAborts)).toBe(false);
    machines.onHost('/usr/sbin/nft', `delete element inet bulkhead_egress forwarded { ${hardwareAddresses.web} }`);
    expect(await machines.kernel.hasChanged(neverAborts)).toBe(true);
    machines.onHost('/usr/sbin/nft', 'flush', 'ruleset');
    expect([await machines.kernel.hasChanged(neverAborts), ...(await fromWeb('tcp 198.51.100.8 443'))]).toEqual([
      true,
      'open',
    ]);
    await machines.kernel.restore([listOf('web', '198.51.100.7:443')]);
    expect([
      await machines.kernel.hasChanged(neverAborts),
      ...(await fromWeb('tcp 198.51.100.8 443', 'tcp 198.51.100.7 443')),
    ]).toEqual([false, 'closed', 'open']);
  });

  it('tells what was not let through', async () => {
    await hold('198.51.100.7:443');
    await fromWeb('tcp 198.51.100.8 443', 'tcp 198.51.100.8 443', 'tcp 2001:db8:1::7 80', 'tcp 10.0.5.30 80');
    const { packets, connections } = await machines.kernel.denied(hardwareAddresses.web, neverAborts);
    expect(packets).toBeGreaterThanOrEqual(4);
    expect(connections.map(({ address, protocol, port }) => `${protocol} ${address} ${port}`).sort()).toEqual([
      ...['tcp 10.0.5.30 80', 'tcp 198.51.100.8 443', 'tcp 2001:db8:1::7 80'],
    ]);
  });
});
