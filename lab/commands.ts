// SPDX-License-Identifier: Apache-2.0
/** The commands of `npm run lab`. Each gives the exit code. */

import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { askForReset } from './ask-owner.ts';
import { ensureImage } from './build/image.ts';
import { isAlive } from '../hosts/is-alive.ts';
import { deploy } from './deploy.ts';
import { startDeployedLab } from './deployed-lab.ts';
import { findLab, type Guest, type Lab, startLab } from './guest.ts';
import { ensureSnapshot } from './machine/snapshot.ts';
import { sshArguments } from './machine/ssh.ts';
import { describeCockpit, startCockpitLab } from './cockpit/cockpit-lab.ts';
import { installPage } from './cockpit/install-page.ts';
import { startIncusLab } from './incus/incus-lab.ts';
import type { ForeignPolicyId } from './policies/policies.ts';
import { foreignPolicyRecipe } from './recipe/foreign-policy.ts';
import { type RecipeName, recipeOf } from './recipe/names.ts';
import type { LabRecipe } from './recipe/recipe.ts';
import { printProgress } from './progress.ts';
import { instancePlaces, readState } from '../hosts/lab-instance.ts';

export interface CommandOptions {
  readonly name: string;
  readonly user: string;
  readonly parent: number | undefined;
  readonly detach: boolean;
  /** The lab begins with the helper in it, and a reset keeps it. */
  readonly deployed: boolean;
  /** What its disk holds. */
  readonly recipe: RecipeName;
  /** Booted with the policy of another distribution. */
  readonly policy: ForeignPolicyId | undefined;
}

export async function build(options: CommandOptions): Promise<number> {
  const image = await ensureImage(await recipeFor(options), printProgress);
  const snapshot = await ensureSnapshot(image, printProgress);
  process.stdout.write(`${snapshot.disk}\n`);
  return 0;
}

/** Runs until `down`, a signal, or the end of the parent. */
export async function up(options: CommandOptions): Promise<number> {
  if (options.detach) return upDetached(options);
  const lab = await startAsWanted(options);
  const stop = (): void => void lab.stop();
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('SIGHUP', stop);
  process.on('SIGUSR2', () => void lab.reset().catch(fail));
  if (options.parent !== undefined) void stopWithParent(options.parent, stop);
  printAccess(lab);
  await lab.ended;
  return 0;
}

async function startAsWanted(wanted: CommandOptions): Promise<Lab> {
  const { name, deployed } = wanted;
  const options = { name, onProgress: printProgress };
  if (deployed && wanted.recipe === 'incus') return startIncusLab(options);
  const recipe = await recipeFor(wanted);
  if (deployed && wanted.recipe === 'cockpit') return startCockpitLab({ ...options, recipe });
  return (deployed ? startDeployedLab : startLab)({ ...options, recipe });
}

async function recipeFor({ recipe, policy }: CommandOptions): Promise<LabRecipe> {
  return policy === undefined ? recipeOf(recipe) : foreignPolicyRecipe(policy, recipeOf(recipe));
}

export async function down({ name }: CommandOptions): Promise<number> {
  const state = await readState(instancePlaces(name));
  if (!state) return notRunning(name);
  process.kill(state.owner, 'SIGTERM');
  while (isAlive(state.pid)) await sleep(50);
  return 0;
}

export async function reset({ name }: CommandOptions): Promise<number> {
  const start = performance.now();
  if (!(await askForReset(name))) return notRunning(name);
  process.stderr.write(`lab: reset (${((performance.now() - start) / 1000).toFixed(1)} s)\n`);
  return 0;
}

/** Runs the command, or with a terminal an interactive shell; the exit code is the command's. */
export async function ssh(options: CommandOptions, command: readonly string[]): Promise<number> {
  const places = instancePlaces(options.name);
  if (!(await readState(places))) return notRunning(options.name);
  const terminal = process.stdin.isTTY ? ['-t'] : [];
  const [config, file, ...rest] = sshArguments(places, options.user, command.join(' '));
  const args = command.length > 0 ? rest : rest.slice(0, -2);
  return exitCode(spawn('ssh', [config ?? '', file ?? '', ...terminal, ...args], { stdio: 'inherit' }));
}

export async function deployTo({ name }: CommandOptions): Promise<number> {
  const lab = await findLab(name);
  if (!lab) return notRunning(name);
  const report = await deploy(lab, printProgress);
  if (lab.webPort !== undefined) await installPage(lab, printProgress);
  for (const missing of report.missing) process.stderr.write(`lab: not deployed: ${missing}\n`);
  return report.missing.length === 0 ? 0 : 1;
}

export async function logs(options: CommandOptions, units: readonly string[]): Promise<number> {
  const chosen = units.length > 0 ? units : ['bulkhead-helper'];
  return ssh({ ...options, user: 'root' }, [
    'journalctl',
    '--no-pager',
    '-n',
    '200',
    '-f',
    ...chosen.flatMap((unit) => ['-u', unit]),
  ]);
}

export async function status({ name }: CommandOptions): Promise<number> {
  const lab = await findLab(name);
  if (!lab) return notRunning(name);
  printAccess(lab);
  process.stdout.write(
    await lab.mustRun('echo "SELinux $(getenforce), systemd $(systemctl is-system-running), up since $(uptime -s)"'),
  );
  return 0;
}

export function printAccess(lab: Guest): void {
  process.stdout.write(`lab "${lab.name}" listens on 127.0.0.1:${lab.sshPort}\nssh -F ${lab.sshConfig} root@lab\n`);
  if (lab.webPort !== undefined) process.stdout.write(`${describeCockpit(lab.webPort)}\n`);
}

export function notRunning(name: string): number {
  process.stderr.write(`lab: cannot find a running lab "${name}": start it with "npm run lab -- up --name ${name}"\n`);
  return 1;
}

/** Starts `up` as a process of its own, and returns when it can be used. */
async function upDetached({ name, parent, deployed, recipe, policy }: CommandOptions): Promise<number> {
  const running = await findLab(name);
  if (running) {
    printAccess(running);
    return 0;
  }
  const words = [
    'up',
    ...['--name', name, '--recipe', recipe],
    ...(deployed ? ['--deployed'] : []),
    ...(policy === undefined ? [] : ['--policy', policy]),
    ...(parent === undefined ? [] : ['--parent', String(parent)]),
  ];
  return runDetached(name, words, () => untilStarted(name));
}

/** Runs this program as a process of its own, returns when it is ready or has ended, and shows what it has written. */
export async function runDetached(
  name: string,
  words: readonly string[],
  untilReady: () => Promise<void>,
): Promise<number> {
  const log = join(dirname(instancePlaces(name).folder), `${name}.log`);
  await mkdir(dirname(log), { recursive: true });
  const output = openSync(log, 'w');
  const program = fileURLToPath(new URL('cli.ts', import.meta.url));
  const args = [...process.execArgv, program, ...words];
  const child = spawn(process.execPath, args, { detached: true, stdio: ['ignore', output, output] });
  closeSync(output);
  child.unref();
  const failed = exitCode(child);
  const ready = await Promise.race([failed, untilReady().then(() => 0)]);
  process.stdout.write(await readFile(log, 'utf8'));
  return ready;
}

/** Waits without end for a lab that another process is starting. */
export async function untilStarted(name: string): Promise<void> {
  while (!(await readState(instancePlaces(name)))) await sleep(100);
}

export async function stopWithParent(pid: number, stop: () => void): Promise<void> {
  while (isAlive(pid)) await sleep(500);
  stop();
}

function exitCode(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

export function fail(error: unknown): void {
  process.stderr.write(`lab: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
