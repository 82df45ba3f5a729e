// SPDX-License-Identifier: Apache-2.0
/** Inspects a folder before it is labelled: the number of files, and what must not be given to a container. */

import type { Stats } from 'node:fs';
import { fail } from '../../../contract/errors.ts';
import { type Found, type OpenTree, walkTree } from './walk-tree.ts';
import { attributeOf } from '../../system/native/attributes.ts';
import { labelIfAny } from './labels.ts';
import { parseSecurityContext } from '../../../contract/model/contexts/parse-security-context.ts';
import { say, type Words } from '../../../contract/text.ts';
import { isOfContainers } from './kept-label.ts';
import { hostsOwn, mayRelabel } from './may-relabel.ts';

export interface Inspection {
  readonly files: number;
}

/** What the policies isolate by these types is not given away under another one. */
const secretTypes: ReadonlySet<string> = new Set([
  ...['shadow_t', 'passwd_file_t', 'sshd_key_t', 'ssh_home_t', 'gpg_secret_t', 'bulkhead_runtime_t'],
  ...['selinux_config_t', 'file_context_t', 'default_context_t', 'policy_config_t', 'semanage_store_t'],
  ...['auditd_log_t', 'auditd_etc_t', 'modules_object_t', 'boot_t'],
]);
const setIds = 0o6000;

/** Fails with `volume-not-allowed` when the folder may not be given; `isNew` when it is no volume yet. */
export async function inspectFolder(
  tree: OpenTree,
  { isNew }: { readonly isNew: boolean },
  signal: AbortSignal,
): Promise<Inspection> {
  let files = 0;
  for await (const found of walkTree(tree, signal)) {
    files += 1;
    const problem = isNew ? problemOf(found) : undefined;
    if (problem !== undefined)
      fail('volume-not-allowed', { path: tree.path, reason: say('{path} {problem}', { path: found.path, problem }) });
  }
  return { files };
}

function problemOf(found: Found): Words | undefined {
  if (found.kind === 'file') return problemOfFile(found.fd, found.status);
  return say('cannot be looked at: {reason}', { reason: found.reason });
}

/**
 * Why a file may not be given to a container, as the end of a sentence about it. Root of a container may leave set-id
 * programs and capabilities in a volume, so these are removed when it is detached: none may be there before.
 */
export function problemOfFile(fd: number, status: Stats, { mayBeOfContainers = false } = {}): Words | undefined {
  const label = labelIfAny(fd);
  const context = label === undefined ? undefined : parseSecurityContext(label);
  if (!mayBeOfContainers && label !== undefined && isOfContainers(label))
    return say('has the label of a container, {label}', { label });
  if (context !== undefined && secretTypes.has(context.type))
    return say('is labelled {type}, which is kept from every container', { type: context.type });
  if (context !== undefined && !mayRelabel(context)) return hostsOwn(context.type);
  if (!status.isFile()) return undefined;
  if ((status.mode & setIds) !== 0) return say('is a program that takes on the rights of its owner or group (set-id)');
  return attributeOf(fd, 'security.capability') === undefined
    ? undefined
    : say('is a program with capabilities of its own');
}
