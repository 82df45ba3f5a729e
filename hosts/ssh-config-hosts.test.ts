// SPDX-License-Identifier: Apache-2.0
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readSshConfigHosts } from './ssh-config-hosts.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bulkhead-ssh-config-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = (name: string, text: string) => writeFile(join(folder, name), text);

it('names the hosts, and leaves out patterns and what is no name', async () => {
  await write(
    'config',
    'Host web1 web2\n  HostName 192.0.2.1\nhost=db\nHost *.example.org !bad -oBad\nHost "quoted"\nMatch user x\n',
  );
  expect(await readSshConfigHosts(folder)).toEqual(['ssh://web1', 'ssh://web2', 'ssh://db', 'ssh://quoted']);
});

it('follows Include, also with a wildcard, and ends where files include each other', async () => {
  await mkdir(join(folder, 'config.d'));
  await write('config', 'Include config.d/*\nInclude config\nHost last\n');
  await write('config.d/a', 'Host edge-1\n');
  await write('config.d/b', 'Host edge-2\n  Include config\n');
  expect(await readSshConfigHosts(folder)).toEqual(['ssh://edge-1', 'ssh://edge-2', 'ssh://last']);
});

it('offers nothing without a configuration, or when it is no configuration', async () => {
  expect(await readSshConfigHosts(folder)).toEqual([]);
  await write('config', '"'.repeat(700_000));
  expect(await readSshConfigHosts(folder)).toEqual([]);
});
