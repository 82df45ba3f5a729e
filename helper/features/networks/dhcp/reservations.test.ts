// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Failure, isFailure } from '../../../../contract/errors.ts';
import { noSettings, type Settings } from '../../../../contract/model/containers/settings.ts';
import { textOf } from '../../../../contract/text.ts';
import { fakeContainer } from '../../../../testing/models/container.ts';
import { containerPlaces } from '../../../lxc/places.ts';
import { type DescribedContainers, describeContainers } from '../fixtures/described-containers.ts';
import { createReservations, type Reservations } from './reservations.ts';

interface Opened extends Disposable {
  readonly host: DescribedContainers;
  readonly reservations: Reservations;
  /** What the server was asked to do. */
  readonly asked: string[];
  readonly read: (kind: string) => string;
}

const macs: Readonly<Record<string, string>> = {
  web: '10:66:6a:00:00:01',
  db: '10:66:6a:00:00:02',
  lan: '10:66:6a:00:00:03',
  a_b: '10:66:6a:00:00:04',
  '10': '10:66:6a:00:00:05',
};
const now = 1000;

/** `leases`: as dnsmasq writes them. */
function open(
  given: Readonly<Record<string, Partial<Settings>>>,
  leases = '',
  isWilling = true,
  isPrepared = false,
): Opened {
  const host = describeContainers(
    Object.fromEntries(
      Object.entries(given).map(([name, settings]) => [
        name,
        {
          settings: { ...noSettings, ...settings },
          ...(name === 'lan' && { network: { kind: 'bridge' as const, bridge: 'br0' } }),
        },
      ]),
    ),
    fakeContainer,
  );
  for (const name of Object.keys(given))
    writeFileSync(containerPlaces(host.places, name).configuration, `lxc.net.0.hwaddr = ${macs[name] ?? ''}\n`);
  const asked: string[] = [];
  const file = join(host.places.state, 'leases');
  writeFileSync(file, leases);
  const reservations = createReservations({
    places: host.places,
    now: () => now,
    hostAddress: () => '10.0.3.1/24',
    servers: () => [
      {
        bridge: 'lxcbr0',
        leases: file,
        isAlways: false,
        isPrepared,
        lines: [],
        reads: () => isWilling,
        async bring(configuration) {
          if (!isWilling) throw new Failure('network-unavailable', { reason: 'it reads another file' });
          asked.push(`bring ${configuration.slice(host.places.state.length + 1)}`);
        },
        reload() {
          asked.push('reload');
          return Promise.resolve();
        },
      },
    ],
  });
  return {
    host,
    reservations,
    asked,
    read: (kind) => readFileSync(join(host.places.state, 'dhcp', `lxcbr0.${kind}`), 'utf8'),
    [Symbol.dispose]: () => host[Symbol.dispose](),
  };
}

function problemOf({ reservations, host }: Opened, name: string, settings: Partial<Settings>): string | undefined {
  try {
    reservations.check({ name, network: host.of(name).network, settings: { ...noSettings, ...settings } });
    return undefined;
  } catch (error) {
    return isFailure(error, 'address-not-allowed') ? textOf(error.data.reason) : String(error);
  }
}

describe('a fixed address', () => {
  it('is one of the bridge that no container has, neither fixed nor by a lease', () => {
    using opened = open(
      { web: {}, db: { address: '10.0.3.20' }, lan: {} },
      `2000 ${macs['db'] ?? ''} 10.0.3.30 db *\n900 ${macs['db'] ?? ''} 10.0.3.31 db *\n2000 10:66:6a:99:99:99 10.0.3.32 gone *\n`,
    );
    expect(
      ['10.0.3.20', '10.0.3.30', '10.0.3.31', '10.0.3.32', '10.0.3.1', '10.0.4.1'].map((address) =>
        problemOf(opened, 'web', { address }),
      ),
    ).toEqual([
      '10.0.3.20 belongs to db; choose another',
      '10.0.3.30 belongs to db; choose another',
      undefined,
      undefined,
      expect.stringContaining("the host's own"),
      expect.stringContaining('not an address of the net'),
    ]);
    expect(problemOf(opened, 'db', { address: '10.0.3.20' })).toBeUndefined();
    expect(opened.reservations.free('lxcbr0')).toBe('10.0.3.2');
    expect(opened.reservations.free('br0')).toBeNull();
  });

  it('is none on a network on which the host gives no addresses, and neither are DNS servers', () => {
    using opened = open({ lan: {} });
    for (const settings of [{ address: '10.0.3.9' }, { nameservers: ['192.0.2.1'] }, { searchDomains: ['a.org'] }])
      expect(problemOf(opened, 'lan', settings)).toContain('the host gives no addresses on its network');
    expect(problemOf(opened, 'lan', {})).toBeUndefined();
  });
});

describe('the address of a container that runs a program', () => {
  const ofProgram = ({ reservations, host }: Opened, name: string, settings: Partial<Settings> = {}) =>
    reservations.ofProgram({ name, network: host.of(name).network, settings: { ...noSettings, ...settings } });
  const write = ({ host }: Opened, name: string, address: string): void =>
    writeFileSync(
      containerPlaces(host.places, name).configuration,
      `lxc.net.0.hwaddr = ${macs[name] ?? ''}\nlxc.net.0.ipv4.address = ${address}/24\nlxc.init.cmd = /.bulkhead-init -- x\n`,
    );

  it('is one that nobody has, by choice, by a lease, or as another program', () => {
    using opened = open({ web: {}, db: { address: '10.0.3.2' } }, `${now + 9} 10:66:6a:00:00:09 10.0.3.3 gone *\n`);
    expect(ofProgram(opened, 'web')).toEqual({ address: '10.0.3.4', length: 24, gateway: '10.0.3.1' });
    write(opened, 'db', '10.0.3.4');
    expect(ofProgram(opened, 'web')?.address).toBe('10.0.3.5');
  });

  it('stays the same while nobody else has it, and is the chosen one where one is chosen', () => {
    using opened = open({ web: {}, db: {} });
    write(opened, 'web', '10.0.3.77');
    expect(ofProgram(opened, 'web')?.address).toBe('10.0.3.77');
    expect(ofProgram(opened, 'web', { address: '10.0.3.20' })?.address).toBe('10.0.3.20');
    write(opened, 'db', '10.0.3.77');
    expect(ofProgram(opened, 'web')?.address).toBe('10.0.3.2');
    write(opened, 'web', '192.168.9.9');
    expect(ofProgram(opened, 'web')?.address).toBe('10.0.3.2');
  });

  it('is not given where the host gives none', () => {
    using opened = open({ lan: {} });
    expect(() => ofProgram(opened, 'lan')).toThrow(/brings no client of DHCP/);
    expect(
      opened.reservations.ofProgram({ name: 'x', network: { kind: 'none' }, settings: noSettings }),
    ).toBeUndefined();
  });
});

describe('what is chosen', () => {
  it('is written as a whole for the server, which other users of the host can read, and is asked once', async () => {
    using opened = open({
      web: { address: '10.0.3.20', nameservers: ['192.0.2.1', '192.0.2.2'], searchDomains: ['a.org', 'b.org'] },
      db: {},
      lan: { address: '10.0.3.21' },
    });
    await opened.reservations.settle();
    await opened.reservations.settle();
    expect(opened.asked).toEqual(['bring dhcp/lxcbr0.conf', 'reload', 'bring dhcp/lxcbr0.conf']);
    expect(opened.read('hosts')).toBe(
      '10:66:6a:00:00:02,set:bh10666a000002,db\n10:66:6a:00:00:01,set:bh10666a000001,10.0.3.20,web\n',
    );
    expect(opened.read('options')).toBe(
      'tag:bh10666a000001,option:dns-server,192.0.2.1,192.0.2.2\n' +
        'tag:bh10666a000001,option:domain-name,a.org\n' +
        'tag:bh10666a000001,option:domain-search,a.org,b.org\n',
    );
    expect(opened.read('conf')).toContain(`dhcp-hostsfile=${join(opened.host.places.state, 'dhcp/lxcbr0.hosts')}\n`);
    const folder = join(opened.host.places.state, 'dhcp');
    expect([folder, join(folder, 'lxcbr0.hosts')].map((path) => statSync(path).mode & 0o777)).toEqual([0o755, 0o644]);
  });

  it('takes over the lease of a container that is gone, and no other', async () => {
    using opened = open(
      { web: { address: '10.0.3.20' }, db: {} },
      '2000 10:66:6a:99:99:99 10.0.3.20 gone *\n2000 10:66:6a:99:99:98 10.0.3.21 other *\n',
    );
    await opened.reservations.settle();
    expect(opened.read('hosts')).toBe(
      '10:66:6a:00:00:02,set:bh10666a000002,db\n' +
        '10:66:6a:00:00:01,10:66:6a:99:99:99,set:bh10666a000001,10.0.3.20,web\n',
    );
  });

  it('is taken from the server again, and a host on which nothing was chosen is left alone', async () => {
    using opened = open({ web: {} });
    await opened.reservations.settle();
    expect([opened.asked, existsSync(join(opened.host.places.state, 'dhcp'))]).toEqual([[], false]);
    opened.host.containers.choose('web', { settings: { ...noSettings, address: '10.0.3.20' } });
    await opened.reservations.settle();
    opened.host.containers.choose('web', { settings: noSettings });
    await opened.reservations.settle();
    expect([opened.read('hosts'), opened.asked]).toEqual([
      '10:66:6a:00:00:01,set:bh10666a000001,web\n',
      ['bring dhcp/lxcbr0.conf', 'reload', 'reload'],
    ]);
  });

  it('is one lease for one container, and its own name, where nothing is chosen (N2, N9)', async () => {
    using opened = open({ web: {}, a_b: {}, '10': {} }, '', true, true);
    await opened.reservations.settle();
    expect(opened.read('conf')).toContain('\ndhcp-ignore-clid\ndhcp-ignore-names\n');
    // A name that DNS does not know, and one that dnsmasq would take for a time, are left out.
    expect(opened.read('hosts').split('\n').toSorted()).toEqual([
      '',
      '10:66:6a:00:00:01,set:bh10666a000001,web',
      '10:66:6a:00:00:04,set:bh10666a000004',
      '10:66:6a:00:00:05,set:bh10666a000005',
    ]);
    expect(opened.asked).toEqual(['bring dhcp/lxcbr0.conf', 'reload']);
  });

  it('keeps no container from its start where nothing is chosen, and is a problem for the doctor', async () => {
    using opened = open({ web: {} }, '', false, true);
    await opened.reservations.settle();
    expect(opened.reservations.problems()).toEqual([expect.stringContaining('does not read what is chosen')]);
  });

  it('says why where the server reads other files, also to the doctor', async () => {
    using opened = open({ web: { address: '10.0.3.20' } }, '', false);
    await expect(opened.reservations.settle()).rejects.toMatchObject({ code: 'network-unavailable' });
    expect(opened.reservations.problems()).toEqual([expect.stringContaining('does not read what is chosen')]);
  });

  it('is not written for what is no hardware address', async () => {
    using opened = open({ web: { address: '10.0.3.20' } });
    mkdirSync(join(opened.host.places.state, 'dhcp'));
    writeFileSync(containerPlaces(opened.host.places, 'web').configuration, 'lxc.net.0.hwaddr = 10:66:6a,x\n');
    await opened.reservations.settle();
    expect(existsSync(join(opened.host.places.state, 'dhcp/lxcbr0.hosts'))).toBe(false);
  });
});
