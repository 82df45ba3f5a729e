// SPDX-License-Identifier: Apache-2.0
/** The switch to SELinux of this machine, by root, where no helper is needed for it. */

import { execFile, type ExecFileException, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DenialGroup } from '../contract/model/denials/denial.ts';
import { explain } from '../sepolicy/explain.ts';
import type { LoadedPolicy } from '../sepolicy/loaded-policy.ts';
import { noFacts } from '../sepolicy/reason.ts';
import type { ExplainGroup } from '../switch/host-remedy.ts';
import { createSwitchHost, type SwitchHost } from '../switch/switch-host.ts';
import { createSwitch } from '../switch/switch.ts';
import type { LocalSwitch } from './command-environment.ts';
import { kernelPolicy, readPolicyFile } from './policy-file.ts';

/** Names the folders of the host in which root finds programs. */
const environment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' };
const usualTimeoutMs = 60_000;

export function openLocalSwitch(): LocalSwitch | undefined {
  if (process.geteuid?.() !== 0) return undefined;
  const host = createSwitchHost('/', { run: runProgram, pause: () => sleep(100), now: () => Date.now() / 1000 });
  return { steps: createSwitch(host, explainBy(host)), install };
}

/** The policy is read when the first denial is explained. */
function explainBy(host: SwitchHost): ExplainGroup {
  let policy: Promise<LoadedPolicy | undefined> | undefined;
  return async (group) => {
    policy ??= readPolicyFile(kernelPolicy).catch(() => undefined);
    const loaded = await policy;
    const { source, target, class: className, permissions, path, port } = group.sample;
    if (loaded === undefined || source === null || target === null || className === null) return undefined;
    return explain(loaded, {
      access: { source, target, class: className, permissions },
      facts: { ...noFacts, port, path, ...(await labelsOf(host, path)) },
      remedyFacts: { isContainer: false, isOwnDomain: false, sharers: [], others: [], isPermissive: isLogged(group) },
    });
  };
}

function isLogged({ sample }: DenialGroup): boolean {
  return sample.permissive === true;
}

/** The type that a file has, and that which the policy has for its path. */
async function labelsOf(
  host: SwitchHost,
  path: string | null,
): Promise<{ readonly expectedType: string | null; readonly actualType: string | null }> {
  if (path?.startsWith('/') !== true) return { expectedType: null, actualType: null };
  const typeOf = async (program: string, args: readonly string[]): Promise<string | null> =>
    (await host.run(program, args).catch(() => undefined))?.stdout.trim().split(':')[2] ?? null;
  return {
    expectedType: await typeOf('matchpathcon', ['-n', '--', path]),
    actualType: await typeOf('stat', ['-c', '%C', '--', path]),
  };
}

function runProgram(
  program: string,
  args: readonly string[],
  timeoutMs: number = usualTimeoutMs,
): ReturnType<SwitchHost['run']> {
  return new Promise((resolve, reject) => {
    const options = { env: environment, timeout: timeoutMs, maxBuffer: 16 * 1024 * 1024 };
    execFile(program, args, options, (error, stdout, stderr) => {
      if (error?.code === 'ENOENT') reject(new Error(`cannot run ${program}: it is not installed`));
      else resolve({ code: exitCodeOf(error), stdout, stderr });
    });
  });
}

/** What ended by a signal or at its time has no code of its own, and counts as 1. */
function exitCodeOf(error: ExecFileException | null): number {
  if (error === null) return 0;
  return typeof error.code === 'number' ? error.code : 1;
}

/** What apt asks and says is between it and the person. */
function install(packages: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    spawn('apt-get', ['install', ...packages], { stdio: 'inherit', env: { ...process.env, ...environment } })
      .once('error', reject)
      .once('close', (code) => resolve(code ?? 1));
  });
}
