// SPDX-License-Identifier: Apache-2.0
/**
 * Starts, stops, limits and removes containers of Incus, of any member. One is started only with a context that isolates
 * it and files that have its label, and what is in another context after the start is stopped, by the helper of its
 * member.
 */

import { fail } from '../../../../contract/errors.ts';
import type { Limits } from '../../../../contract/model/containers/limits.ts';
import { say, type Words } from '../../../../contract/text.ts';
import type { IncusClient } from '../../../incus/incus-client.ts';
import { failByIncus } from '../../../incus/fail-by-incus.ts';
import {
  changeState,
  type IncusInstance,
  nameOf,
  pathOf,
  readInstance,
  type StateAction,
} from '../../../incus/incus-instances.ts';
import type { IntentJournal } from '../../../journal/intent-journal.ts';
import { clearCgroups, killPayload } from '../../../lxc/end-cgroups.ts';
import { readRuntime, type Runtime } from '../../../lxc/runtime.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';
import { configuredContext } from '../configured-context.ts';
import type { EngineActs } from '../engine.ts';
import { untilContextIs } from '../verify-context.ts';
import { hasOwnDomain } from './chosen-domain.ts';
import { fileProblem } from './labels/file-problem.ts';
import { guardInstance } from './guard-instance.ts';
import { instanceLines } from './instance-lines.ts';
import { labelConsole, labelMemory } from '../label-in-container.ts';
import { limitChanges } from './limit-keys.ts';
import { startThere } from './moves/start-there.ts';

export interface IncusActsHost {
  readonly client: IncusClient;
  readonly cgroupRoot: string;
  readonly intents: IntentJournal;
  /** The instance that is listed under this name, if it is one of Bulkhead's. Fails where it is not. */
  readonly managed: (name: string) => IncusInstance;
  /** Undefined when it does not run: by the kernel where it is on this host, else by Incus. */
  readonly runtimeOf: (instance: IncusInstance) => object | undefined;
  /** Says whether it is on this host. */
  readonly isHere: (instance: IncusInstance) => boolean;
  /** The configured contexts of all other containers of both engines. */
  readonly othersOf: (name: string) => ReadonlyMap<string, string>;
  /** Installs the module of its own domain here, where it has one. */
  readonly bringModule: (instance: IncusInstance, signal: AbortSignal) => Promise<void>;
  /** Gives its files here the label of the context, where its mount does not. */
  readonly labelFiles: (instance: IncusInstance, context: string, signal: AbortSignal) => Promise<void>;
  /** Removes it, here and in the cluster. */
  readonly forgetModule: (name: string) => Promise<void>;
  /** Reads it after a change, so that the list has it at once. */
  readonly refresh: (instance: IncusInstance) => Promise<void>;
  readonly onTrouble: (name: string, error: unknown) => void;
  readonly onRemoved: (name: string) => void;
}

export interface IncusActs extends EngineActs {
  /** The context that it is configured with now; fails with `container-failed` when that would not isolate it. */
  contextOf(name: string, signal: AbortSignal): Promise<string>;
  /**
   * Fails with `container-failed` where it has no context that it may start with, or its volume is mounted with another
   * label.
   */
  checkLabels(instance: IncusInstance, signal: AbortSignal): Promise<void>;
  /**
   * Kills one that runs without a context of its own, by whomever it was started, and fails. Gives whether it runs in its
   * own; false for one that does not run any more.
   */
  verify(name: string): Promise<boolean>;
  /** Says whether the one that runs now is known to run in its own context. */
  isVerified(name: string): boolean;
}

interface ActsState extends IncusActsHost {
  /** The run of each that was found in its context: its first process, and since when; numbers are given again. */
  readonly verified: Map<string, string>;
}

export function createIncusActs(options: IncusActsHost): IncusActs {
  const host: ActsState = { ...options, verified: new Map<string, string>() };
  return {
    contextOf: (name, signal) => readContext(host, name, signal),
    async checkLabels(instance, signal) {
      await judgeFiles(host, instance, signal);
    },
    start: actOn(host, (name, signal) => start(host, name, signal)),
    stop: actOn(host, (name, { force }: { readonly force: boolean }, signal: AbortSignal) =>
      stop(host, { name, force }, signal),
    ),
    freeze: actOn(host, (name, signal: AbortSignal) =>
      setState(host, { instance: host.managed(name), action: 'freeze' }, signal),
    ),
    unfreeze: actOn(host, (name, signal: AbortSignal) =>
      setState(host, { instance: host.managed(name), action: 'unfreeze' }, signal),
    ),
    remove: actOn(host, async (name) => {
      const instance = await readNow(host, name, neverAborts);
      if (host.runtimeOf(instance) !== undefined) await stop(host, { name, force: true }, neverAborts);
      await host.client.change({ method: 'DELETE', path: pathOf(instance) });
      if (hasOwnDomain(instance)) await host.forgetModule(name).catch((error: unknown) => host.onTrouble(name, error));
      host.verified.delete(name);
      host.onRemoved(name);
    }),
    isVerified: (name) => {
      const runtime = readRuntime(host.cgroupRoot, name);
      return runtime !== undefined && host.verified.get(name) === formatRun(runtime);
    },
    configure: actOn(host, async (name, limits: Partial<Limits>) => {
      const { value, etag } = await readInstance(host.client, host.managed(name));
      const { config, devices, applied } = limitChanges(name, value, limits);
      await host.client.change({ method: 'PATCH', path: pathOf(value), body: { config, devices }, ifMatch: etag });
      return applied;
    }),
    verify: actOn(host, async (name) => {
      if (readRuntime(host.cgroupRoot, name) === undefined) return false;
      const instance = host.managed(name);
      const judged = configuredContext({ name, lines: instanceLines(instance) }, host.othersOf(name));
      if ('context' in judged) {
        await verifyContext(host, instance, judged.context);
        return true;
      }
      await kill(host, name, instance);
      fail('container-failed', { name, reason: judged.problem });
    }),
  };
}

function formatRun({ initPid, startedAt }: Runtime): string {
  return `${initPid} ${startedAt}`;
}

async function setState(
  { client }: ActsState,
  { instance, action }: { readonly instance: IncusInstance; readonly action: StateAction },
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  await changeState(client, instance, { action });
}

/** Reads it as Incus has it now: another tool may have changed it a moment ago. */
async function readNow({ client, managed }: ActsState, name: string, signal: AbortSignal): Promise<IncusInstance> {
  return (await readInstance(client, managed(name), signal)).value;
}

function judgeContext({ othersOf }: ActsState, name: string, instance: IncusInstance): string {
  const judged = configuredContext({ name, lines: instanceLines(instance) }, othersOf(name));
  return 'context' in judged ? judged.context : fail('container-failed', { name, reason: judged.problem });
}

/** Judges the label by the mount of its volume, on whichever member it is. */
async function judgeFiles(host: ActsState, instance: IncusInstance, signal: AbortSignal): Promise<string> {
  const name = nameOf(instance);
  const context = judgeContext(host, name, instance);
  const problem = await fileProblem(host.client, { instance, context }, signal);
  if (problem !== undefined) fail('container-failed', { name, reason: problem });
  return context;
}

async function start(host: ActsState, name: string, signal: AbortSignal): Promise<void> {
  const instance = await readNow(host, name, signal);
  const context = await judgeFiles(host, instance, signal);
  if (!host.isHere(instance))
    return startThere(instance, { client: host.client, intents: host.intents, onTrouble: host.onTrouble }, signal);
  await host.bringModule(instance, signal);
  await guardInstance(host.client, instance, signal);
  await host.labelFiles(instance, context, signal);
  const intent = host.intents.begin({ kind: 'start-instance', subject: name, data: null });
  try {
    if (readRuntime(host.cgroupRoot, name) === undefined) await clearCgroups(host.cgroupRoot, name);
    await setState(host, { instance, action: 'start' }, signal);
    await verifyContext(host, instance, context);
  } finally {
    host.intents.release(intent);
  }
}

async function verifyContext(host: ActsState, instance: IncusInstance, expected: string): Promise<void> {
  const name = nameOf(instance);
  const runtime = readRuntime(host.cgroupRoot, name);
  const actual = runtime === undefined ? undefined : await untilContextIs(runtime.initPid, expected);
  let problem: Words | undefined;
  if (runtime !== undefined && actual === expected) {
    labelMemory(runtime.initPid, expected);
    problem = labelConsole(runtime.initPid, expected);
    if (problem === undefined) {
      host.verified.set(name, formatRun(runtime));
      return;
    }
  }
  await kill(host, name, instance);
  if (problem !== undefined) fail('container-failed', { name, reason: problem });
  fail('context-mismatch', { name, expected, actual: actual ?? say('of a process that has ended') });
}

async function kill({ cgroupRoot, client }: ActsState, name: string, instance: IncusInstance): Promise<void> {
  await killPayload(cgroupRoot, name);
  await changeState(client, instance, { action: 'stop', force: true }).catch(() => undefined);
}

async function stop(
  { client, managed }: ActsState,
  { name, force }: { readonly name: string; readonly force: boolean },
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  await changeState(client, managed(name), { action: 'stop', force });
}

/** Gives the act with words for what Incus says, after which the list is read again, however it ended. */
function actOn<Args extends readonly unknown[], T>(
  { managed, refresh }: ActsState,
  act: (name: string, ...args: Args) => Promise<T>,
): (name: string, ...args: Args) => Promise<T> {
  return async (name, ...args) => {
    const instance = managed(name);
    try {
      return await act(name, ...args);
    } catch (error) {
      failByIncus(name, error);
    } finally {
      await refresh(instance).catch(() => undefined);
    }
  };
}

async function readContext(host: ActsState, name: string, signal: AbortSignal): Promise<string> {
  try {
    return judgeContext(host, name, await readNow(host, name, signal));
  } catch (error) {
    failByIncus(name, error);
  }
}
