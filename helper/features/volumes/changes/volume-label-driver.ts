// SPDX-License-Identifier: Apache-2.0
/**
 * Gives what was moved onto a volume the label of the volume, and takes that back: the label that each file had is kept
 * with the file.
 */

import { closeSync, fstatSync } from 'node:fs';
import * as z from 'zod';
import { fail, isFailure } from '../../../../contract/errors.ts';
import { say, type Words } from '../../../../contract/text.ts';
import { exclusivelyAll } from '../../../lxc/exclusively-all.ts';
import { walkTree } from '../../../selinux/labels/walk-tree.ts';
import { labelIfAny } from '../../../selinux/labels/labels.ts';
import { inspectFolder, problemOfFile } from '../../../selinux/labels/inspect-folder.ts';
import { restoreLabel, giveLabel } from '../../../selinux/labels/kept-label.ts';
import { labelTree } from '../labels/label-tree.ts';
import { openOnVolume } from '../labels/open-on-volume.ts';
import type { VolumeSteps } from '../volume-steps.ts';
import type { Containers } from '../../containers/ports/containers.ts';
import { type ChangeDriver, defineDriver } from '../../remedies/ports.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';

const planSchema = z.strictObject({
  volume: z.string().startsWith('/'),
  path: z.string().startsWith('/'),
  /** Device and inode, so that another file of the same name does not count as this one. */
  device: z.number(),
  inode: z.number(),
  before: z.string(),
  after: z.string(),
});
type Plan = z.infer<typeof planSchema>;

export interface VolumeLabelOptions {
  readonly containers: Pick<Containers, 'exclusively'>;
  readonly steps: Pick<VolumeSteps, 'usersOf' | 'labelOf'>;
}

export function createVolumeLabelDriver({ containers, steps }: VolumeLabelOptions): ChangeDriver {
  return defineDriver({
    schema: planSchema,
    async plan({ remedy, explanation: { reason } }, signal) {
      if (reason.kind !== 'wrong-label' || reason.volume === null) fail('remedy-not-proposed', { remedy: remedy.id });
      const { volume, path, actual, expected } = reason;
      const deny = (why: Words): never => fail('remedy-not-applicable', { remedy: remedy.id, reason: why });
      const found = (await lookAt(volume, path)) ?? deny(say('{path} is gone', { path }));
      if (found.label !== actual)
        deny(
          say('{path} is labelled {label} by now, not {actual}', {
            path,
            label: found.label ?? say('not at all'),
            actual,
          }),
        );
      if (steps.labelOf(volume) !== expected) deny(say('the volume {volume} has another label by now', { volume }));
      if (found.problem !== undefined) deny(say('{path} {problem}', { path, problem: found.problem }));
      if (found.isFolder) await mustBeGivable({ volume, path }, deny, signal);
      return {
        subject: path,
        change: remedy.change,
        before: [
          `${path} is ${actual}${found.isFolder ? ', and what lies below it has the labels that it came with' : ''}`,
        ],
        cannotUndo: null,
        plan: { volume, path, device: found.device, inode: found.inode, before: actual, after: expected },
      };
    },
    async readState(plan) {
      const found = await same(plan);
      if (found?.label === plan.after) return { state: 'after' };
      if (found?.label === plan.before) return { state: 'before' };
      return {
        state: 'other',
        words:
          found === undefined
            ? say('{path} is not the file any more that was relabelled', { path: plan.path })
            : say('{path} was relabelled by other means since: {label}', {
                path: plan.path,
                label: found.label ?? say('it has no label'),
              }),
      };
    },
    // No container that has the volume is started, stopped or given another volume meanwhile.
    hold: ({ volume }, work) =>
      exclusivelyAll(
        containers,
        {
          names: steps.usersOf(volume).map(({ name }) => name),
          reason: say('labels on its volume are being changed'),
        },
        work,
      ),
    async apply(plan) {
      if ((await same(plan)) === undefined)
        fail('change-failed', {
          summary: say('label {path}', { path: plan.path }),
          reason: say('another file has taken its name'),
        });
      await label(plan);
    },
    async revert(plan) {
      // A file that is gone has no label to bring back.
      if ((await same(plan)) !== undefined) await restoreOldLabels(plan);
    },
  });
}

/** What no container is given as a new volume is not given to it in a folder either. */
async function mustBeGivable(
  place: Pick<Plan, 'volume' | 'path'>,
  deny: (why: Words) => never,
  signal: AbortSignal,
): Promise<void> {
  try {
    await withFile(place, (folder) => inspectFolder({ path: place.path, folder }, { isNew: true }, signal));
  } catch (error) {
    if (isFailure(error, 'volume-not-allowed')) deny(error.message);
    throw error;
  }
}

interface Found {
  readonly device: number;
  readonly inode: number;
  readonly isFolder: boolean;
  readonly label: string | undefined;
  /** What speaks against giving it to a container. */
  readonly problem: Words | undefined;
}

function lookAt(volume: string, path: string): Promise<Found | undefined> {
  return withFile({ volume, path }, (fd) => {
    const status = fstatSync(fd);
    const isFolder = status.isDirectory();
    const names =
      !isFolder && status.nlink > 1
        ? say('has {nlink} names, and may be something else by another of them', { nlink: status.nlink })
        : undefined;
    return {
      device: status.dev,
      inode: status.ino,
      isFolder,
      label: labelIfAny(fd),
      problem: names ?? problemOfFile(fd, status),
    };
  });
}

/** Undefined when the file is gone, or another has its name. */
async function same(plan: Plan): Promise<Found | undefined> {
  const found = await lookAt(plan.volume, plan.path);
  return found?.device === plan.device && found.inode === plan.inode ? found : undefined;
}

/** The file itself comes last, so that its label says that all below it have theirs. */
async function label(plan: Plan): Promise<void> {
  await withPlanned(plan, async (file) => {
    const tree = { path: plan.path, folder: file };
    if (!fstatSync(file).isDirectory()) giveLabel(file, plan.after);
    else
      await labelTree(
        {
          source: plan.path,
          folder: file,
          inspection: await inspectFolder(tree, { isNew: false }, neverAborts),
          tell: () => undefined,
        },
        plan.after,
        neverAborts,
      );
  });
}

/** What the container has created there meanwhile had no other label. */
async function restoreOldLabels(plan: Plan): Promise<void> {
  await withPlanned(plan, async (file) => {
    const below = fstatSync(file).isDirectory() ? walkTree({ path: plan.path, folder: file }, neverAborts) : [];
    for await (const found of below)
      if (found.kind === 'file' && found.path !== plan.path) restoreLabel(found.fd, undefined);
    restoreLabel(file, undefined);
  });
}

/** Not called when another file has the name by now. */
async function withPlanned(plan: Plan, use: (file: number) => Promise<void>): Promise<void> {
  await withFile(plan, async (file) => {
    const { dev, ino } = fstatSync(file);
    if (dev === plan.device && ino === plan.inode) await use(file);
  });
}

async function withFile<T>(
  { volume, path }: Pick<Plan, 'volume' | 'path'>,
  use: (fd: number) => T | Promise<T>,
): Promise<T | undefined> {
  const file = openOnVolume(volume, path);
  if (file === undefined) return undefined;
  try {
    return await use(file);
  } finally {
    closeSync(file);
  }
}
