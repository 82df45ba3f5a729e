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

type StartHost = Pick<ContainersHost, 'places' | 'intents' | 'volumes' | 'ownDomains' | 'reservations'>;

interface StartParts extends StartHost {
  readonly tools: LxcTools;
  readonly configurations: Configurations;
}

export function createContainerStart(host: StartHost, tools: LxcTools, configurations: Configurations): ContainerStart {
  const parts: StartParts = { ...host, tools, configurations };
  return {
    containerStart: (name, signal) => startContainer(parts, name, signal),
    launch: (name, signal) => launch(parts, name, signal),
    verify: (name, one) => verify(parts, name, one),
    verifyRunning: (name) => verifyRunning(parts, name),
  };
}

async function startContainer(parts: StartParts, name: string, signal: AbortSignal): Promise<void> {
  const intent = parts.intents.begin({ kind: 'start-container', subject: name, data: null });
  try {
    await prepare(parts, name, signal);
    await verify(parts, name, await launch(parts, name, signal));
  } finally {
    parts.intents.release(intent);
  }
}

/**
 * What a start needs, and a reboot or an administrator may have removed or changed since the container was created.
 */
async function prepare(parts: StartParts, name: string, signal: AbortSignal): Promise<void> {
  requireRestored(parts, name);
  parts.volumes.configure(name);
  const pair = pairOf(parts.configurations.contextOf(name));
  await parts.configurations.applyChoice(name);
  parts.configurations.bringIo(name);
  if (readEnforcement() === undefined)
    fail('selinux-unavailable', { reason: say('the kernel of this host runs without SELinux') });
  parts.configurations.keepPlaces(name);
  await parts.reservations.bring();
  await ensureNetwork(parts.configurations.described(name).network, signal);
  await parts.reservations.settle();
  await parts.configurations.mount(name);
  parts.configurations.bringHostname(name);
  await parts.configurations.bringProgram(name);
  parts.configurations.guardNetwork(name);
  const chosen = parts.configurations.described(name);
  if (chosen.confinement !== 'shared' && pair !== undefined)
    await parts.ownDomains.update(ownerOf(name, chosen), { volumes: chosen.volumes, pair }, signal);
  await parts.volumes.prepare(name, signal);
}

/** A restore that was interrupted, and that recovery could not finish either, leaves a part of the files. */
function requireRestored({ intents }: StartParts, name: string): void {
  const unfinished = intents.pendingOf('restore-snapshot').find(({ subject }) => subject === name);
  if (unfinished !== undefined)
    fail('container-failed', {
      name,
      reason: say('its files were not wholly restored from the snapshot {snapshot}; restore it again, or another one', {
        snapshot: unfinished.data.snapshot,
      }),
    });
}

async function launch(parts: StartParts, name: string, signal: AbortSignal): Promise<Launched> {
  const { startLog, consoleLog, rootMount } = containerPlaces(parts.places, name);
  mkdirSync(rootMount, { recursive: true });
  await clearCgroups(parts.places.cgroup, name);
  const consoleFrom = sizeOf(consoleLog);
  const lines = parts.configurations.linesOf(name);
  await untilPortIsGone(lines);
  const guardProblem = (): Words | undefined => takeGuardProblem(lines) ?? takeNamespaceProblem(name);
  guardProblem();
  await parts.tools.start(name, startLog, signal).catch((error: unknown) => {
    const reason = guardProblem();
    if (reason !== undefined) fail('container-failed', { name, reason });
    if (isFailure(error, 'container-not-started') && error.data.cause === 'ended')
      return failEnded(parts, name, consoleFrom);
    throw error;
  });
  const initPid = readRuntime(parts.places.cgroup, name)?.initPid;
  return initPid === undefined ? failEnded(parts, name, consoleFrom) : { initPid, consoleFrom };
}

/** What is not found is not checked either: it is killed, should it run all the same. */
async function failEnded({ tools, places }: StartParts, name: string, consoleFrom: number): Promise<never> {
  await tools.kill(name).catch(() => undefined);
  return fail('container-not-started', {
    name,
    ...readEndedInit(containerPlaces(places, name).consoleLog, consoleFrom),
  });
}

async function verify(parts: StartParts, name: string, { initPid, consoleFrom }: Launched): Promise<void> {
  const expected = valueOf(parts.configurations.linesOf(name), 'lxc.selinux.context') ?? 'that of its configuration';
  const actual = await untilContextIs(initPid, expected);
  const problem =
    actual === expected
      ? (portProblem(parts.configurations.linesOf(name)) ?? labelConsole(initPid, expected))
      : undefined;
  if (actual === expected && problem === undefined) return;
  if (actual === undefined) return failEnded(parts, name, consoleFrom);
  if (readRuntime(parts.places.cgroup, name) !== undefined) await parts.tools.kill(name);
  if (problem !== undefined) fail('container-failed', { name, reason: problem });
  fail('context-mismatch', { name, expected, actual });
}

async function verifyRunning(parts: StartParts, name: string): Promise<void> {
  const initPid = readRuntime(parts.places.cgroup, name)?.initPid;
  if (initPid !== undefined)
    await verify(parts, name, { initPid, consoleFrom: sizeOf(containerPlaces(parts.places, name).consoleLog) });
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
