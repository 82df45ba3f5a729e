// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const program = new URL('dnsmasq-of-lxc-net.sh', import.meta.url).pathname;
const bounds = ['--dhcp-ignore-clid', '--dhcp-ignore-names'];
let folder: string;
let configuration: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-dnsmasq-'));
  configuration = join(folder, 'lxcbr0.conf');
  writeFileSync(join(folder, 'dnsmasq'), '#!/bin/sh\nprintf "%s\\n" "$@"\n');
  chmodSync(join(folder, 'dnsmasq'), 0o755);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What dnsmasq is started with. */
function started(...words: readonly string[]): readonly string[] {
  const env = { BULKHEAD_DNSMASQ: join(folder, 'dnsmasq'), BULKHEAD_DHCP_CONFIGURATION: configuration };
  return execFileSync('/bin/sh', [program, ...words], { env, encoding: 'utf8' })
    .split('\n')
    .slice(0, -1);
}

test('the server of lxc-net takes neither client ids nor names, before the helper has written a file (N2)', () => {
  expect(started('--conf-file=/dev/null', '-u', 'dnsmasq', '--dhcp-range', '10.0.3.2,10.0.3.254')).toEqual([
    ...['--conf-file=/dev/null', ...bounds],
    ...['-u', 'dnsmasq', '--dhcp-range', '10.0.3.2,10.0.3.254'],
  ]);
});

test("it reads the helper's file once that is there, which has both", () => {
  writeFileSync(configuration, '');
  expect(started('--conf-file=/dev/null', '--interface=lxcbr0')).toEqual([
    `--conf-file=${configuration}`,
    '--interface=lxcbr0',
  ]);
  expect(started(`--conf-file=${configuration}`)).toEqual([`--conf-file=${configuration}`]);
});

test('it reads the file that an administrator chose, and has both beside it (N2)', () => {
  writeFileSync(configuration, '');
  expect(started('--conf-file=/etc/lxc/dnsmasq.conf')).toEqual(['--conf-file=/etc/lxc/dnsmasq.conf', ...bounds]);
});

test('words stay words, whatever is in them', () => {
  expect(started('-s', 'a b', '*', "it's", '')).toEqual(['-s', 'a b', '*', "it's", '']);
});
