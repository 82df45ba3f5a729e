// SPDX-License-Identifier: Apache-2.0
/**
 * Loads the guest's own policy, with a change, into its kernel only, and gives the function that loads the usual one
 * again. Nothing in the guest's module store changes.
 * It is compiled on this machine from a copy of that store, for the reason in policy-store.ts, and kept for the next
 * time.
 */

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Guest } from '../guest.ts';
import { labCache } from '../places.ts';
import { moduleArguments } from './policy-store.ts';
import { runTool } from '../run-tool.ts';

const store = 'var/lib/selinux/default';
const fetchStore = `tar -C / -c ${store} etc/selinux/default etc/selinux/semanage.conf | base64 -w 0`;

/** The kernel accepts a policy in one write only. */
const load = `import os, sys
policy = sys.stdin.buffer.read()
kernel = os.open('/sys/fs/selinux/load', os.O_RDWR)
if os.write(kernel, policy) != len(policy):
    raise SystemExit('the kernel did not take the policy')
`;

export interface PolicyVariant {
  /** Names the file in which it is kept. */
  readonly name: string;
  /** What semodule gets in addition to the build option. */
  readonly semodule: readonly string[];
  /** Further modules in CIL, by name. */
  readonly modules?: Readonly<Record<string, string>>;
}

/** Resolves when the kernel has it; the function that it gives loads the usual policy again. */
export async function loadPolicyVariant(guest: Guest, variant: PolicyVariant): Promise<() => Promise<void>> {
  await guest.mustRun(['python3', '-c', load], { input: await readFile(await policyOf(guest, variant)) });
  return async () => {
    await guest.mustRun(['load_policy']);
  };
}

async function policyOf(guest: Guest, variant: PolicyVariant): Promise<string> {
  const base = await guest.mustRun(
    `cat /${store}/active/modules_checksum; sha256sum /etc/selinux/default/policy/policy.*`,
  );
  const key = createHash('sha256').update(base).update(JSON.stringify(variant)).digest('hex').slice(0, 24);
  const path = join(labCache, 'policy', `${variant.name}-${key}`);
  if (!existsSync(path)) await compile(guest, path, variant);
  return path;
}

async function compile(guest: Guest, target: string, { semodule, modules = {} }: PolicyVariant): Promise<void> {
  await mkdir(join(labCache, 'policy'), { recursive: true });
  const folder = await mkdtemp(join(labCache, 'policy', 'compiling-'));
  try {
    const archive = join(folder, 'store.tar');
    const root = join(folder, 'root');
    await mkdir(root);
    await writeFile(archive, Buffer.from(await guest.mustRun(fetchStore), 'base64'));
    await runTool('tar', ['-C', root, '-x', '--no-same-owner', '-f', archive]);
    // load_policy would rewrite a newer format; this one is written to the kernel unchanged.
    await appendFile(
      join(root, 'etc/selinux/semanage.conf'),
      `\npolicy-version = ${(await guest.mustRun(['cat', '/sys/fs/selinux/policyvers'])).trim()}\n`,
    );
    const added = await Promise.all(
      Object.entries(modules).map(([name, source]) => moduleFile(join(folder, `${name}.cil`), source)),
    );
    await runTool('semodule', ['-p', root, '-s', 'default', '-N', ...semodule, ...moduleArguments(added, [])]);
    const policies = join(root, 'etc/selinux/default/policy');
    const [name] = (await readdir(policies)).filter((entry) => entry.startsWith('policy.'));
    if (name === undefined) throw new Error('cannot find the policy that semodule made');
    await rename(join(policies, name), target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function moduleFile(path: string, source: string): Promise<string> {
  await writeFile(path, source);
  return path;
}
