// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { isFailure } from '../../../contract/errors.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { fakeContainer } from '../../../testing/models/container.ts';
import { vethNameOf } from '../../lxc/network/veth-name.ts';
import { createNetworkSettling } from './settle-networks.ts';

const published = [{ protocol: 'tcp', address: null, hostPort: 8080, port: 80 } as const];
const web = fakeContainer({ name: 'web', addresses: ['10.0.3.5'], published, links: ['db'] });
const db = fakeContainer({ name: 'db', addresses: ['10.0.3.6'], links: ['web'] });

/** A host whose containers change, and a kernel that keeps what it is given. */
function hostWith(...given: Container[]) {
  const host = {
    containers: given as readonly Container[],
    watches: [] as AbortSignal[],
    isBroken: false,
    kernel: [] as unknown[],
    wake: (): void => undefined,
  };
  const settling = createNetworkSettling({
    containers: {
      list: async () => host.containers,
      async *watch(signal) {
        host.watches.push(signal);
        while (!signal.aborted) {
          yield { type: 'snapshot', containers: [] };
          await new Promise<void>((resolve) => {
            host.wake = resolve;
            signal.addEventListener('abort', () => resolve(), { once: true });
          });
        }
      },
    },
    kernel: {
      leases: async () =>
        new Map([web, db].map(({ name, addresses }) => [`leases_${vethNameOf(name)}`, new Set(addresses)] as const)),
      async bringPorts(forwards) {
        if (host.isBroken) throw new Error('nft: no');
        host.kernel.push(forwards.map(({ container, address }) => `${container} at ${address}`));
      },
      async bringLinks(pairs) {
        host.kernel.push(pairs);
      },
      missingPorts: async () => 0,
    },
    onTrouble: () => undefined,
  });
  return { host, settling };
}

describe('published ports and links', () => {
  it('lead to the addresses of containers that have them, once, until something changes', async () => {
    const { host, settling } = hostWith(web, db, fakeContainer({ name: 'other' }));
    await settling.settle();
    await settling.settle();
    expect(host.kernel).toEqual([['web at 10.0.3.5'], [['10.0.3.6', '10.0.3.5']]]);
    expect(settling.forwards()).toEqual([
      { container: 'web', address: '10.0.3.5' },
      { container: 'db', address: '10.0.3.6' },
    ]);
    settling.close();
  });

  it('lead nowhere while a container has ended, and to it when it is back, by the change alone', async () => {
    const { host, settling } = hostWith(web, db);
    await settling.settle();
    host.kernel.length = 0;
    host.containers = [{ ...web, initPid: null, addresses: [] }, db];
    host.wake();
    await settling.settle();
    expect(host.kernel).toEqual([[], []]);
    settling.close();
  });

  it('lead nowhere for an address that only the container claims, or on another network', async () => {
    const { host, settling } = hostWith(
      { ...web, addresses: ['10.0.3.6'] },
      { ...db, network: { kind: 'bridge', bridge: 'br0' } },
    );
    await settling.settle();
    expect(host.kernel).toEqual([[], []]);
    settling.close();
  });

  it('are followed only while there are any', async () => {
    const { host, settling } = hostWith(web);
    await settling.settle();
    host.containers = [];
    await settling.settle();
    expect(host.watches.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it('that the kernel does not take fail, and are tried again', async () => {
    const { host, settling } = hostWith(web);
    host.isBroken = true;
    const error: unknown = await settling.settle().catch((problem: unknown) => problem);
    expect([isFailure(error, 'network-unavailable'), String(error)]).toEqual([
      true,
      expect.stringContaining('nft: no'),
    ]);
    host.isBroken = false;
    await settling.settle();
    expect(host.kernel[0]).toEqual(['web at 10.0.3.5']);
    settling.close();
  });
});
