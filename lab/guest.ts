// SPDX-License-Identifier: Apache-2.0
/**
 * The lab for other programs: starts a guest whose SELinux enforces, or finds a running one, and runs commands in it. A
 * started lab ends with the process that started it; several, each with a name of its own, can run side by side.
 */

import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ensureImage } from './build/image.ts';
import { withLock } from './build/lock.ts';
import { copyIn } from './copy-in.ts';
import { writeState } from './instance-state.ts';
import { freePort } from './machine/free-port.ts';
import type { ForwardedPort } from './machine/qemu-arguments.ts';
import { ensureGrubLoader } from './machine/grub-loader.ts';
import { type Machine, startMachine } from './machine/machine.ts';
import { ensureSnapshot, overlay, type Snapshot } from './machine/snapshot.ts';
import {
  type GuestCommand,
  mustRunInGuest,
  runInGuest,
  type RunOptions,
  untilReachable,
  writeSshConfig,
} from './machine/ssh.ts';
import { type ImagePlaces } from './places.ts';
import { type OnProgress, step } from './progress.ts';
import { type LabRecipe, recipe as usualRecipe } from './recipe/recipe.ts';
import { type ToolResult, tryTool } from './run-tool.ts';
import { type InstancePlaces, instancePlaces, type InstanceState, readState } from '../hosts/lab-instance.ts';

export interface LabOptions {
  /** Default `lab`. */
  readonly name?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
  /** What its disk holds; the usual guest when left out. */
  readonly recipe?: LabRecipe;
  /** The UDP port of the network that it shares with the other members of a cluster. */
  readonly memberPort?: number;
  /** Is done in each machine that wakes, before others find the lab. */
  readonly prepare?: (guest: Guest) => Promise<void>;
}

export interface Guest {
  readonly name: string;
  readonly sshPort: number;
  /** Leads to the web page of a guest that has one. */
  readonly webPort: number | undefined;
  readonly keyPath: string;
  readonly knownHosts: string;
  /** `ssh -F sshConfig -l USER lab` connects; `scp` and `sftp` take it too. */
  readonly sshConfig: string;
  /** Resolves whatever the exit code is. Runs as root by default. */
  run(command: GuestCommand, options?: RunOptions): Promise<ToolResult>;
  /** Rejects when the exit code is not 0; gives stdout. */
  mustRun(command: GuestCommand, options?: RunOptions): Promise<string>;
  /** Copies a file or a folder of this machine to a path in the guest, owned by root. */
  copyIn(source: string, target: string): Promise<void>;
}

export interface Lab extends Guest {
  /** Back to the snapshot that it was started from, in seconds; the port stays. */
  reset(): Promise<void>;
  /** Shuts it down, and boots what is on its disk now by the configuration of GRUB that is there, as all later boots. */
  bootByGrub(): Promise<void>;
  stop(): Promise<void>;
  /** Resolves when the machine is gone, also when others ended it. */
  readonly ended: Promise<void>;
}

/** Gives the snapshot that a lab starts from and returns to; creates it when it is missing. */
export type EnsureSnapshot = (image: ImagePlaces, onProgress: OnProgress, signal?: AbortSignal) => Promise<Snapshot>;

/** Builds what is missing, then resumes a guest from the booted snapshot. */
export function startLab(options: LabOptions = {}): Promise<Lab> {
  return startLabFrom(ensureSnapshot, options);
}

/** Starts a lab as `startLab` does, from another snapshot of the same image. */
export async function startLabFrom(ensure: EnsureSnapshot, options: LabOptions = {}): Promise<Lab> {
  const { name = 'lab', signal, onProgress = () => undefined, recipe = usualRecipe, memberPort, prepare } = options;
  const places = instancePlaces(name);
  await mkdir(dirname(places.folder), { recursive: true, mode: 0o700 });
  return withLock(
    `${places.folder}.lock`,
    async () => {
      const running = await readState(places);
      if (running) throw new Error(`cannot start the lab "${name}": it runs already (process ${running.pid})`);
      const image = await ensureImage(recipe, onProgress, signal);
      const snapshot = await ensure(image, onProgress, signal);
      await rm(places.folder, { recursive: true, force: true });
      await mkdir(places.folder, { mode: 0o700 });
      const sshPort = await freePort();
      const web = image.webPort === undefined ? undefined : { port: await freePort(), guestPort: image.webPort };
      await writeSshConfig(places, image, sshPort);
      const reach = guest(name, places, { sshPort, webPort: web?.port, keyPath: image.key });
      const waking = { places, image, snapshot, sshPort, web, memberPort, prepare: () => prepare?.(reach) };
      const wake = (): Promise<Machine> => wakeMachine(waking, signal);
      const machine = await step(onProgress, `started the lab "${name}" from its snapshot`, wake);
      const boot = (): Promise<Machine> => bootMachine(waking, signal);
      return holdLab(reach, places, { machine, wake, boot });
    },
    signal,
  );
}

interface Waking {
  readonly places: InstancePlaces;
  readonly image: ImagePlaces;
  readonly snapshot: Snapshot;
  readonly sshPort: number;
  readonly web: ForwardedPort | undefined;
  readonly memberPort: number | undefined;
  readonly prepare: () => Promise<void> | undefined;
}

async function wakeMachine(
  { places, image, snapshot, sshPort, web, memberPort, prepare }: Waking,
  signal?: AbortSignal,
): Promise<Machine> {
  await overlay(snapshot.disk, places.disk);
  if (snapshot.dataDisk !== undefined) await overlay(snapshot.dataDisk, places.dataDisk);
  const { accelerator, memory } = snapshot;
  const machine = await startMachine(
    {
      accelerator,
      memory,
      kernel: image.kernel,
      initrd: image.initrd,
      shape: image.shape,
      isStock: image.isStock,
      sshPort,
      web,
      memberPort,
      ...places,
    },
    signal,
  );
  try {
    await untilReachable(places, 60, signal);
    await mustRunInGuest(places, [
      '/usr/local/sbin/lab-wake',
      String(Date.now() / 1000),
      randomBytes(64).toString('hex'),
    ]);
    await prepare();
    await writeState(places, { pid: machine.pid, owner: process.pid, sshPort, webPort: web?.port, keyPath: image.key });
    return machine;
  } catch (error) {
    await machine.kill();
    throw error;
  }
}

/** Boots what the disk of an instance holds, by GRUB. */
async function bootMachine({ places, image, snapshot, sshPort, web }: Waking, signal?: AbortSignal): Promise<Machine> {
  const { accelerator } = snapshot;
  const { kernel, initrd, isStock } = image;
  const loader = await ensureGrubLoader();
  const machine = await startMachine({ accelerator, kernel, initrd, isStock, sshPort, web, loader, ...places }, signal);
  try {
    await untilReachable(places, 600, signal);
    await writeState(places, { pid: machine.pid, owner: process.pid, sshPort, webPort: web?.port, keyPath: image.key });
    return machine;
  } catch (error) {
    await machine.kill();
    throw error;
  }
}

/** Keeps the machine for its owner, and cleans up when it ended for another reason than a reset. */
function holdLab(
  reach: Guest,
  places: InstancePlaces,
  start: { readonly machine: Machine; readonly wake: () => Promise<Machine>; readonly boot: () => Promise<Machine> },
): Lab {
  let current: Machine | undefined;
  let finish: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const tidy = async (): Promise<void> => {
    await rm(places.folder, { recursive: true, force: true });
    finish();
  };
  const hold = (machine: Machine): void => {
    current = machine;
    void machine.ended.then(() => (current === machine ? tidy() : undefined));
  };
  hold(start.machine);
  /** Puts another machine in the place of the one that runs, which `end` ends. */
  async function replace(end: (machine: Machine) => Promise<void>, begin: () => Promise<Machine>): Promise<void> {
    const old = current;
    if (!old) throw new Error(`cannot reset the lab "${reach.name}": another reset is under way`);
    current = undefined;
    await end(old);
    try {
      hold(await begin());
    } catch (error) {
      await tidy();
      throw error;
    }
  }
  return {
    ...reach,
    ended,
    reset: () =>
      replace(async (machine) => {
        await disconnect(places);
        await machine.kill();
      }, start.wake),
    bootByGrub: () =>
      replace(async (machine) => {
        await reach.run('systemctl --no-block poweroff');
        await disconnect(places);
        await machine.ended;
      }, start.boot),
    async stop() {
      await disconnect(places);
      await current?.kill();
      await ended;
    },
  };
}

/** A handle on a lab that some process runs, or undefined. */
export async function findLab(name = 'lab'): Promise<Guest | undefined> {
  const places = instancePlaces(name);
  const state = await readState(places);
  return state && guest(name, places, state);
}

function guest(
  name: string,
  places: InstancePlaces,
  { sshPort, webPort, keyPath }: Pick<InstanceState, 'sshPort' | 'webPort' | 'keyPath'>,
): Guest {
  return {
    name,
    sshPort,
    webPort,
    keyPath,
    knownHosts: places.knownHosts,
    sshConfig: places.sshConfig,
    run: (command, options) => runInGuest(places, command, options),
    mustRun: (command, options) => mustRunInGuest(places, command, options),
    copyIn: (source, target) => copyIn(places, source, target),
  };
}

/**
 * Ends the connections that commands share. Those of a machine that has ended would answer for the next one, or wait for
 * minutes for an answer that nobody sends.
 */
export async function disconnect({ sshConfig }: Pick<Guest, 'sshConfig'>): Promise<void> {
  for (const user of ['root', 'operator', 'outsider', 'admin'])
    await tryTool('ssh', ['-F', sshConfig, '-l', user, '-O', 'exit', 'lab']);
}
