// SPDX-License-Identifier: Apache-2.0
/** Versions of what Bulkhead stands on, as the package manager of this machine has them. */

import { execFile } from 'node:child_process';

const ofDebian = [
  'bulkhead-helper',
  'bulkhead-selinux',
  'systemd',
  'nodejs',
  'lxc',
  'incus',
  'libselinux1',
  'libsemanage2',
  'policycoreutils',
  'secilc',
  'selinux-policy-default',
];
const ofFedora = [
  'bulkhead-helper',
  'bulkhead-selinux',
  'systemd',
  'nodejs',
  'lxc',
  'incus',
  'libselinux',
  'libsemanage',
  'policycoreutils',
  'secilc',
  'selinux-policy-targeted',
  'container-selinux',
];

const timeoutMs = 20_000;

/** Runs a program, and gives what it printed whatever its exit code is; undefined where it cannot be run. */
export type Print = (program: string, args: readonly string[], signal: AbortSignal) => Promise<string | undefined>;

/** A line for each package that is installed; none where there is neither dpkg nor rpm. */
export async function readPackageVersions(signal: AbortSignal, print: Print = printOf): Promise<readonly string[]> {
  const debian = await print('dpkg-query', ['-W', '-f', '${Package} ${Version}\n', ...ofDebian], signal);
  const text = debian ?? (await print('rpm', ['-q', ...ofFedora], signal)) ?? '';
  return text.split('\n').filter((line) => /^\S+(?: \S+)?$/.test(line));
}

function printOf(program: string, args: readonly string[], signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { encoding: 'utf8', timeout: timeoutMs, signal }, (error, stdout) => {
      if (signal.aborted) reject(signal.reason as Error);
      else resolve(error !== null && error.code === 'ENOENT' ? undefined : stdout);
    });
  });
}
