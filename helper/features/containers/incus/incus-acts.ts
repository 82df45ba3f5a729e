// SPDX-License-Identifier: Apache-2.0
/**
 * Starts, stops, limits and removes containers of Incus on this host. One is started only with a context that isolates
 * it and files that have its label, and what is in another context after the start is stopped.
 */

import { fail } from '../../../../contract/errors.ts';
import type { Limits } from '../../../../contract/model/containers/limits.ts';
import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import { say, type Words } from '../../../../contract/text.ts';
import type { IncusClient } from '../../../incus/incus-client.ts';
import { isIncusError } from '../../../incus/incus-error.ts';
import { type IncusInstance, pathOf, readInstance } from '../../../incus/incus-instances.ts';
import { rootMountOptions } from '../../../incus/incus-volumes.ts';
import type { IntentJournal } from '../../../journal/intent-journal.ts';
import { killPayload } from '../../../lxc/end-cgroups.ts';
import { valueOf } from '../../../lxc/configuration-file.ts';
import { readRuntime } from '../../../lxc/runtime.ts';
import { fileTypeOf } from '../../../selinux/types.ts';
import { labelOfFolder } from '../../../selinux/labels/label-of-folder.ts';
import { mountLabelOf } from '../../../selinux/labels/mount-label.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';
import { configuredContext } from '../configured-context.ts';
import type { EngineActs } from '../engine.ts';
import { untilContextIs } from '../verify-context.ts';
import { instanceLines } from './instance-lines.ts';
import { limitChanges } from './limit-keys.ts';

export interface IncusActsHost {
  readonly client: IncusClient;
  readonly cgroupRoot: string;
  readonly intents: IntentJournal;
  /** The instance that is listed under this name, if it is one of Bulkhead's on this host. Fails where it is not. */
  readonly own: (name: string) => IncusInstance;
  /** The configured contexts of all other containers of both engines. */
  readonly othersOf: (name: string) => ReadonlyMap<string, string>;
  /** After a change, so that the list has it at once. */
  readonly refresh: (instance: IncusInstance) => Promise<void>;
  readonly onRemoved: (name: string) => void;
}

/** Seconds that a container gets to shut down by itself. */
const shutdownSeconds = 60;

type StateAction = 'start' | 'stop' | 'freeze' | 'unfreeze';

export interface IncusActs extends EngineActs {
  /** Kills one that runs without a context of its own, by whomever it was started. */
  verify(name: string): Promise<void>;
}

export function createIncusActs({
  client,
  cgroupRoot,
  intents,
  own,
  othersOf,
  refresh,
  onRemoved,
}: IncusActsHost): IncusActs {
  async function setState(
    instance: IncusInstance,
    action: StateAction,
    { force = false, signal }: { readonly force?: boolean; readonly signal: AbortSignal },
  ): Promise<void> {
    signal.throwIfAborted();
    await client.change({
      method: 'PUT',
      path: pathOf(instance, '/state'),
      body: { action, force, timeout: shutdownSeconds },
      timeoutMs: (shutdownSeconds + 60) * 1000,
    });
  }

  /** As Incus has it now: another tool may have changed it a moment ago. */
  async function readNow(name: string, signal: AbortSignal): Promise<IncusInstance> {
    return (await readInstance(client, own(name), signal)).value;
  }

  async function start(name: string, signal: AbortSignal): Promise<void> {
    const instance = await readNow(name, signal);
    const judged = configuredContext(name, instanceLines(instance), othersOf(name));
    if ('problem' in judged) fail('container-failed', { name, reason: judged.problem });
    const problem = await fileProblem(instance, judged.context, signal);
    if (problem !== undefined) fail('container-failed', { name, reason: problem });
    const intent = intents.begin({ kind: 'start-instance', subject: name, data: null });
    try {
      await setState(instance, 'start', { signal });
      await verify(name, instance, judged.context);
    } finally {
      intents.release(intent);
    }
  }

  async function verify(name: string, instance: IncusInstance, expected: string): Promise<void> {
    const initPid = readRuntime(cgroupRoot, name)?.initPid;
    const actual = initPid === undefined ? undefined : await untilContextIs(initPid, expected);
    if (actual === expected) return;
    await kill(name, instance);
    fail('context-mismatch', { name, expected, actual: actual ?? say('of a process that has ended') });
  }

  async function kill(name: string, instance: IncusInstance): Promise<void> {
    await killPayload(cgroupRoot, name);
    await setState(instance, 'stop', { force: true, signal: neverAborts }).catch(() => undefined);
  }

  /** Files with the categories of another container would be that container's. */
  async function fileProblem(
    instance: IncusInstance,
    context: string,
    signal: AbortSignal,
  ): Promise<Words | undefined> {
    const { type = '', level = '' } = parseSecurityContext(context) ?? {};
    const expected = `system_u:object_r:${fileTypeOf(type)}:${level}`;
    const byMount = mountLabelOf(await rootMountOptions(client, instance, signal));
    const root = valueOf(instanceLines(instance), 'lxc.rootfs.path');
    const actual = byMount ?? (root === undefined ? undefined : labelOfFolder(root));
    if (actual === expected) return undefined;
    return actual === undefined
      ? say('the label of its files is not known; give its volume block.mount_options with the context {expected}', {
          expected,
        })
      : say('its files have the label {actual}, and its context calls for {expected}', { actual, expected });
  }

  async function stop(name: string, force: boolean, signal: AbortSignal): Promise<void> {
    await setState(own(name), 'stop', { force, signal });
  }

  /** With words for what Incus says, and the list as it is afterwards, however it ended. */
  function acting<Args extends readonly unknown[], T>(
    act: (name: string, ...args: Args) => Promise<T>,
  ): (name: string, ...args: Args) => Promise<T> {
    return async (name, ...args) => {
      const instance = own(name);
      try {
        return await act(name, ...args);
      } catch (error) {
        failByIncus(name, error);
      } finally {
        await refresh(instance).catch(() => undefined);
      }
    };
  }

  return {
    start: acting(start),
    stop: acting((name, { force }: { readonly force: boolean }, signal: AbortSignal) => stop(name, force, signal)),
    freeze: acting((name, signal: AbortSignal) => setState(own(name), 'freeze', { signal })),
    unfreeze: acting((name, signal: AbortSignal) => setState(own(name), 'unfreeze', { signal })),
    remove: acting(async (name) => {
      const instance = own(name);
      if (readRuntime(cgroupRoot, name) !== undefined) await stop(name, true, neverAborts);
      await client.change({ method: 'DELETE', path: pathOf(instance) });
      onRemoved(name);
    }),
    configure: acting(async (name, limits: Partial<Limits>) => {
      const { value, etag } = await readInstance(client, own(name));
      const { config, devices, applied } = limitChanges(name, value, limits);
      await client.change({ method: 'PATCH', path: pathOf(value), body: { config, devices }, ifMatch: etag });
      return applied;
    }),
    verify: acting(async (name) => {
      if (readRuntime(cgroupRoot, name) === undefined) return;
      const instance = own(name);
      const judged = configuredContext(name, instanceLines(instance), othersOf(name));
      if ('context' in judged) return verify(name, instance, judged.context);
      await kill(name, instance);
      fail('container-failed', { name, reason: judged.problem });
    }),
  };
}

/** Words for an error of Incus about this container; any other error stays as it is. */
export function failByIncus(name: string, error: unknown): never {
  if (!isIncusError(error)) throw error as Error;
  if (error.kind === 'denied' || error.kind === 'operation-lost')
    fail('container-failed', { name, reason: error.message });
  fail('incus-unavailable', { reason: error.message });
}
