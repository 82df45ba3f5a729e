// SPDX-License-Identifier: Apache-2.0
/**
 * The lines of LXC's configuration by which a container runs a program in place of an init: the host's small init with
 * the program as its arguments, its user and folder, the signal that ends it, and an address, since no client of DHCP
 * runs inside.
 */

import { formatWords } from '../../../contract/wording/command-line.ts';
import type { Settings } from '../../../contract/model/containers/settings.ts';
import type { ConfigurationLine } from '../configuration-file.ts';
import type { FoundUser } from './find-user.ts';
import { initFile } from './host-init.ts';

/** An address that the host chose for the container, on the bridge that it is a port of. */
export interface ProgramAddress {
  readonly address: string;
  /** The length of the net is in bits. */
  readonly length: number;
  /** The host's own address on the bridge, which also answers questions of DNS. */
  readonly gateway: string;
}

export interface RunProgram {
  readonly settings: Settings;
  readonly user: FoundUser;
  /** Undefined where its network has none. */
  readonly address: ProgramAddress | undefined;
}

const command = 'lxc.init.cmd';
const begin = `/${initFile} -- `;
const addressKey = 'lxc.net.0.ipv4.address';
const keys: ReadonlySet<string> = new Set([
  command,
  ...['lxc.init.uid', 'lxc.init.gid', 'lxc.init.cwd', 'lxc.signal.halt'],
  ...['lxc.sysctl.net.ipv4.ip_unprivileged_port_start', addressKey, 'lxc.net.0.ipv4.gateway'],
]);

/** Says whether it runs a program in place of an init: then these lines are Bulkhead's. */
export function runsProgram(lines: readonly ConfigurationLine[]): boolean {
  return lines.some(({ key, value }) => key === command && value.startsWith(begin));
}

/** The address that the host chose for a container that runs a program. */
export function programAddressOf(lines: readonly ConfigurationLine[]): string | undefined {
  if (!runsProgram(lines)) return undefined;
  return lines.findLast(({ key }) => key === addressKey)?.value.split('/')[0];
}

/** The same lines for a container with an init of its image. They do not change where no program is run. */
export function withoutProgram(lines: readonly ConfigurationLine[]): readonly ConfigurationLine[] {
  if (!runsProgram(lines)) return lines;
  return lines.filter(({ key, value }) => !keys.has(key) && !(key === 'lxc.environment' && value.startsWith('HOME=')));
}

export function withProgram(
  lines: readonly ConfigurationLine[],
  { settings, user, address }: RunProgram,
): readonly ConfigurationLine[] {
  const rest = withoutProgram(lines).filter(
    ({ key, value }) => !(key === 'lxc.environment' && value.startsWith('HOME=')),
  );
  const own = settings.environment.find(({ name }) => name === 'HOME')?.value;
  const at = rest.findLastIndex(({ key }) => key.startsWith('lxc.net.0.')) + 1;
  return [
    ...rest.slice(0, at),
    ...(address === undefined
      ? []
      : [
          { key: addressKey, value: `${address.address}/${address.length}` },
          { key: 'lxc.net.0.ipv4.gateway', value: address.gateway },
        ]),
    ...rest.slice(at),
    { key: command, value: `${begin}${formatWords(settings.program)}` },
    { key: 'lxc.init.uid', value: String(user.uid) },
    { key: 'lxc.init.gid', value: String(user.gid) },
    { key: 'lxc.init.cwd', value: settings.folder ?? '/' },
    { key: 'lxc.signal.halt', value: settings.stopSignal ?? 'SIGTERM' },
    // Its user need not be root, and its network is its own.
    { key: 'lxc.sysctl.net.ipv4.ip_unprivileged_port_start', value: '0' },
    { key: 'lxc.environment', value: `HOME=${own ?? user.home}` },
  ];
}
