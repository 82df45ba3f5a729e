// SPDX-License-Identifier: Apache-2.0
/**
 * Creates and removes the three places in which the same work is done: the bare host, a plain LXC container and one of
 * Bulkhead. Both containers are created from the same image, run one program that waits, and have no limits. All their
 * names derive from the measurement alone, so that a later helper can remove them.
 */

import { closeSync, constants, existsSync, mkdirSync, rmSync } from 'node:fs';
import { copyFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultLimits, noLimits } from '../../../contract/model/containers/limits.ts';
import { noSettings } from '../../../contract/model/containers/settings.ts';
import { fail } from '../../../contract/errors.ts';
import { defaultLearnSeconds } from '../../../contract/model/containers/container.ts';
import type { BenchmarkPlace } from '../../../contract/model/benchmark.ts';
import { formatConfiguration, readConfiguration } from '../../lxc/configuration-file.ts';
import { endCgroups } from '../../lxc/end-cgroups.ts';
import { createLxcTools, type LxcTools } from '../../lxc/lxc-tools.ts';
import { type ContainerPlaces, containerPlaces, type HostPlaces } from '../../lxc/places.ts';
import { openRoot } from '../../selinux/labels/walk-tree.ts';
import { mountPoints } from '../../lxc/root-mounts.ts';
import { mustRunProgram, runProgram } from '../../system/programs/run-program.ts';
import { belowFolder } from '../../system/files/tree-below.ts';
import { writeDurably } from '../../system/files/write-durably.ts';
import { loopbackUp, plainLines, waitingInit } from './plain-configuration.ts';
import { readResult } from './result-file.ts';
import { copyTool, type Tool, toolCommand } from './tool.ts';
import type { AttachTarget, Containers } from '../containers/ports/containers.ts';
import type { Creation } from '../creation/ports.ts';
import type { Consoles } from '../consoles/ports.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';

/** How a measurement names its things. */
export interface TestbedNames {
  readonly plain: string;
  readonly bulkhead: string;
}

export interface Testbed {
  copyTool(signal: AbortSignal): Promise<Tool>;
  create(image: string, signal: AbortSignal): Promise<void>;
  start(signal: AbortSignal): Promise<void>;
  /**
   * Runs the tool there, and gives its output; undefined when it wrote nothing. `args` are for the folder and the file
   * that they name.
   */
  run(
    place: BenchmarkPlace,
    args: (folder: string, result: string) => readonly string[],
    signal: AbortSignal,
  ): Promise<string | undefined>;
  /** Removes all of it that exists. */
  remove(): Promise<void>;
}

export interface TestbedHost {
  readonly creation: Pick<Creation, 'create'>;
  readonly containers: Pick<Containers, 'list' | 'start' | 'remove'>;
  readonly consoles: Consoles;
  readonly places: HostPlaces;
  /** Fails when there is no such image. */
  readonly imageRoot: (name: string) => Promise<string>;
}

interface Made {
  readonly tool?: Tool;
  readonly target?: AttachTarget;
}

/** A folder of this name is in the root of Bulkhead's container, and the two of the plain one are in every image. */
const inside = 'bulkhead-cost';
const plainPoints = { tool: '/opt', work: '/mnt' } as const;
/** The time of the work itself comes on top: under emulation the tool takes seconds to begin and to end. */
const timeoutMs = 120_000;

/** What is measured is what confinement costs, so nothing else slows it down. */
const noLimitsButDisk = { ...noLimits, diskBytes: defaultLimits.diskBytes, diskInodes: defaultLimits.diskInodes };

/** Says where the tool runs, and with which arguments for the folder and the file that they name. */
interface ToolRun {
  readonly place: BenchmarkPlace;
  readonly args: (folder: string, result: string) => readonly string[];
}

interface TestbedState extends TestbedHost {
  readonly names: TestbedNames;
  readonly folder: string;
  readonly toolFolder: string;
  readonly workFolder: string;
  readonly plainRoot: string;
  readonly own: ContainerPlaces;
  readonly plain: ContainerPlaces;
  readonly lxc: LxcTools;
  made: Made;
  runs: number;
}

export function createTestbed(names: TestbedNames, options: TestbedHost): Testbed {
  const folder = join(options.places.state, 'cost');
  const bed: TestbedState = {
    ...options,
    names,
    folder,
    toolFolder: join(folder, 'tool'),
    workFolder: join(folder, 'work'),
    plainRoot: join(folder, 'root'),
    own: containerPlaces(options.places, names.bulkhead),
    plain: containerPlaces(options.places, names.plain),
    lxc: createLxcTools(options.places.lxc),
    made: {},
    runs: 0,
  };
  return {
    copyTool: (signal) => placeTools(bed, signal),
    create: (image, signal) => createBoth(bed, image, signal),
    start: (signal) => startBoth(bed, signal),
    run: (place, args, signal) => runTool(bed, { place, args }, signal),
    remove: () => removeAll(bed),
  };
}

function formatCommand(bed: TestbedState, toolPlace: string, args: readonly string[]): readonly string[] {
  if (bed.made.tool === undefined) throw new Error('cannot measure: the tool was not copied');
  return toolCommand(bed.made.tool, toolPlace, args);
}

async function runInBulkhead(bed: TestbedState, command: readonly string[], signal: AbortSignal): Promise<void> {
  if (bed.made.target === undefined) throw new Error('cannot measure: the container was not started');
  // Its context is verified before it continues; its output is not used.
  for await (const _output of bed.consoles.open(
    { target: bed.made.target, command, columns: 80, rows: 24, uid: 0, input: nothing() },
    signal,
  ))
    signal.throwIfAborted();
}

async function placeTools(bed: TestbedState, signal: AbortSignal): Promise<Tool> {
  rmSync(bed.folder, { recursive: true, force: true });
  mkdirSync(bed.folder, { mode: 0o755 });
  mkdirSync(bed.workFolder, { mode: 0o755 });
  mkdirSync(bed.plainRoot, { mode: 0o755 });
  const tool = await copyTool(bed.toolFolder, signal);
  bed.made = { ...bed.made, tool };
  return tool;
}

async function createBoth(bed: TestbedState, image: string, signal: AbortSignal): Promise<void> {
  const root = await bed.imageRoot(image);
  const steps = bed.creation.create(
    {
      name: bed.names.bulkhead,
      image,
      limits: noLimitsButDisk,
      network: { kind: 'none' },
      published: [],
      confinement: 'shared',
      learnSeconds: defaultLearnSeconds,
      ports: [],
      allow: [],
      connectTypes: [],
      connectPorts: [],
      volumes: [],
      tags: [],
      settings: noSettings,
      start: false,
    },
    { uid: 0 },
    signal,
  );
  for await (const _step of steps) signal.throwIfAborted();
  await mustRunProgram('/usr/bin/mount', ['--bind', '-o', 'ro', '--', root, bed.plainRoot], { signal });
  mkdirSync(bed.plain.folder, { mode: 0o700 });
  writeDurably(
    bed.plain.configuration,
    formatConfiguration(
      plainLines({
        name: bed.names.plain,
        root: bed.plainRoot,
        binds: [
          [bed.toolFolder, plainPoints.tool, 'ro'],
          [bed.workFolder, plainPoints.work, 'rw'],
        ],
      }),
    ),
    0o600,
  );
}

async function startBoth(bed: TestbedState, signal: AbortSignal): Promise<void> {
  const base =
    (await bed.containers.list(signal)).find(({ name }) => name === bed.names.bulkhead)?.userNamespaceBase ??
    fail('container-not-found', { name: bed.names.bulkhead });
  await placeTool(bed.own.rootfs, bed.toolFolder, base);
  writeDurably(
    bed.own.configuration,
    formatConfiguration([...(readConfiguration(bed.own.configuration) ?? []), loopbackUp, waitingInit]),
    0o600,
  );
  const { initPid, context } = await bed.containers.start(bed.names.bulkhead, signal);
  if (initPid === null || context === null)
    fail('container-failed', { name: bed.names.bulkhead, reason: 'its init ended at once' });
  bed.made = { ...bed.made, target: { name: bed.names.bulkhead, initPid, context } };
  await bed.lxc.start(bed.names.plain, join(bed.plain.folder, 'start.log'), signal);
}

async function runTool(bed: TestbedState, { place, args }: ToolRun, signal: AbortSignal): Promise<string | undefined> {
  const options = { signal, timeoutMs: timeoutMs };
  // Another name each time: a result that stayed would pass for the next run's.
  const result = `result-${(bed.runs += 1)}.yaml`;
  if (place === 'bulkhead') {
    const home = `/${inside}/work`;
    await runInBulkhead(bed, formatCommand(bed, `/${inside}/tool`, args(home, `${home}/${result}`)), signal);
    return readResult(bed.own.rootfs, join(inside, 'work', result));
  }
  if (place === 'plain') {
    const command = formatCommand(bed, plainPoints.tool, args(plainPoints.work, join(plainPoints.work, result)));
    await runProgram(
      '/usr/bin/lxc-attach',
      ['-P', bed.places.lxc, '-n', bed.names.plain, '--clear-env', '--', ...command],
      options,
    );
  } else {
    const [loader = '', ...rest] = formatCommand(
      bed,
      bed.toolFolder,
      args(bed.workFolder, join(bed.workFolder, result)),
    );
    await runProgram(loader, rest, options);
  }
  return readResult(bed.workFolder, result);
}

async function removeAll(bed: TestbedState): Promise<void> {
  await endCgroups(bed.places.cgroup, bed.names.plain);
  rmSync(bed.plain.folder, { recursive: true, force: true });
  if (mountPoints().has(bed.plainRoot)) await mustRunProgram('/usr/bin/umount', ['--', bed.plainRoot]);
  if ((await bed.containers.list(neverAborts)).some(({ name }) => name === bed.names.bulkhead))
    await bed.containers.remove(bed.names.bulkhead, { force: true }, neverAborts);
  // Only what is no mount any more is removed: the image lay below it.
  if (existsSync(bed.folder) && !mountPoints().has(bed.plainRoot)) await rm(bed.folder, { recursive: true });
}

/** A folder for the tool and for its work: what the image holds at these places is not followed. */
async function placeTool(rootfs: string, toolFolder: string, owner: number): Promise<void> {
  belowFolder(rootfs, (tree) => {
    tree.makeFolder(`${inside}/work`, { owner, mode: 0o755 });
    for (const path of [inside, `${inside}/tool`]) tree.makeFolder(path, { owner: 0, mode: 0o755 });
  });
  const place =
    openRoot(join(rootfs, inside, 'tool')) ?? fail('container-failed', { name: rootfs, reason: `/${inside} is gone` });
  try {
    for (const file of await readdir(toolFolder))
      await copyFile(join(toolFolder, file), `/proc/self/fd/${place}/${file}`, constants.COPYFILE_EXCL);
  } finally {
    closeSync(place);
  }
}

async function* nothing(): AsyncGenerator<never, void, undefined> {
  // The console gets no input.
}
