// SPDX-License-Identifier: Apache-2.0
/**
 * Gives the window's user a way into a running lab: a copy of its key, and a configuration for ssh, in the form that
 * the lab keeps its own.
 */

import { chmod, copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { instancePlaces, readState } from '../../hosts/lab-instance.ts';

/** What is needed of a running lab. */
export interface LabAddress {
  readonly name: string;
  readonly sshPort: number;
  readonly keyPath: string;
  readonly knownHosts: string;
}

export async function writeLabAccess(folder: string, lab: LabAddress): Promise<void> {
  const state = await readState(instancePlaces(lab.name));
  if (state === undefined) throw new Error(`cannot give the window the lab "${lab.name}": it does not run`);
  const key = join(folder, 'key');
  const knownHosts = join(folder, 'known_hosts');
  await copyFile(lab.keyPath, key);
  await chmod(key, 0o600);
  await copyFile(lab.knownHosts, knownHosts);
  await writeFile(join(folder, 'ssh_config'), sshConfiguration(lab.sshPort, key, knownHosts), { mode: 0o600 });
  await writeFile(join(folder, 'state.json'), JSON.stringify({ ...state, keyPath: key }), { mode: 0o600 });
}

/** As the lab's own, but without a shared connection: such a one would outlive the window. */
function sshConfiguration(port: number, key: string, knownHosts: string): string {
  const settings = {
    HostName: '127.0.0.1',
    Port: port,
    User: 'operator',
    IdentityFile: `"${key}"`,
    IdentitiesOnly: 'yes',
    UserKnownHostsFile: `"${knownHosts}"`,
    GlobalKnownHostsFile: '/dev/null',
    StrictHostKeyChecking: 'yes',
    LogLevel: 'ERROR',
  };
  return `Host lab\n${Object.entries(settings)
    .map(([name, value]) => `  ${name} ${value}\n`)
    .join('')}`;
}
