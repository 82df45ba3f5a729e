// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { vethNameOf } from '../../../lxc/network/veth-name.ts';
import { openSampledHost, type SampledHost } from '../fixtures/sampled-host.ts';

describe('the interfaces of a container', () => {
  let host: SampledHost;
  beforeEach(() => {
    host = openSampledHost();
    host.putContainer('web');
    host.inits.set('web', 77);
    host.put({ status: '' }, 'proc/77');
  });
  afterEach(() => host.close());

  async function traffic(seconds = 12): Promise<unknown> {
    const container = (await host.collect(seconds)).at(-1)?.containers[0];
    const interfaces = container?.interfaces.map(({ name, rxBytes, txBytes }) => [name, rxBytes, txBytes]);
    return [container?.netRxBytes, container?.netTxBytes, interfaces];
  }
  const hostEnd = (received: number, sent: number): void =>
    host.putInterfaces({ [vethNameOf('web')]: [received, sent] });

  it('are given each second where there is more than one, as the container sees them', async () => {
    hostEnd(50, 90);
    host.putInterfaces({ lo: [1, 1], eth0: [90, 50], wg0: [7, 8] }, 77);
    expect(await traffic()).toEqual([
      90,
      50,
      [
        ['eth0', 90, 50],
        ['wg0', 7, 8],
      ],
    ]);
    host.putInterfaces({ lo: [1, 1], eth0: [90, 50], wg0: [70, 80] }, 77);
    expect(await traffic(1)).toEqual([
      90,
      50,
      [
        ['eth0', 90, 50],
        ['wg0', 70, 80],
      ],
    ]);
  });

  it('are left out where there is one, or nothing went through the others', async () => {
    hostEnd(50, 90);
    host.putInterfaces({ lo: [1, 1], eth0: [90, 50], tunl0: [0, 0] }, 77);
    expect(await traffic()).toEqual([90, 50, []]);
  });

  it('are the traffic of a container without an end on the host, such as one with a macvlan', async () => {
    host.putInterfaces({ lo: [1, 1], eth0: [30, 20] }, 77);
    expect(await traffic()).toEqual([30, 20, []]);
    host.putInterfaces({ lo: [1, 1], eth0: [31, 22] }, 77);
    expect(await traffic(1)).toEqual([31, 22, []]);
  });

  it('are the first eight, and none with a name that no host would take', async () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`veth${index}`, [1, 1] as const]));
    host.putInterfaces({ lo: [1, 1], '\u00ff\u0001': [5, 5], '=cmd()': [5, 5], '..': [5, 5], ...many }, 77);
    const container = (await host.collect(12)).at(-1)?.containers[0];
    expect(container?.interfaces.map(({ name }) => name)).toEqual(
      Array.from({ length: 8 }, (_, index) => `veth${index}`),
    );
  });

  it('are looked for again after its init has ended, and keep no namespace open', async () => {
    host.putInterfaces({ eth0: [1, 2], eth1: [3, 4] }, 77);
    expect(await traffic()).toEqual([
      4,
      6,
      [
        ['eth0', 1, 2],
        ['eth1', 3, 4],
      ],
    ]);
    rmSync(join(host.root, 'proc/77'), { recursive: true });
    host.inits.set('web', 78);
    expect(await traffic(1)).toEqual([null, null, []]);
    host.put({ status: '' }, 'proc/78');
    host.putInterfaces({ eth0: [10, 20], eth1: [30, 40] }, 78);
    expect((await host.collect(12)).at(-1)?.containers[0]).toMatchObject({ netRxBytes: 40, netTxBytes: 60 });
    expect(openBelow(join(host.root, 'proc/78')).filter((path) => path.endsWith('/dev'))).toEqual([]);
  });

  it('are not those of a process that has got the number of its init meanwhile', async () => {
    host.putInterfaces({ eth0: [1, 2], eth1: [3, 4] }, 77);
    let asked = 0;
    host.inits.get = () => ((asked += 1) === 2 ? undefined : 77);
    expect(await traffic(3)).toEqual([null, null, []]);
    expect(asked).toBe(2);
  });
});

function openBelow(folder: string): readonly string[] {
  return readdirSync('/proc/self/fd').flatMap((descriptor) => {
    try {
      const path = readlinkSync(join('/proc/self/fd', descriptor));
      return path.startsWith(folder) ? [path] : [];
    } catch {
      return [];
    }
  });
}
