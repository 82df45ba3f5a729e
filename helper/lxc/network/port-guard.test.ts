// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { textOf } from '../../../contract/text.ts';
import type { ConfigurationLine } from '../configuration-file.ts';
import { interfaceIdOf, isGuardLine, portOf, portProblem, takeGuardProblem, withPortGuard } from './port-guard.ts';

function linesOf(link: string): readonly ConfigurationLine[] {
  return [
    { key: 'lxc.net.0.type', value: 'veth' },
    { key: 'lxc.net.0.link', value: link },
    { key: 'lxc.net.0.veth.pair', value: 'bh4b5e57f6eb2f4' },
    { key: 'lxc.net.0.hwaddr', value: '10:66:6A:01:02:03' },
    { key: 'lxc.mount.entry', value: 'x' },
  ];
}

const none = new Set<string>();
const program = '/bin/sh /usr/lib/bulkhead/network/guard-port.sh';

it('has LXC guard the port of a container whenever it makes it, and changes nothing the second time (net-spoof)', () => {
  const guarded = withPortGuard(linesOf('lxcbr0'), none);
  expect(guarded.slice(4, 6)).toEqual([
    {
      key: 'lxc.net.0.script.up',
      value: `${program} up nat bh4b5e57f6eb2f4 0x10666a010203 0x12666afffe010203 learned`,
    },
    { key: 'lxc.net.0.script.down', value: `${program} down bh4b5e57f6eb2f4` },
  ]);
  expect([withPortGuard(guarded, none), guarded.filter(isGuardLine).length]).toEqual([guarded, 2]);
});

it('lets through the address that the host chose for a container that runs a program, and no other (net-spoof)', () => {
  const address = { key: 'lxc.net.0.ipv4.address', value: '10.0.3.20/24' };
  const program20 = { key: 'lxc.init.cmd', value: '/.bulkhead-init -- nginx' };
  const up = `${program} up nat bh4b5e57f6eb2f4 0x10666a010203 0x12666afffe010203`;
  const guardOf = (lines: readonly ConfigurationLine[]): string | undefined =>
    withPortGuard(lines, none).find(({ key }) => key === 'lxc.net.0.script.up')?.value;
  expect(guardOf([...linesOf('lxcbr0'), address, program20])).toBe(`${up} 0x0a000314`);
  // One that a person wrote for an init of the image is not the host's choice.
  expect(guardOf([...linesOf('lxcbr0'), address])).toBe(`${up} learned`);
  expect(guardOf([...linesOf('lxcbr0'), { ...address, value: '10.0.3.20;reboot/24' }, program20])).toBe(
    `${up} learned`,
  );
});

it('takes the place of whatever else was to run there', () => {
  const others = { key: 'lxc.net.0.script.up', value: `${program} up nat x; reboot` };
  expect([isGuardLine(others), withPortGuard([...linesOf('lxcbr0'), others], none)]).toEqual([
    false,
    withPortGuard(linesOf('lxcbr0'), none),
  ]);
});

it('checks hardware addresses only on a bridge of the administrator, and leaves a container without a port alone', () => {
  expect(withPortGuard(linesOf('br0'), none)[4]?.value).toBe(
    `${program} up bridge bh4b5e57f6eb2f4 0x10666a010203 0x12666afffe010203 learned`,
  );
  expect(withPortGuard(linesOf('br0'), new Set(['br0']))[4]?.value).toBe(
    `${program} up own bh4b5e57f6eb2f4 0x10666a010203 0x12666afffe010203 learned`,
  );
  const empty = [{ key: 'lxc.net.0.type', value: 'empty' }];
  expect([withPortGuard(empty, none), portProblem(empty)]).toEqual([empty, undefined]);
});

it('finds a port that is not isolated, or not there, on lxcbr0 only', () => {
  const network = mkdtempSync(join(tmpdir(), 'bulkhead-net-'));
  try {
    const flag = join(network, 'bh4b5e57f6eb2f4/brport');
    const found = [portProblem(linesOf('lxcbr0'), network)];
    mkdirSync(flag, { recursive: true });
    for (const value of ['0\n', '1\n']) {
      writeFileSync(join(flag, 'isolated'), value);
      found.push(portProblem(linesOf('lxcbr0'), network));
    }
    expect(found.map((problem) => problem && textOf(problem))).toEqual([
      expect.stringContaining('not isolated'),
      expect.stringContaining('not isolated'),
      undefined,
    ]);
    expect(portProblem(linesOf('br0'), network)).toBe(undefined);
  } finally {
    rmSync(network, { recursive: true });
  }
});

it.each([
  ['lxc.net.0.type', 'macvlan'],
  ['lxc.net.0.veth.pair', '../bh1'],
  ['lxc.net.0.veth.pair', 'bh1; reboot'],
  ['lxc.net.0.veth.pair', 'bh4b5e57f6eb2f4x'],
  ['lxc.net.0.veth.pair', ''],
  ['lxc.net.0.hwaddr', 'x10:66:6a:01:02:03'],
  ['lxc.net.0.hwaddr', '10:66:6a:01:02:03 x'],
  ['lxc.net.0.hwaddr', '10:66:6a:xx:xx:xx'],
])('takes no port from a configuration in which %s is %j', (key, value) => {
  expect(portOf([...linesOf('lxcbr0'), { key, value }])).toBeUndefined();
});

it('takes the program of the guard for its own only where LXC runs it for the port', () => {
  const value = `${program} up nat bh1 0x1 0x2`;
  expect(
    ['lxc.net.0.script.up', 'lxc.net.0.script.down', 'lxc.hook.pre-start', 'lxc.net.1.script.up'].map((key) =>
      isGuardLine({ key, value }),
    ),
  ).toEqual([true, true, false, false]);
  expect(isGuardLine({ key: 'lxc.net.0.script.up', value: '/bin/sh /root/guard-port.sh up' })).toBe(false);
});

it('gives what the guard said of a failed start once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-guard-'));
  try {
    const path = join(folder, 'guard-bh4b5e57f6eb2f4');
    writeFileSync(path, 'nft: no\n');
    const lines = linesOf('lxcbr0');
    expect([takeGuardProblem([], folder), takeGuardProblem(lines, folder), existsSync(path)]).toEqual([
      ...[undefined, 'nft: no', false],
    ]);
    expect(takeGuardProblem(lines, folder)).toBeUndefined();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('knows the interface identifier of a hardware address', () => {
  expect(interfaceIdOf('10:66:6a:01:02:03')).toBe('12666afffe010203');
});
