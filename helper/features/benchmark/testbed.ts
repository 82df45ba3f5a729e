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
import { createLxcTools } from '../../lxc/lxc-tools.ts';
import { containerPlaces, type HostPlaces } from '../../lxc/places.ts';
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

/** A folder of this name is in the root of Bulkhead's container, and the two of the plain one are in every image. */
const inside = 'bulkhead-cost';
const plainPoints = { tool: '/opt', work: '/mnt' } as const;
/** The time of the work itself comes on top: under emulation the tool takes seconds to begin and to end. */
const timeoutMs = 120_000;

/** What is measured is what confinement costs, so nothing else slows it down. */
const noLimitsButDisk = { ...noLimits, diskBytes: defaultLimits.diskBytes, diskInodes: defaultLimits.diskInodes };

export function createTestbed(
  names: TestbedNames,
  { creation, containers, consoles, places, imageRoot }: TestbedHost,
): Testbed {
  const folder = join(places.state, 'cost');
  const [toolFolder, workFolder, plainRoot] = [join(folder, 'tool'), join(folder, 'work'), join(folder, 'root')];
  const own = containerPlaces(places, names.bulkhead);
  const plain = containerPlaces(places, names.plain);
  const lxc = createLxcTools(places.lxc);
  let made: { readonly tool?: Tool; readonly target?: AttachTarget } = {};
  let runs = 0;

  function commandIn(toolPlace: string, args: readonly string[]): readonly string[] {
    if (made.tool === undefined) throw new Error('cannot measure: the tool was not copied');
    return toolCommand(made.tool, toolPlace, args);
  }

  async function runInBulkhead(command: readonly string[], signal: AbortSignal): Promise<void> {
    if (made.target === undefined) throw new Error('cannot measure: the container was not started');
    // Its context is verified before it continues; its output is not used.
    for await (const _output of consoles.open(
      { target: made.target, command, columns: 80, rows: 24, uid: 0, input: nothing() },
      signal,
    ))
      signal.throwIfAborted();
  }

  return {
    async copyTool(signal) {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { mode: 0o755 });
      mkdirSync(workFolder, { mode: 0o755 });
      mkdirSync(plainRoot, { mode: 0o755 });
      const tool = await copyTool(toolFolder, signal);
      made = { ...made, tool };
      return tool;
    },
    async create(image, signal) {
      const root = await imageRoot(image);
      const steps = creation.create(
        {
          name: names.bulkhead,
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
      await mustRunProgram('/usr/bin/mount', ['--bind', '-o', 'ro', '--', root, plainRoot], { signal });
      mkdirSync(plain.folder, { mode: 0o700 });
      writeDurably(
        plain.configuration,
        formatConfiguration(
          plainLines({
            name: names.plain,
            root: plainRoot,
            binds: [
              [toolFolder, plainPoints.tool, 'ro'],
              [workFolder, plainPoints.work, 'rw'],
            ],
          }),
        ),
        0o600,
      );
    },
    async start(signal) {
      const base =
        (await containers.list(signal)).find(({ name }) => name === names.bulkhead)?.userNamespaceBase ??
        fail('container-not-found', { name: names.bulkhead });
      await placeTool(own.rootfs, toolFolder, base);
      writeDurably(
        own.configuration,
        formatConfiguration([...(readConfiguration(own.configuration) ?? []), loopbackUp, waitingInit]),
        0o600,
      );
      const { initPid, context } = await containers.start(names.bulkhead, signal);
      if (initPid === null || context === null)
        fail('container-failed', { name: names.bulkhead, reason: 'its init ended at once' });
      made = { ...made, target: { name: names.bulkhead, initPid, context } };
      await lxc.start(names.plain, join(plain.folder, 'start.log'), signal);
    },
    async run(place, args, signal) {
      const options = { signal, timeoutMs: timeoutMs };
      // Another name each time: a result that stayed would pass for the next run's.
      const result = `result-${(runs += 1)}.yaml`;
      if (place === 'bulkhead') {
        const home = `/${inside}/work`;
        await runInBulkhead(commandIn(`/${inside}/tool`, args(home, `${home}/${result}`)), signal);
        return readResult(own.rootfs, join(inside, 'work', result));
      }
      if (place === 'plain') {
        const command = commandIn(plainPoints.tool, args(plainPoints.work, join(plainPoints.work, result)));
        await runProgram(
          '/usr/bin/lxc-attach',
          ['-P', places.lxc, '-n', names.plain, '--clear-env', '--', ...command],
          options,
        );
      } else {
        const [loader = '', ...rest] = commandIn(toolFolder, args(workFolder, join(workFolder, result)));
        await runProgram(loader, rest, options);
      }
      return readResult(workFolder, result);
    },
    async remove() {
      await endCgroups(places.cgroup, names.plain);
      rmSync(plain.folder, { recursive: true, force: true });
      if (mountPoints().has(plainRoot)) await mustRunProgram('/usr/bin/umount', ['--', plainRoot]);
      if ((await containers.list(neverAborts)).some(({ name }) => name === names.bulkhead))
        await containers.remove(names.bulkhead, { force: true }, neverAborts);
      // Only what is no mount any more is removed: the image lay below it.
      if (existsSync(folder) && !mountPoints().has(plainRoot)) await rm(folder, { recursive: true });
    },
  };
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
