// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStockHost, type StockHost } from '../switch/fixtures/stock-host.ts';
import { createSwitch } from '../switch/switch.ts';
import { type SocketHost, startSocketHost } from '../testing/socket-host.ts';
import type { LocalSwitch } from './command-environment.ts';
import { type Outcome, runCommand } from './fixtures/run-command.ts';

let stock: StockHost;
let local: LocalSwitch;
let helper: SocketHost | undefined;
const installed: string[][] = [];

beforeEach(() => {
  installed.length = 0;
  stock = createStockHost();
  local = {
    steps: createSwitch(stock.host, async () => undefined),
    async install(packages) {
      installed.push([...packages]);
      stock.put(
        '/var/lib/dpkg/status',
        packages.map((name) => `Package: ${name}\nStatus: install ok installed\n`).join('\n'),
      );
      return 0;
    },
  };
});

afterEach(async () => {
  await helper?.close();
  helper = undefined;
});

const asRoot = (words: readonly string[]): Promise<Outcome> =>
  runCommand(['selinux', ...words], { localSwitch: local });

describe('selinux, as root without a helper', () => {
  it('leads from a stock host to an enforcing one', async () => {
    expect((await asRoot(['status'])).stdout).toMatch(/^without SELinux/);
    expect((await asRoot(['plan'])).stdout).toMatch(/docker-default \(enforce\)/);
    expect((await asRoot(['prepare', '--yes'])).stdout).toMatch(/^prepared/);
    stock.reboot();
    expect((await asRoot(['watch'])).exitCode).toBe(0);
    expect((await asRoot(['enforce', '--minutes', '10', '--yes'])).stdout).toMatch(/^trial of enforcing until /);
    expect((await asRoot(['confirm'])).stdout).toMatch(/^enforcing/);
    expect((await asRoot(['back', '--yes'])).stdout).toMatch(/^permissive, and without SELinux from the next boot on/);
  });

  it('installs what is missing, and asks apt for nothing on a host that cannot be prepared', async () => {
    stock.put('/var/lib/dpkg/status', '');
    await asRoot(['prepare', '--yes']);
    expect(installed).toEqual([['-y', 'selinux-basics', 'selinux-policy-default', 'auditd']]);
    stock.put('/var/lib/dpkg/status', '');
    stock.put('/etc/os-release', 'ID=arch\n');
    expect((await asRoot(['prepare', '--yes'])).exitCode).toBe(1);
    expect(installed).toHaveLength(1);
  });

  it('asks nobody where there is no terminal, and changes nothing then', async () => {
    expect((await asRoot(['prepare'])).stderr).toMatch(/give --yes/);
    expect(stock.ran).toEqual([]);
  });

  it('begins no trial of more than an hour', async () => {
    expect((await asRoot(['enforce', '--minutes', '90', '--yes'])).stderr).toMatch(/--minutes takes 1 to 60/);
  });
});

it('asks the helper as anybody else', async () => {
  helper = await startSocketHost({ 'switch.status': async () => local.steps.status() });
  const { stdout } = await runCommand(['selinux', 'status', '--json'], { socketPath: helper.socketPath });
  expect(JSON.parse(stdout)).toMatchObject({ stage: 'off', next: { command: 'bulkheadctl selinux plan' } });
});
