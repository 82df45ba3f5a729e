// SPDX-License-Identifier: Apache-2.0
/**
 * Judges the label of an object that was seen in a container: one that has a type of containers has to hold the
 * categories of that container, since by type alone every container of the domain reaches it.
 */

import { clearanceOf, holdsCategories } from '../../../../audit/events/category-set.ts';
import type { FoundObject, ObjectKind } from '../../../../contract/model/policy/container-objects.ts';
import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import { lowEndOf, type SecurityContext } from '../../../../contract/model/contexts/security-context.ts';
import { say, type Words } from '../../../../contract/text.ts';
import { ownerOfPolicyName, sharedDomain } from '../../../../sepolicy/own-domain/names.ts';
import { sharedIn } from '../../../selinux/shared-categories.ts';
import { consoleType, fileTypeOf, memoryTypeOf, volumeTypeOf } from '../../../selinux/types.ts';
import { visibleLine } from '../../../system/visible-line.ts';

export interface SeenObject {
  readonly kind: ObjectKind;
  /** The container may have chosen it. */
  readonly path: string;
  readonly label: string;
  readonly isLink?: boolean;
  /** Names the object where several paths may lead to it; the path when left out. */
  readonly key?: string;
}

export type Judgement = 'fine' | 'excepted' | FoundObject;

const sharedTypes: ReadonlySet<string> = new Set([
  ...[sharedDomain, fileTypeOf(sharedDomain), memoryTypeOf(sharedDomain), consoleType],
  volumeTypeOf(sharedDomain, { readOnly: true }),
]);
const longestPath = 400;

/** LXC creates it at each start, with the host's level and a number of its own: it contains nothing of the container. */
const bootId = '/dev/.lxc-boot-id';
/** LXC makes them with the host's level; what a link says cannot be changed, and one in its place is the container's. */
const linksOfLxc: ReadonlySet<string> = new Set(
  ['fd', 'stdin', 'stdout', 'stderr', 'ptmx'].map((name) => `/dev/${name}`),
);

/** Says whether a type is one of processes or files of containers, of whichever container. */
export function isContainerType(type: string): boolean {
  return sharedTypes.has(type) || ownerOfPolicyName(type) !== undefined || /^bulkhead_shared_\d+_t$/.test(type);
}

/** Takes the name and the context of the container in which the object was seen. */
export function judgeObject(
  { name, context }: { readonly name: string; readonly context: SecurityContext },
  { kind, path, label, isLink = false }: SeenObject,
): Judgement {
  const found = parseSecurityContext(label);
  if (found === undefined || !isContainerType(found.type)) return 'fine';
  const lacks = lackOf(found.level, context.level);
  if (lacks === undefined) return 'fine';
  if (lacks === 'all' && isByDesign({ kind, path, isLink }, found.type)) return 'excepted';
  return {
    container: name,
    kind,
    path: visibleLine(path).slice(0, longestPath),
    context: visibleLine(label),
    lacks,
    remedy: remedyFor(kind, name),
  };
}

/** A terminal of somebody who is attached is the exception `terminals` of the proof; a console has its categories. */
function isByDesign({ kind, path, isLink }: Pick<Required<SeenObject>, 'kind' | 'path' | 'isLink'>, type: string) {
  if (type === consoleType) return kind === 'terminal' || kind === 'descriptor';
  return path === bootId || (isLink && linksOfLxc.has(path));
}

/** Takes the level of the object and that of the processes; undefined where it holds what it has to. */
function lackOf(level: string, ofProcesses: string): FoundObject['lacks'] | undefined {
  const [held, own] = [clearanceOf(lowEndOf(level)), clearanceOf(lowEndOf(ofProcesses))];
  if (held === undefined || own === undefined) return 'other';
  if (held.ranges.length === 0) return 'all';
  if (holdsCategories(held, own)) return undefined;
  const shared = sharedIn(ofProcesses).map((category) => [category, category] as const);
  // A volume of several containers has its own category alone.
  if (holdsCategories({ sensitivity: 0, ranges: shared }, held)) return undefined;
  return holdsCategories(own, held) ? 'some' : 'other';
}

function remedyFor(kind: ObjectKind, name: string): Words {
  switch (kind) {
    case 'file':
      return say('Run bulkheadctl label restore {name}; what lies in memory is gone once {name} is restarted.', {
        name,
      });
    case 'mount':
      return say('Stop {name} and start it again, which mounts and labels it again.', { name });
    case 'process':
      return say('Restart {name}. If it comes back, look for what started the process in another context.', { name });
    case 'terminal':
    case 'descriptor':
    case 'socket':
      return say('Restart {name}. If it comes back, look for the process that opened it or passed it in.', { name });
  }
}
