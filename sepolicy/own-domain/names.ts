// SPDX-License-Identifier: Apache-2.0
/**
 * The names of the module and the types of one owner in the policy. An owner is a container with a domain of its own, by
 * its name, or one of the plain domains that are part of the installed policy, by its key. Two owners never share a name,
 * and none is a name of the distribution's or of Bulkhead's other modules: those of containers begin with `bulkhead_c_`,
 * those of plain domains with `bulkhead_p_`.
 */

import { containerNameSchema } from '../../contract/model/names.ts';

export interface PolicyNames {
  readonly module: string;
  /** Is the type of its processes. */
  readonly domain: string;
  /** Is the type of its root file system. */
  readonly files: string;
  /** Is the type of its volumes. */
  readonly volumes: string;
  /** Is the type of its volumes that it may only read. */
  readonly readonlyVolumes: string;
  /** Is the type of its /dev and of the file systems in memory that it mounts. */
  readonly memory: string;
  /** Is the type of the terminals that it opens. */
  readonly terminals: string;
  /** The attribute of all other containers' types. */
  readonly others: string;
}

/** Domain of the processes of all containers that have none of their own. */
export const sharedDomain = 'bulkhead_t';

/** The key of the plain domain with this number (contract/model/policy/plain-kinds.ts). It is no name that a container can have. */
export function plainOwner(number: number): string {
  return `plain:${number}`;
}

/** Gives the number of a plain domain by its key; undefined for the name of a container. */
export function plainNumberOf(owner: string): number | undefined {
  const [, number] = /^plain:([1-9]\d{0,2})$/.exec(owner) ?? [];
  return number === undefined ? undefined : Number(number);
}

const prefix = 'bulkhead_c_';
const plainPrefix = 'bulkhead_p_';
/**
 * What stands for the characters that a policy's identifier cannot hold, and for the one that announces them. No ending
 * of a name below begins with one of these letters.
 */
const escapes: Readonly<Record<string, string>> = { _: '__', '-': '_d', '.': '_p' };

/** The names of an owner: the name of a container, or the key of a plain domain. Throws for any other string. */
export function policyNames(owner: string): PolicyNames {
  const module = moduleName(owner);
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

function moduleName(owner: string): string {
  const number = plainNumberOf(owner);
  if (number !== undefined) return `${plainPrefix}${number}`;
  return (
    prefix +
    containerNameSchema()
      .parse(owner)
      .replace(/[_.-]/g, (character) => escapes[character] ?? '')
  );
}

const endings = '(?:_t|_file_t|_volume_t|_readonly_t|_tmpfs_t|_terminal_t|_others)?';
const namesOfPlain = new RegExp(`^${plainPrefix}([1-9]\\d{0,2})${endings}$`);
const namesOfContainer = new RegExp(`^${prefix}((?:[A-Za-z0-9]|_[_dp])+?)${endings}$`);

/** The owner of a module, or of one of the types above; undefined for any other name. */
export function ownerOfPolicyName(name: string): string | undefined {
  const [, number] = namesOfPlain.exec(name) ?? [];
  if (number !== undefined) return plainOwner(Number(number));
  const [, safe] = namesOfContainer.exec(name) ?? [];
  if (safe === undefined) return undefined;
  const container = safe.replace(
    /_[_dp]/g,
    (escape) => Object.keys(escapes).find((character) => escapes[character] === escape) ?? '',
  );
  return containerNameSchema().safeParse(container).success ? container : undefined;
}
