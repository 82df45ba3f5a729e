// SPDX-License-Identifier: Apache-2.0
/**
 * The names that one container has in the policy: of its module and its types. Two containers never share a name, and
 * none is a name of the distribution's or of Bulkhead's own modules: all begin with `bulkhead_c_`, which no other
 * module uses.
 */

import { containerNameSchema } from '../../contract/model/names.ts';

export interface PolicyNames {
  readonly module: string;
  /** Of its processes. */
  readonly domain: string;
  /** Of its root file system. */
  readonly files: string;
  /** Of its volumes. */
  readonly volumes: string;
  /** Of its volumes that it may only read. */
  readonly readonlyVolumes: string;
  /** Of its /dev and the file systems in memory that it mounts. */
  readonly memory: string;
  /** Of the terminals that it opens. */
  readonly terminals: string;
  /** The attribute of all other containers' types. */
  readonly others: string;
}

/** Domain of the processes of all containers that have none of their own. */
export const sharedDomain = 'bulkhead_t';

const prefix = 'bulkhead_c_';
/**
 * What stands for the characters that a policy's identifier cannot hold, and for the one that announces them. No ending
 * of a name below begins with one of these letters.
 */
const escapes: Readonly<Record<string, string>> = { _: '__', '-': '_d', '.': '_p' };

export function policyNames(container: string): PolicyNames {
  const safe = containerNameSchema()
    .parse(container)
    .replace(/[_.-]/g, (character) => escapes[character] ?? '');
  const module = `${prefix}${safe}`;
  return {
    module,
    domain: `${module}_t`,
    files: `${module}_file_t`,
    volumes: `${module}_volume_t`,
    readonlyVolumes: `${module}_readonly_t`,
    memory: `${module}_tmpfs_t`,
    terminals: `${module}_terminal_t`,
    others: `${module}_others`,
  };
}

/** The container of a module, or of one of the types above; undefined for any other name. */
export function containerOfPolicyName(name: string): string | undefined {
  const [, safe] =
    /^bulkhead_c_((?:[A-Za-z0-9]|_[_dp])+?)(?:_t|_file_t|_volume_t|_readonly_t|_tmpfs_t|_terminal_t|_others)?$/.exec(
      name,
    ) ?? [];
  if (safe === undefined) return undefined;
  const container = safe.replace(
    /_[_dp]/g,
    (escape) => Object.keys(escapes).find((character) => escapes[character] === escape) ?? '',
  );
  return containerNameSchema().safeParse(container).success ? container : undefined;
}
