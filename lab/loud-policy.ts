/**
 * Loads the guest's own policy without its dontaudit rules, so that a test sees every refusal, and gives the way back. Nothing in the guest's
 * module store changes. Compiled on this machine from a copy of that store, for the reason that policy-store.ts has, and kept for the next time.
 */

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Guest } from './guest.ts';
import { labCache } from './places.ts';
import { runTool } from './run-tool.ts';

const store = 'var/lib/selinux/default';
const fetchStore = `tar -C / -c ${store} etc/selinux/default etc/selinux/semanage.conf | base64 -w 0`;

/** The kernel takes a policy in one write only. */
const load = `import os, sys
policy = sys.stdin.buffer.read()
kernel = os.open('/sys/fs/selinux/load', os.O_RDWR)
if os.write(kernel, policy) != len(policy):
    raise SystemExit('the kernel did not take the policy')
`;

/** Resolves when nothing is hidden any more; the function that it gives loads the usual policy again. */
export async function loadLoudPolicy(guest: Guest): Promise<() => Promise<void>> {
  await guest.mustRun(['python3', '-c', load], { input: await readFile(await loudPolicyOf(guest)) });
  return async () => {
    await guest.mustRun(['load_policy']);
  };
}

async function loudPolicyOf(guest: Guest): Promise<string> {
  const modules = await guest.mustRun(`cat /${store}/active/modules_checksum; sha256sum /etc/selinux/default/policy/policy.*`);
  const path = join(labCache, 'policy', `loud-${createHash('sha256').update(modules).digest('hex').slice(0, 24)}`);
  if (!existsSync(path)) await compile(guest, path);
  return path;
}

async function compile(guest: Guest, target: string): Promise<void> {
  await mkdir(join(labCache, 'policy'), { recursive: true });
  const folder = await mkdtemp(join(labCache, 'policy', 'compiling-'));
  try {
    const archive = join(folder, 'store.tar');
    const root = join(folder, 'root');
    await mkdir(root);
    await writeFile(archive, Buffer.from(await guest.mustRun(fetchStore), 'base64'));
    await runTool('tar', ['-C', root, '-x', '--no-same-owner', '-f', archive]);
    // load_policy would rewrite a newer format on the way; this one goes to the kernel as it is.
    await appendFile(join(root, 'etc/selinux/semanage.conf'), `\npolicy-version = ${(await guest.mustRun(['cat', '/sys/fs/selinux/policyvers'])).trim()}\n`);
    await runTool('semodule', ['-p', root, '-s', 'default', '-N', '-DB']);
    const policies = join(root, 'etc/selinux/default/policy');
    const [name] = (await readdir(policies)).filter((entry) => entry.startsWith('policy.'));
    if (name === undefined) throw new Error('cannot find the policy that semodule made');
    await rename(join(policies, name), target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
