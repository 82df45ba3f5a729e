// SPDX-License-Identifier: Apache-2.0
/** Copies from this machine into the guest through one shared connection. */

import { spawn } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { sshArguments } from './machine/ssh.ts';
import type { InstancePlaces } from '../hosts/lab-instance.ts';

/**
 * `source` becomes `target`: for a folder, its content becomes that of the folder `target`. Labels are what the policy
 * says for the target, where the guest has a policy.
 */
export async function copyIn(places: InstancePlaces, source: string, target: string): Promise<void> {
  const script =
    'set -e; mkdir -p "$1"; cd "$1"; rm -rf -- "./$2"; tar -x --no-same-owner --transform="s,^[^/]*,$2," -f -; ' +
    'if command -v restorecon >/dev/null; then restorecon -RF "./$2"; fi';
  const pack = spawn('tar', ['-C', dirname(source), '-c', '--', basename(source)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const command = ['sh', '-c', script, 'copy-in', dirname(target), basename(target)];
  const unpack = spawn('ssh', sshArguments(places, 'root', command), { stdio: ['pipe', 'ignore', 'pipe'] });
  pack.stdout.pipe(unpack.stdin);
  unpack.stdin.on('error', () => undefined);
  const results = await Promise.all([outcome(pack), outcome(unpack)]);
  const failed = results.find((result) => result.code !== 0);
  if (failed) throw new Error(`cannot copy ${source} to ${target} in the lab: ${failed.stderr.trim()}`);
}

function outcome(child: ReturnType<typeof spawn>): Promise<{ code: number; stderr: string }> {
  return new Promise((resolve, reject) => {
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, stderr }));
  });
}
