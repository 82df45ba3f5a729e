// SPDX-License-Identifier: Apache-2.0
/**
 * Gives what was made for a container before its processes had their context, in its /dev, the categories of these
 * processes. It is found by the root of its init, which may have put something else there by now: only what still has the
 * type that it was made with, and no categories, is labelled.
 */

import { closeSync, constants, openSync } from 'node:fs';
import { formatSecurityContext } from '../../../contract/model/contexts/format-security-context.ts';
import { parseSecurityContext } from '../../../contract/model/contexts/parse-security-context.ts';
import { lowEndOf } from '../../../contract/model/contexts/security-context.ts';
import { say, type Words } from '../../../contract/text.ts';
import { contextOf } from '../../lxc/runtime.ts';
import { labelIfAny, setLabel } from '../../selinux/labels/labels.ts';
import { consoleType, instanceMemoryType, memoryTypeOf } from '../../selinux/types.ts';
import { hasCode } from '../../system/errno.ts';
import { messageOf } from '../../system/message-of.ts';
import { openBelow, pathOnly, resolve } from '../../system/native/native.ts';

export interface LabelOptions {
  readonly contextOfProcess?: (pid: number) => string | undefined;
  readonly labelOf?: (fd: number) => string | undefined;
  readonly label?: (fd: number, context: string) => void;
}

interface Made {
  /** The path is below the container's root. */
  readonly path: string;
  /** What it was made with. */
  readonly type: string;
  /** What it gets, by the type of the processes. */
  readonly typeFor: (processType: string) => string;
  readonly flags: number;
}

const folder = constants.O_RDONLY | constants.O_DIRECTORY;
const memory = { type: instanceMemoryType, typeFor: memoryTypeOf, flags: folder } as const;

/** What Incus mounts before an instance starts; the second is where it passes mounts to one that runs. */
const madeByIncus: readonly Made[] = [
  { path: 'dev', ...memory },
  { path: 'dev/.incus-mounts', ...memory },
];

/** The terminal that LXC opens on the host and binds to the container's /dev. */
const consoles: readonly Made[] = [
  { path: 'dev/console', type: consoleType, typeFor: () => consoleType, flags: pathOnly },
];

/**
 * Labels the folders in memory that Incus has mounted for an instance. `context` is that of its processes. A hook that
 * labels them, as containers of LXC have one, would run in the domain of Incus, which may label nothing. Does nothing
 * once the init has ended; throws what the kernel answers where it rejects the label.
 */
export function labelMemory(initPid: number, context: string, options: LabelOptions = {}): void {
  labelMade(initPid, { context, made: madeByIncus }, options);
}

/**
 * Labels the console of a container that has just started. One without a console is left alone. Gives why the console has
 * no label, where the kernel rejects it: the container then must not go on.
 */
export function labelConsole(initPid: number, context: string, options: LabelOptions = {}): Words | undefined {
  try {
    labelMade(initPid, { context, made: consoles }, options);
    return undefined;
  } catch (error) {
    return say('its console cannot be given its categories: {message}', { message: messageOf(error) });
  }
}

function labelMade(
  initPid: number,
  { context, made }: { readonly context: string; readonly made: readonly Made[] },
  { contextOfProcess = contextOf, labelOf = labelIfAny, label = setLabel }: LabelOptions,
): void {
  const source = parseSecurityContext(context);
  if (source === undefined) return;
  const level = lowEndOf(source.level);
  withOpen(
    () => openSync(`/proc/${initPid}/root`, folder),
    (root) => {
      // The number may be another process's by now, whose root is another one.
      if (contextOfProcess(initPid) !== context) return;
      for (const { path, type, typeFor, flags } of made)
        withOpen(
          () => openInRoot(root, path, flags),
          (fd) => {
            const present = parseSecurityContext(labelOf(fd) ?? '');
            if (present?.type === type && present.level === 's0')
              label(fd, formatSecurityContext({ ...source, role: 'object_r', type: typeFor(source.type), level }));
          },
        );
    },
  );
}

function openInRoot(root: number, path: string, flags: number): number {
  return openBelow(root, path, {
    flags: flags | constants.O_NOFOLLOW,
    resolve: resolve.beneath | resolve.noSymlinks | resolve.noMagiclinks,
  });
}

/** What is not there, or is no folder where one is expected, is left out. */
function withOpen(open: () => number, use: (fd: number) => void): void {
  let fd: number;
  try {
    fd = open();
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH', 'ENOTDIR', 'ELOOP')) return;
    throw error;
  }
  try {
    use(fd);
  } finally {
    closeSync(fd);
  }
}
