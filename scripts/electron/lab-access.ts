/** Gives the window's user a way into the lab: a copy of its key and an ssh configuration, closed to everybody else. */

import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What is needed of a running lab. */
export interface LabAddress {
  readonly sshPort: number;
  readonly keyPath: string;
  readonly knownHosts: string;
}

/** The files for the lab below a folder. */
export function labFiles(folder: string): { readonly config: string; readonly key: string; readonly knownHosts: string } {
  return { config: join(folder, 'ssh_config'), key: join(folder, 'key'), knownHosts: join(folder, 'known_hosts') };
}

/** The window logs in as `operator`, who is a member of the group that may use the helper, and not as root. */
export async function writeLabAccess(folder: string, lab: LabAddress): Promise<void> {
  const { config, key, knownHosts } = labFiles(folder);
  await copyFile(lab.keyPath, key);
  await copyFile(lab.knownHosts, knownHosts);
  const settings = {
    HostName: '127.0.0.1',
    Port: lab.sshPort,
    User: 'operator',
    IdentityFile: `"${key}"`,
    IdentitiesOnly: 'yes',
    UserKnownHostsFile: `"${knownHosts}"`,
    GlobalKnownHostsFile: '/dev/null',
    StrictHostKeyChecking: 'yes',
    BatchMode: 'yes',
    LogLevel: 'ERROR',
    ConnectTimeout: 10,
  };
  const lines = Object.entries(settings).map(([name, value]) => `  ${name} ${value}\n`);
  await writeFile(config, `Host lab\n${lines.join('')}`);
}
