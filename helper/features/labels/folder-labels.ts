// SPDX-License-Identifier: Apache-2.0
/**
 * The labels of folders of the host, as the policy's file contexts have them. Like restorecon, this changes the type
 * alone.
 */

import { parseSecurityContext } from '../../../contract/model/contexts/parse-security-context.ts';
import { formatSecurityContext } from '../../../contract/model/contexts/format-security-context.ts';
import { say } from '../../../contract/text.ts';
import type { FileContexts } from '../../selinux/labels/file-contexts.ts';
import { labelIfAny, setLabel } from '../../selinux/labels/labels.ts';
import { mayRelabel } from '../../selinux/labels/may-relabel.ts';
import { isOfContainers } from '../../selinux/labels/kept-label.ts';
import type { Judged, LabelledTree } from '../../selinux/labels/compare-labels.ts';
import type { Found } from '../../selinux/labels/walk-tree.ts';

export interface FolderOptions {
  /**
   * A container's new files have its label in its layers too; the container sees them through a mount that gives all of
   * it one label.
   */
  readonly isLayers?: boolean;
}

export function folderTree(
  root: string,
  contexts: FileContexts,
  { isLayers = false }: FolderOptions = {},
): LabelledTree {
  return { root, judge: (found) => judge(found, contexts, isLayers), relabel: setLabel };
}

function judge(found: Found, contexts: FileContexts, isLayers: boolean): Judged | undefined {
  const { path } = found;
  if (found.kind === 'skipped') return { type: 'skipped', path, reason: found.reason };
  const { fd, status } = found;
  const policys = contexts.contextOf(path, status.mode);
  const expected = policys === undefined ? undefined : parseSecurityContext(policys);
  if (policys === undefined || expected === undefined) return undefined;
  const label = labelIfAny(fd);
  if (isLayers && label !== undefined && isOfContainers(label)) return undefined;
  const actual = label === undefined ? undefined : parseSecurityContext(label);
  if (actual?.type === expected.type) return undefined;
  if (!isOfFolders(expected.type))
    return {
      type: 'skipped',
      path,
      reason: say('the policy has {type} for it, which is not for files of containers', { type: expected.type }),
    };
  // Who owns a file may give another file, perhaps not his own, this name.
  if (!status.isDirectory() && status.nlink > 1 && status.uid !== 0)
    return {
      type: 'skipped',
      path,
      reason: say('it has {nlink} names and belongs to uid {uid}', { nlink: status.nlink, uid: status.uid }),
    };
  const kept = [...(actual === undefined ? [] : [actual]), expected].find((context) => !mayRelabel(context));
  if (kept !== undefined)
    return {
      type: 'skipped',
      path,
      reason: say(
        "the policy has {type} for it, and {kept} is of the host's own files, whose labels the helper may not change; " +
          'run restorecon -v {path}',
        { type: expected.type, kept: kept.type, path },
      ),
    };
  return {
    type: 'drifted',
    path,
    actual: actual?.type ?? null,
    expected: expected.type,
    wanted: actual === undefined ? policys : formatSecurityContext({ ...actual, type: expected.type }),
  };
}

const folderTypes: ReadonlySet<string> = new Set([
  'var_lib_t',
  'container_var_lib_t',
  'lib_t',
  'bin_t',
  'unconfined_execmem_exec_t',
]);

/** The only types that are ever given: those of folders like these in both policies, and Bulkhead's own. */
function isOfFolders(type: string): boolean {
  return folderTypes.has(type) || type.startsWith('bulkhead_');
}
