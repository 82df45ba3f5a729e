// SPDX-License-Identifier: Apache-2.0
/**
 * Gives one file of the host the type that the policy has for its path. The file is opened once, without following a
 * link, and everything is about what was opened.
 */

import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import * as z from 'zod';
import { fail } from '../../../contract/errors.ts';
import { parseSecurityContext } from '../../../contract/model/contexts/parse-security-context.ts';
import { formatSecurityContext } from '../../../contract/model/contexts/format-security-context.ts';
import { say, type Words } from '../../../contract/text.ts';
import { labelOf, setLabel } from '../../selinux/labels/labels.ts';
import { hostsOwn, mayRelabel } from '../../selinux/labels/may-relabel.ts';
import { openBelow, pathOnly, resolve } from '../../system/native/native.ts';
import { type ChangeDriver, defineDriver } from './ports.ts';
import { hasCode } from '../../system/errno.ts';
import { messageOf } from '../../system/message-of.ts';

const planSchema = z.strictObject({
  path: z.string().startsWith('/'),
  /** Device and inode, so that another file of the same name does not count as this one. */
  device: z.number(),
  inode: z.number(),
  before: z.string(),
  after: z.string(),
});
type Plan = z.infer<typeof planSchema>;

/**
 * Relabels files that keep a label: the folders of the kernel's own file systems, and those that a container may
 * change, are forbidden.
 */
export interface RelabelOptions {
  /** Folders below which nothing is relabelled here. */
  readonly forbidden: readonly string[];
}

export function createRelabelDriver({ forbidden }: RelabelOptions): ChangeDriver {
  return defineDriver({
    schema: planSchema,
    async plan({ remedy, explanation: { reason } }) {
      if (reason.kind !== 'wrong-label') fail('remedy-not-proposed', { remedy: remedy.id });
      const { path, actual, expected } = reason;
      const deny = (why: Words): never => fail('remedy-not-applicable', { remedy: remedy.id, reason: why });
      const under = forbidden.find((folder) => path === folder || path.startsWith(`${folder}/`));
      if (under !== undefined)
        deny(say('{path} is below {under}, where labels are not given by path', { path, under }));
      return withFile(
        path,
        (fd) => {
          const { dev: device, ino: inode, nlink, uid } = fstatSync(fd);
          const isFolder = fstatSync(fd).isDirectory();
          if (!isFolder && nlink > 1 && uid !== 0)
            deny(
              say('{path} has {nlink} names and belongs to uid {uid}, who may have linked something else there', {
                path,
                nlink,
                uid,
              }),
            );
          const before = labelOf(fd);
          const context =
            parseSecurityContext(before) ??
            deny(say('{path} has a label that cannot be read: {before}', { path, before }));
          if (context.type !== actual)
            deny(say('{path} is labelled {type} by now, not {actual}', { path, type: context.type, actual }));
          for (const label of [context, { ...context, type: expected }])
            if (!mayRelabel(label))
              deny(
                say('a file that {whose}; run restorecon -v {path} on the host as an administrator', {
                  whose: hostsOwn(label.type),
                  path,
                }),
              );
          const after = formatSecurityContext({ ...context, type: expected });
          return {
            subject: path,
            change: remedy.change,
            before: [`${path} is ${before}`],
            cannotUndo: null,
            plan: { path, device, inode, before, after },
          };
        },
        deny,
      );
    },
    async readState(plan) {
      const label = labelNow(plan);
      if (label === plan.after) return { state: 'after' };
      if (label === plan.before) return { state: 'before' };
      return {
        state: 'other',
        words:
          label === undefined
            ? say('{path} is not the file any more that was relabelled', { path: plan.path })
            : say('{path} was relabelled by other means since: {label}', { path: plan.path, label }),
      };
    },
    apply: async (plan) => relabel(plan, plan.after),
    async revert(plan) {
      // A file that is gone has no label to bring back.
      if (labelNow(plan) === plan.after) relabel(plan, plan.before);
    },
  });
}

function relabel(plan: Plan, label: string): void {
  withFile(plan.path, (fd) => {
    if (!isSame(fd, plan))
      fail('change-failed', {
        summary: say('relabel {path}', { path: plan.path }),
        reason: say('another file has taken its name'),
      });
    setLabel(fd, label);
  });
}

/** Undefined when the file is gone, or another has its name. */
function labelNow(plan: Plan): string | undefined {
  return withFile(
    plan.path,
    (fd) => (isSame(fd, plan) ? labelOf(fd) : undefined),
    () => undefined,
  );
}

function isSame(fd: number, { device, inode }: Plan): boolean {
  const { dev, ino } = fstatSync(fd);
  return dev === device && ino === inode;
}

/**
 * Opens a path of the host none of whose parts is a link. Where that cannot be done, `otherwise` says what that means.
 */
function withFile<T>(path: string, use: (fd: number) => T, otherwise?: (why: string) => T): T {
  const root = openSync('/', constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    const fd = openBelow(root, path.slice(1), {
      flags: pathOnly | constants.O_NOFOLLOW,
      resolve: resolve.noSymlinks | resolve.noMagiclinks | resolve.beneath,
    });
    try {
      if (fstatSync(fd).isSymbolicLink())
        throw Object.assign(new Error(`${path} is a symbolic link`), { code: 'ELOOP' });
      return use(fd);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (otherwise === undefined || !hasCode(error, 'ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES', 'ENODATA')) throw error;
    return otherwise(messageOf(error));
  } finally {
    closeSync(root);
  }
}
