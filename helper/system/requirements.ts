// SPDX-License-Identifier: Apache-2.0
/**
 * What the host must offer before the helper may run: without these it could not identify callers, so it does not start
 * at all.
 */

import { execFileSync } from 'node:child_process';
import { release } from 'node:os';

/** Callers are identified by SO_PEERPIDFD, which is there from this version on. */
export const minimumKernel = [6, 5] as const;
/** Subjects by pidfd. */
export const minimumPolkit = 124;

export interface Facts {
  readonly uid: number;
  readonly kernel: string;
  /** What `pkaction --version` prints; undefined when it cannot be run. */
  readonly polkit: string | undefined;
}

export function readFacts(): Facts {
  return { uid: process.geteuid?.() ?? -1, kernel: release(), polkit: polkitVersionText() };
}

/** Gives what is missing, in words, with a next step; nothing when all is there. */
export function missingRequirements({ uid, kernel, polkit }: Facts): readonly string[] {
  const missing: string[] = [];
  if (uid !== 0)
    missing.push(
      `cannot start as user ${uid}: the helper needs root; start it with systemctl start bulkhead-helper.socket`,
    );
  if (!isKernelAtLeast(kernel))
    missing.push(
      `cannot start on Linux ${kernel}: callers can be identified safely from Linux ${minimumKernel.join('.')} on; boot a newer kernel`,
    );
  const version = polkitVersion(polkit);
  if (version === undefined)
    missing.push('cannot start without polkit: pkaction did not say a version; install polkit (Debian: polkitd)');
  else if (version < minimumPolkit)
    missing.push(
      `cannot start with polkit ${version}: callers can be identified safely from polkit ${minimumPolkit} on; install a newer one`,
    );
  return missing;
}

/** The number in `pkaction version 126` or `pkaction version 0.105`; the latter is older than all whole numbers. */
export function polkitVersion(text: string | undefined): number | undefined {
  const [, number] = /^pkaction version (\d+(?:\.\d+)?)/.exec(text ?? '') ?? [];
  return number === undefined ? undefined : Number(number);
}

/** `kernel` as `uname -r` says. */
export function isKernelAtLeast(kernel: string): boolean {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(kernel) ?? [];
  if (major === undefined || minor === undefined) return false;
  const [wantedMajor, wantedMinor] = minimumKernel;
  return Number(major) > wantedMajor || (Number(major) === wantedMajor && Number(minor) >= wantedMinor);
}

function polkitVersionText(): string | undefined {
  try {
    return execFileSync('/usr/bin/pkaction', ['--version'], {
      encoding: 'utf8',
      timeout: 10_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}
