// SPDX-License-Identifier: Apache-2.0
/**
 * The root of an instance of Incus as its volume has it, without what it mounts itself. Of one that runs it is compared
 * with what its init has as root; one that does not run is mounted by Incus meanwhile.
 */

import { closeSync, fstatSync } from 'node:fs';
import { fail } from '../../../../contract/errors.ts';
import { say } from '../../../../contract/text.ts';
import { failByIncus } from '../../../incus/fail-by-incus.ts';
import type { IncusClient } from '../../../incus/incus-client.ts';
import { type IncusInstance, readInstance } from '../../../incus/incus-instances.ts';
import { holdMounted } from '../../../incus/instance-mount.ts';
import { valueOf } from '../../../lxc/configuration-file.ts';
import type { Runtime } from '../../../lxc/runtime.ts';
import { labelIfAny } from '../../../selinux/labels/labels.ts';
import { openRoot } from '../../../selinux/labels/walk-tree.ts';
import { openRootOf } from '../../../system/files/root-of-process.ts';
import type { ContainerRoot } from '../ports/roots.ts';
import { diskBaseOf, disksIn, instanceLines } from './instance-lines.ts';
import { labelOfFiles } from './labels/label-of-files.ts';

export interface InstanceRootsHost {
  readonly client: IncusClient;
  /** The instance that is listed under this name, if it is one of Bulkhead's on this host. Fails where it is not. */
  readonly own: (name: string) => IncusInstance;
  /** Undefined when it does not run. */
  readonly runtimeOf: (name: string) => Pick<Runtime, 'initPid' | 'context'> | undefined;
  /** The context that it is configured with; fails with `container-failed` when that would not isolate it. */
  readonly contextOf: (name: string, signal: AbortSignal) => Promise<string>;
  /** Says where Incus mounts its root; undefined where it has none on a pool. */
  readonly pathOf?: (instance: IncusInstance) => string | undefined;
  readonly labelOf?: (folder: number) => string | undefined;
}

/**
 * The caller closes it. Fails with `container-failed` where its files cannot be reached, or have another label than those
 * of the context in which it runs or would be started.
 */
export async function openInstanceRoot(
  name: string,
  host: InstanceRootsHost,
  signal: AbortSignal,
): Promise<ContainerRoot> {
  const { client, own, runtimeOf, contextOf, pathOf = configuredPath, labelOf = labelIfAny } = host;
  const instance = await readInstance(client, own(name), signal).then(
    ({ value }) => value,
    (error: unknown) => failByIncus(name, error),
  );
  const path = pathOf(instance) ?? fail('container-failed', { name, reason: say('it has no root on a pool') });
  const runtime = runtimeOf(name);
  const opened =
    runtime === undefined
      ? await openStopped({ name, client, instance, path }, signal)
      : { folder: openRunning(name, path, runtime.initPid), close: () => undefined };
  const close = (): void => {
    closeSync(opened.folder);
    opened.close();
  };
  try {
    requireLabel(name, labelOf(opened.folder), {
      context: runtime?.context ?? (await contextOf(name, signal)),
      isRunning: runtime !== undefined,
    });
    return { folder: opened.folder, base: diskBaseOf(instance), disks: disksIn(instance), close };
  } catch (error) {
    close();
    throw error;
  }
}

function configuredPath(instance: IncusInstance): string | undefined {
  return valueOf(instanceLines(instance), 'lxc.rootfs.path');
}

/** The folder of its volume, which its init has as root: ids are those of the disk there. */
function openRunning(name: string, path: string, initPid: number): number {
  const seen =
    openRootOf(initPid) ?? fail('container-failed', { name, reason: say('it has just been stopped; try again') });
  try {
    const folder = openRoot(path);
    if (folder !== undefined && isSame(folder, seen)) return folder;
    if (folder !== undefined) closeSync(folder);
    fail('container-failed', {
      name,
      reason: say('its init has another root than {path}, where Incus has its files', { path }),
    });
  } finally {
    closeSync(seen);
  }
}

function isSame(one: number, other: number): boolean {
  const [first, second] = [fstatSync(one), fstatSync(other)];
  return first.dev === second.dev && first.ino === second.ino;
}

interface Stopped {
  readonly name: string;
  readonly client: IncusClient;
  readonly instance: IncusInstance;
  readonly path: string;
}

async function openStopped(
  { name, client, instance, path }: Stopped,
  signal: AbortSignal,
): Promise<Pick<ContainerRoot, 'folder' | 'close'>> {
  const close = await holdMounted(client, instance, signal).catch((error: unknown) => failByIncus(name, error));
  try {
    const folder = openRoot(path);
    if (folder !== undefined) return { folder, close };
    fail('container-failed', { name, reason: say('its root, {rootfs}, is gone', { rootfs: path }) });
  } catch (error) {
    close();
    throw error;
  }
}

/** Requires the label: with another one the files would be another container's. */
function requireLabel(
  name: string,
  actual: string | undefined,
  { context, isRunning }: { readonly context: string; readonly isRunning: boolean },
): void {
  const expected = labelOfFiles(context);
  if (actual === expected) return;
  const labels = { actual: actual ?? '-', expected };
  fail('container-failed', {
    name,
    reason: isRunning
      ? say('its files have the label {actual}, and its context calls for {expected}', labels)
      : say('its files have the label {actual}, and its context calls for {expected}; start it once', labels),
  });
}
