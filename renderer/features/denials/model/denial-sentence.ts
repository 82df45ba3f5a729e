// SPDX-License-Identifier: Apache-2.0
/**
 * A denial in plain words: who was denied what, on which object. Only policy terms are turned into words; a container's
 * own strings are passed on as data.
 */

import type { Container } from '../../../../contract/model/containers/container.ts';
import type { DenialEvent, DenialGroup } from '../../../../contract/model/denials/denial.ts';
import { type GroupOutcome, outcomeOfGroup } from '../../../../contract/model/denials/group-outcome.ts';
import { concernsContainers } from '../../../../contract/model/host/host-work.ts';
import { categoriesOf, type SecurityContext } from '../../../../contract/model/contexts/security-context.ts';
import { describeAccess } from './access-labels.ts';
import { certainPath, certainPort } from './denied-object.ts';
import { t } from '../../../lib/language/t.ts';

/** A piece of a sentence; `container` names one of ours, `untrusted` is text that a container controls. */
export type SentencePart =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'container'; readonly name: string }
  | { readonly kind: 'untrusted'; readonly text: string };

/** What is needed of a container to find whose categories these are. */
export type CategoryOwner = Pick<Container, 'name' | 'categories'>;

export type DenialReason = DenialGroup['reason'];

/** "apache2 in web was denied reading files of db". */
export function groupSentence(group: DenialGroup, owners: readonly CategoryOwner[]): readonly SentencePart[] {
  const programs = group.comms.length > 1 ? t('{count} programs', { count: group.comms.length }) : undefined;
  return [
    programs === undefined ? programOf(group.sample, group.comms[0]) : words(programs),
    ...placeOf(group.containers, group),
    words(verdictOf(outcomeOfGroup(group), programs === undefined ? 'was' : 'were')),
    ...objectOf(
      {
        class: group.class,
        permissions: group.permissions,
        target: group.sample.target,
        targetType: group.targetType,
        named: group.sample,
        count: group.count,
      },
      owners,
    ),
  ];
}

export function eventSentence(event: DenialEvent, owners: readonly CategoryOwner[]): readonly SentencePart[] {
  return [
    programOf(event, event.comm ?? undefined),
    ...placeOf(event.container === null ? [] : [event.container], {
      sourceType: event.source?.type ?? '',
      targetType: event.target?.type ?? '',
    }),
    words(verdictOf(event.permissive === true ? 'logged' : 'blocked', 'was')),
    ...objectOf(
      {
        class: event.class ?? t('unknown class'),
        permissions: event.permissions,
        target: event.target,
        targetType: event.target?.type ?? t('unknown type'),
        named: event,
        count: 1,
      },
      owners,
    ),
  ];
}

/**
 * The sentence as text: for accessible names and for copying. Untrusted parts must still be made visible by the caller.
 */
export function sentenceText(parts: readonly SentencePart[]): string {
  return parts.map((part) => (part.kind === 'container' ? part.name : part.text)).join('');
}

/** The container that holds exactly the categories of a context; undefined when none of ours does. */
export function ownerOf(context: SecurityContext | null, owners: readonly CategoryOwner[]): string | undefined {
  if (context === null) return undefined;
  const categories = categoriesOf(context.level);
  if (categories.length === 0) return undefined;
  const wanted = [...categories].sort().join(',');
  return owners.find((owner) => [...owner.categories].sort().join(',') === wanted)?.name;
}

function programOf(event: DenialEvent, comm: string | undefined): SentencePart {
  const program = comm ?? event.exe ?? undefined;
  return program === undefined
    ? words(`a process of type ${event.source?.type ?? 'unknown'}`)
    : { kind: 'untrusted', text: program };
}

function placeOf(
  containers: readonly string[],
  types: Pick<DenialGroup, 'sourceType' | 'targetType'>,
): readonly SentencePart[] {
  const [first, second, ...others] = containers;
  if (first === undefined)
    return [words(concernsContainers(types) ? t(' on the host (which affects containers)') : t(' on the host'))];
  const parts: SentencePart[] = [words(' in '), { kind: 'container', name: first }];
  if (second === undefined) return parts;
  if (others.length > 0) return [...parts, words(` and ${others.length + 1} others`)];
  return [...parts, words(' and '), { kind: 'container', name: second }];
}

function verdictOf(outcome: GroupOutcome, verb: 'was' | 'were'): string {
  switch (outcome) {
    case 'blocked':
      return t(' {verb} denied ', { verb });
    case 'logged':
      return t(' would have been denied ');
    case 'both':
      return t(' {verb} sometimes denied ', { verb });
  }
}

interface Access {
  readonly class: string;
  readonly permissions: readonly string[];
  readonly target: SecurityContext | null;
  readonly targetType: string;
  /** The event that names the object: of several, which may be about different ones, the latest. */
  readonly named: DenialEvent;
  readonly count: number;
}

function objectOf(access: Access, owners: readonly CategoryOwner[]): readonly SentencePart[] {
  const { verb, action, isOnObject } = describeAccess(access.class, access.permissions);
  if (!isOnObject) return [words(verb)];
  const owner = ownerOf(access.target, owners);
  const { named, count } = access;
  const latest = count === 1 ? [] : [words(t(', the latest of {count}', { count }))];
  const path = action === undefined ? undefined : certainPath(named);
  if (action !== undefined && path !== undefined) return [...pathOf({ action, verb, path, owner }, access), ...latest];
  const port = action === undefined ? undefined : certainPort(named);
  if (action !== undefined && port !== undefined) return [words(`${action} ${port} (${access.targetType})`), ...latest];
  return owner === undefined
    ? [words(t('{verb} of type {targetType}', { verb, targetType: access.targetType }))]
    : [words(`${verb} of `), { kind: 'container', name: owner }];
}

interface NamedFile {
  readonly action: string;
  readonly verb: string;
  readonly path: string;
  readonly owner: string | undefined;
}

/** In a list the line is short and the path may be long: whose file it is comes first there. */
function pathOf({ action, verb, path, owner }: NamedFile, { targetType, count }: Access): readonly SentencePart[] {
  const file: SentencePart = { kind: 'untrusted', text: path };
  if (owner === undefined) return [words(`${action} `), file, words(` (${targetType})`)];
  if (count === 1) return [words(`${action} `), file, words(' of '), { kind: 'container', name: owner }];
  return [words(`${verb} of `), { kind: 'container', name: owner }, words(': '), file];
}

function words(text: string): SentencePart {
  return { kind: 'words', text };
}
