// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { type GivenLeases, watchLeases } from './lease-watch.ts';
import type { Watched } from './watched.ts';

const hardwareAddress = '10:66:6a:00:00:01';
type Leases = NonNullable<ReturnType<GivenLeases>>;

const own = (...bytes: readonly number[]): Leases =>
  bytes.map((byte) => ({ hardwareAddress, address: `10.0.3.${byte}`, name: 'attacker' }));
const others: Leases = [{ hardwareAddress: '10:66:6a:00:00:02', address: '10.0.3.90', name: 'victim' }];

function seen(before: Leases | undefined, after: Leases): Watched {
  let given = before;
  const leases: GivenLeases = (bridge) => (bridge === 'lxcbr0' ? given : undefined);
  const watch = watchLeases({ bridge: 'lxcbr0', hardwareAddress, otherName: 'victim', leases });
  given = [...after, ...others];
  watch.look?.();
  return watch.end();
}

it('sees one address for one hardware address, whatever it was asked for (N2, N9)', () => {
  const words = 'the host has given its hardware address one address, and not the name victim';
  expect([seen(own(7), own(7)), seen([], own(7))]).toEqual([
    { sight: { isDone: false, words } },
    { sight: { isDone: false, words } },
  ]);
});

it('takes an address more, and the name of another container, for harm (N2, N9)', () => {
  expect(seen(own(7), own(7, 8)).sight).toEqual({
    isDone: true,
    words: 'the host has given its hardware address 2 addresses, and not the name victim',
  });
  expect(seen(own(7), [{ hardwareAddress, address: '10.0.3.7', name: 'victim' }]).sight).toEqual({
    isDone: true,
    words: 'the host has given its hardware address one address, and the name victim',
  });
  // The addresses that it had before are not the attempt's.
  expect(seen(own(7, 8), own(7, 8)).sight?.isDone).toBe(false);
});

it('shows nothing where the server gave it no address, or was not looked at', () => {
  expect(seen(own(), [])).toEqual({ unseen: 'the host has given it no address' });
  const watch = watchLeases({ bridge: 'lxcbr0', hardwareAddress, otherName: 'victim', leases: () => [] });
  expect(watch.end()).toEqual({ unseen: 'it did not wait until the host had looked at what it gave' });
});

it('has nothing to look at where the host gives no addresses', () => {
  const absent = { absent: 'the host gives no addresses on its bridge' };
  expect(seen(undefined, own(7, 8))).toEqual(absent);
  const none = { bridge: undefined, hardwareAddress, otherName: 'victim', leases: () => own(7) };
  expect(watchLeases(none).end()).toEqual(absent);
});
