// SPDX-License-Identifier: Apache-2.0
/** Starts a container, and looks whether it is confined as its configuration says before anybody hears that it runs. */

import { mkdirSync, statSync } from 'node:fs';
import { fail, isFailure } from '../../../contract/errors.ts';
import { say, type Words } from '../../../contract/text.ts';
import { ensureNetwork } from '../../lxc/network/nat-bridge.ts';
import { takeNamespaceProblem } from '../../lxc/network/namespace-guard.ts';
import { portProblem, takeGuardProblem, untilPortIsGone } from '../../lxc/network/port-guard.ts';
import { pairOf } from '../../selinux/category-pairs.ts';
import { readEnforcement } from '../../selinux/enforcement.ts';
import { ownerOf } from '../../selinux/types.ts';
import { valueOf } from '../../lxc/configuration-file.ts';
import type { Configurations } from './configurations.ts';
import type { LxcTools } from '../../lxc/lxc-tools.ts';
import { containerPlaces } from '../../lxc/places.ts';
import { readRuntime } from '../../lxc/runtime.ts';
import { readEndedInit } from '../../lxc/start-log.ts';
import { clearCgroups } from '../../lxc/end-cgroups.ts';
import type { Launched } from './ports/making.ts';
import { labelConsole } from './label-in-container.ts';
import { untilContextIs } from './verify-context.ts';
import type { ContainersHost } from './containers-host.ts';

export interface ContainerStart {
  /** Starts it, and kills it again when its init is not in the context that its configuration names. */
  containerStart(name: string, signal: AbortSignal): Promise<void>;
  /** Starts a mounted and configured container, whose context is not yet verified. */
  launch(name: string, signal: AbortSignal): Promise<Launched>;
  /** Kills it and fails when its context is not the configured one, or its port is not isolated from the others. */
  verify(name: string, launched: Launched): Promise<void>;
  /** Verifies what runs after a start that a crash of the helper interrupted before the context was verified. */
  verifyRunning(name: string): Promise<void>;
}

export function createContainerStart(
  {
    places,
    intents,
    volumes,
    ownDomains,
    reservations,
  }: Pick<ContainersHost, 'places' | 'intents' | 'volumes' | 'ownDomains' | 'reservations'>,
  tools: LxcTools,
  configurations: Configurations,
): ContainerStart {
  async function containerStart(name: string, signal: AbortSignal): Promise<void> {
    const intent = intents.begin({ kind: 'start-container', subject: name, data: null });
    try {
      await prepare(name, signal);
      await verify(name, await launch(name, signal));
    } finally {
      intents.release(intent);
    }
  }

  /**
   * What a start needs, and a reboot or an administrator may have removed or changed since the container was created.
   */
  async function prepare(name: string, signal: AbortSignal): Promise<void> {
    mustBeRestored(name);
    volumes.configure(name);
    const pair = pairOf(configurations.contextOf(name));
    await configurations.applyChoice(name);
    configurations.bringIo(name);
    if (readEnforcement() === undefined)
      fail('selinux-unavailable', { reason: say('the kernel of this host runs without SELinux') });
    configurations.keepPlaces(name);
    await reservations.bring();
    await ensureNetwork(configurations.described(name).network, signal);
    await reservations.settle();
    await configurations.mount(name);
    configurations.bringHostname(name);
    await configurations.bringProgram(name);
    configurations.guardNetwork(name);
    const chosen = configurations.described(name);
    if (chosen.confinement !== 'shared' && pair !== undefined)
      await ownDomains.update(ownerOf(name, chosen), { volumes: chosen.volumes, pair }, signal);
    await volumes.prepare(name, signal);
  }

  /** A restore that was interrupted, and that recovery could not finish either, leaves a part of the files. */
  function mustBeRestored(name: string): void {
    const unfinished = intents.pendingOf('restore-snapshot').find(({ subject }) => subject === name);
    if (unfinished !== undefined)
      fail('container-failed', {
        name,
        reason: say(
          'its files were not wholly restored from the snapshot {snapshot}; restore it again, or another one',
          { snapshot: unfinished.data.snapshot },
        ),
      });
  }

  async function launch(name: string, signal: AbortSignal): Promise<Launched> {
    const { startLog, consoleLog, rootMount } = containerPlaces(places, name);
    mkdirSync(rootMount, { recursive: true });
    await clearCgroups(places.cgroup, name);
    const consoleFrom = sizeOf(consoleLog);
    const lines = configurations.linesOf(name);
    await untilPortIsGone(lines);
    const guardProblem = (): Words | undefined => takeGuardProblem(lines) ?? takeNamespaceProblem(name);
    guardProblem();
    await tools.start(name, startLog, signal).catch((error: unknown) => {
      const reason = guardProblem();
      if (reason !== undefined) fail('container-failed', { name, reason });
      if (isFailure(error, 'container-not-started') && error.data.cause === 'ended')
        return failEnded(name, consoleFrom);
      throw error;
    });
    const initPid = readRuntime(places.cgroup, name)?.initPid;
    return initPid === undefined ? failEnded(name, consoleFrom) : { initPid, consoleFrom };
  }

  /** What is not found is not checked either: it is killed, should it run all the same. */
  async function failEnded(name: string, consoleFrom: number): Promise<never> {
    await tools.kill(name).catch(() => undefined);
    return fail('container-not-started', {
      name,
      ...readEndedInit(containerPlaces(places, name).consoleLog, consoleFrom),
    });
  }

  async function verify(name: string, { initPid, consoleFrom }: Launched): Promise<void> {
    const expected = valueOf(configurations.linesOf(name), 'lxc.selinux.context') ?? 'that of its configuration';
    const actual = await untilContextIs(initPid, expected);
    const problem =
      actual === expected ? (portProblem(configurations.linesOf(name)) ?? labelConsole(initPid, expected)) : undefined;
    if (actual === expected && problem === undefined) return;
    if (actual === undefined) return failEnded(name, consoleFrom);
    if (readRuntime(places.cgroup, name) !== undefined) await tools.kill(name);
    if (problem !== undefined) fail('container-failed', { name, reason: problem });
    fail('context-mismatch', { name, expected, actual });
  }

  async function verifyRunning(name: string): Promise<void> {
    const initPid = readRuntime(places.cgroup, name)?.initPid;
    if (initPid !== undefined)
      await verify(name, { initPid, consoleFrom: sizeOf(containerPlaces(places, name).consoleLog) });
  }

  function sizeOf(path: string): number {
    return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }

  return { containerStart, launch, verify, verifyRunning };
}
