// SPDX-License-Identifier: Apache-2.0
/**
 * The figures of what containers share: while one does all that it can for a minute, the host and another container still
 * connect a hundred times of a hundred, and another user is answered in at most three times the time at rest.
 */

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { until } from '../fixtures/until.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const [evil, other] = [`evil-${suffix}`, `other-${suffix}`] as const;
const attacks = readFileSync(new URL('../../../hosts/fixtures/shared-attacks.py', import.meta.url)).toString('base64');
const slow = { timeout: 900_000 };
const [seconds, tries, maxRatio] = [60, 100, 3];

let helper: LabClient;
let root: LabClient;
let addresses: Readonly<Record<string, string>>;

beforeAll(async () => {
  [helper, root] = [await openLabClient(lab), await openLabClient(lab, 'root')];
  for (const name of [evil, other]) await helper.create({ name, image: 'debian-13', start: true });
  addresses = { [evil]: await addressOf(evil), [other]: await addressOf(other) };
  await helper.exec(evil, 'sh', '-c', `echo ${attacks} | base64 --decode > /root/shared-attacks.py`);
}, slow.timeout);
afterAll(async () => {
  await Promise.all([helper.close(), root.close()]);
}, 120_000);

function addressOf(name: string): Promise<string> {
  return until(async () => (await helper.find(name))?.addresses.find((address) => address.startsWith('10.0.3.')));
}

/** Connects again and again, each time after the hardware address was forgotten, for as long as the attack goes on. */
const connecting = `
import socket, subprocess, sys, time
address, port, tries, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
good, begun = 0, time.monotonic()
for number in range(tries):
    time.sleep(max(0, begun + number * seconds / tries - time.monotonic()))
    subprocess.run(['ip', 'neigh', 'flush', 'to', address], stderr=subprocess.DEVNULL)
    try:
        socket.create_connection((address, port), timeout=20).close()
        good += 1
    except ConnectionRefusedError:
        good += 1
    except OSError as error:
        print(error, file=sys.stderr)
print(good)
`;

/** Milliseconds of another user's question, one after another, for as long as `isOver` does not say so. */
async function timesOf(isOver: () => boolean): Promise<readonly number[]> {
  const times: number[] = [];
  do {
    const begun = performance.now();
    await (await root.client()).request('host.info', {});
    times.push(performance.now() - begun);
  } while (!isOver());
  return times;
}

function medianOf(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN;
}

describe('while a container does all that it can for a minute', () => {
  it('host and another container connect, and another user is answered (N1, N2, N7, N20)', slow, async () => {
    let asked = 0;
    const rest = medianOf(await timesOf(() => ++asked === 20));
    let isOver = false;
    const attack = helper
      .exec(evil, 'python3', '/root/shared-attacks.py', 'all', String(seconds), '10.0.3.1')
      .finally(() => (isOver = true));
    const count = [String(tries), String(seconds)];
    const [during, fromHost, fromOther, attacked] = await Promise.all([
      timesOf(() => isOver),
      lab.mustRun(['python3', '-c', connecting, addresses[other] ?? '', '9', ...count]),
      helper.exec(other, 'python3', '-c', connecting, '10.0.3.1', '53', ...count),
      attack,
    ]);
    expect([fromHost.trim(), fromOther.output.split('\n').at(-1)]).toEqual([String(tries), String(tries)]);
    expect(attacked.output).toContain('"codes"');
    process.stdout.write(`host.info of another user: ${(medianOf(during) / rest).toFixed(2)}x of its time at rest\n`);
    expect(medianOf(during) / rest).toBeLessThan(maxRatio);
  });

  it('the same while it makes neighbours by messages, for which it is frozen (N1)', slow, async () => {
    const attack = helper
      .exec(evil, 'python3', '/root/shared-attacks.py', 'write-neighbours', '60')
      .catch(() => undefined);
    const good = await lab.mustRun([
      'python3',
      '-c',
      connecting,
      addresses[other] ?? '',
      '9',
      String(tries),
      String(seconds),
    ]);
    expect(good.trim()).toBe(String(tries));
    await until(async () => (await helper.find(evil))?.state === 'frozen');
    await (await helper.client()).request('container.remove', { name: evil, force: true });
    await attack;
  });
});
