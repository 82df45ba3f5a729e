// SPDX-License-Identifier: Apache-2.0
/**
 * Says which exceptions cover a channel: each pair of a permission that writes and one that reads has to be in one of
 * them.
 */

import { createContainerTypes } from '../count/container-types.ts';
import { includesType, type LoadedPolicy } from '../loaded-policy.ts';
import { ownerOfPolicyName } from '../own-domain/names.ts';
import { type Exception, exceptions } from './exceptions.ts';
import type { FlowObject } from './flow-object.ts';

interface Passage {
  readonly object: FlowObject;
  readonly writes: Iterable<string>;
  readonly reads: Iterable<string>;
  /** True where one of the two is the host. */
  readonly isOfHost?: boolean;
}

interface Coverage {
  readonly exceptions: readonly Exception[];
  /** The pairs that no exception covers. */
  readonly open: { readonly writes: readonly string[]; readonly reads: readonly string[] };
}

export interface Cover {
  of(passage: Passage): Coverage;
  /** Gives the same text for objects that the same exceptions are about. */
  signatureOf(object: FlowObject): string;
}

export function createCover(policy: LoadedPolicy): Cover {
  const matching = new Map<string, readonly Exception[]>();
  const isOfContainers = createContainerTypes(policy);

  function concerns(exception: Exception, { type, class: className, level }: FlowObject): boolean {
    const { types, attributes, classes, isWithoutCategories } = exception;
    if (isWithoutCategories === true && level !== 'none') return false;
    if (classes?.includes(className) === false) return false;
    if (types === undefined && attributes === undefined && exception.containers === undefined) return true;
    return (
      types?.includes(type) === true ||
      attributes?.some((attribute) => policy.attributes.has(attribute) && includesType(policy, attribute, type)) ===
        true ||
      (exception.containers !== undefined &&
        isOfContainers(type, '') !== undefined &&
        (exception.containers === 'all' || ownerOfPolicyName(type) === undefined))
    );
  }

  function matchingOf(object: FlowObject): readonly Exception[] {
    const key = `${object.type}:${object.class}:${object.level === 'none' ? '' : '+'}`;
    const known = matching.get(key);
    if (known !== undefined) return known;
    const found = exceptions.filter((exception) => concerns(exception, object));
    matching.set(key, found);
    return found;
  }

  function coverageOf({ object, writes, reads, isOfHost = false }: Passage): Coverage {
    const used = new Set<Exception>();
    const open = { writes: new Set<string>(), reads: new Set<string>() };
    for (const write of writes)
      for (const read of reads) {
        const covering = matchingOf(object).find(
          (exception) =>
            (isOfHost || exception.isOfHost !== true) &&
            (exception.writes?.includes(write) ?? true) &&
            (exception.reads?.includes(read) ?? true),
        );
        if (covering !== undefined) used.add(covering);
        else {
          open.writes.add(write);
          open.reads.add(read);
        }
      }
    return { exceptions: [...used], open: { writes: [...open.writes], reads: [...open.reads] } };
  }

  return {
    of: coverageOf,
    signatureOf: (object) =>
      matchingOf(object)
        .map(({ id }) => id)
        .join(' '),
  };
}
