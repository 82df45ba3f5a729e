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
import { type AccessDescription, describeAccess } from './access-labels.ts';
import { certainPath, certainPort, nameOf } from './denied-object.ts';
import { t } from '../../../lib/language/t.ts';

/** Is a piece of a sentence; `container` names one of ours, `untrusted` is text that a container controls. */
export type SentencePart =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'container'; readonly name: string }
  | { readonly kind: 'untrusted'; readonly text: string };

/** What is needed of a container to find whose categories these are. */
export type CategoryOwner = Pick<Container, 'name' | 'categories'>;

export type DenialReason = DenialGroup['reason'];

/** "apache2 in web was denied reading /srv/secret of db"; `path` is that of the object, where it was found. */
export function groupSentence(
  group: DenialGroup,
  owners: readonly CategoryOwner[],
  path?: string,
): readonly SentencePart[] {
  const count = group.comms.length;
  const who = placed(
    count > 1 ? words(t('{count} programs', { count })) : programOf(group.sample, group.comms[0]),
    group.containers,
    group,
  );
  const access = accessParts(
    {
      class: group.class,
      permissions: group.permissions,
      target: group.sample.target,
      targetType: group.targetType,
      named: group.sample,
      path,
      count: group.count,
    },
    owners,
  );
  return composed(verdicts[outcomeOfGroup(group)][count > 1 ? 'many' : 'one'], { who, access });
}

/** `isPlaceShown`: the container, or the host, stands beside the sentence, which does not repeat it. */
export function eventSentence(
  event: DenialEvent,
  owners: readonly CategoryOwner[],
  { isPlaceShown = false }: { readonly isPlaceShown?: boolean } = {},
): readonly SentencePart[] {
  const program = programOf(event, event.comm ?? undefined);
  const who = isPlaceShown
    ? [program]
    : placed(program, event.container === null ? [] : [event.container], {
        sourceType: event.source?.type ?? '',
        targetType: event.target?.type ?? '',
      });
  const access = accessParts(
    {
      class: event.class ?? t('unknown class'),
      permissions: event.permissions,
      target: event.target,
      targetType: event.target?.type ?? t('unknown type'),
      named: event,
      count: 1,
    },
    owners,
  );
  return composed(verdicts[event.permissive === true ? 'logged' : 'blocked'].one, { who, access });
}

/**
 * Writes the sentence as text, for accessible names and for copying. Untrusted parts must still be made visible by the
 * caller.
 */
export function sentenceText(parts: readonly SentencePart[]): string {
  return parts.map((part) => (part.kind === 'container' ? part.name : part.text)).join('');
}

/** The container that holds exactly the categories of a context; undefined when none of ours does. */
export function ownerOf(context: SecurityContext | null, owners: readonly CategoryOwner[]): string | undefined {
  if (context === null) return undefined;
  const categories = categoriesOf(context.level);
  if (categories.length === 0) return undefined;
  return ownersByCategories(owners).get(keyOf(categories));
}

/** Holds an index for each list of owners: each has thousands of objects to be named, and a list never changes. */
const indexes = new WeakMap<readonly CategoryOwner[], ReadonlyMap<string, string>>();

function ownersByCategories(owners: readonly CategoryOwner[]): ReadonlyMap<string, string> {
  const known = indexes.get(owners);
  if (known !== undefined) return known;
  const index = new Map<string, string>();
  for (const { name, categories } of owners) if (!index.has(keyOf(categories))) index.set(keyOf(categories), name);
  indexes.set(owners, index);
  return index;
}

function keyOf(categories: readonly string[]): string {
  return categories.toSorted().join(',');
}

function programOf(event: DenialEvent, comm: string | undefined): SentencePart {
  const program = comm ?? event.exe ?? undefined;
  return program === undefined
    ? words(t('a process of type {type}', { type: event.source?.type ?? t('unknown') }))
    : { kind: 'untrusted', text: program };
}

/** The program with the containers that it is in. */
function placed(
  program: SentencePart,
  [first, second, ...others]: readonly string[],
  types: Pick<DenialGroup, 'sourceType' | 'targetType'>,
): readonly SentencePart[] {
  if (first === undefined)
    return composed(
      concernsContainers(types) ? t('{program} on the host (which affects containers)') : t('{program} on the host'),
      { program },
    );
  const container = containerPart(first);
  if (second === undefined) return composed(t('{program} in {container}'), { program, container });
  return others.length > 0
    ? composed(t('{program} in {container} and {count} others'), {
        program,
        container,
        count: words(String(others.length + 1)),
      })
    : composed(t('{program} in {container} and {other}'), { program, container, other: containerPart(second) });
}

const logged = t('{who} would have been denied {access}');

/** Holds the sentences by the outcome, for one program and for several. */
const verdicts: Readonly<Record<GroupOutcome, { readonly one: string; readonly many: string }>> = {
  blocked: { one: t('{who} was denied {access}'), many: t('{who} were denied {access}') },
  logged: { one: logged, many: logged },
  both: { one: t('{who} was sometimes denied {access}'), many: t('{who} were sometimes denied {access}') },
};

interface Access {
  readonly class: string;
  readonly permissions: readonly string[];
  readonly target: SecurityContext | null;
  readonly targetType: string;
  /** The event that names the object: of several, which may be about different ones, the latest. */
  readonly named: DenialEvent;
  /** The path of the object, where it was found. */
  readonly path?: string | undefined;
  readonly count: number;
}

function accessParts(access: Access, owners: readonly CategoryOwner[]): readonly SentencePart[] {
  const description = describeAccess(access.class, access.permissions);
  const { verb, action, object, hasWords, isOnObject } = description;
  if (!isOnObject) return [words(verb)];
  const owner = ownerOf(access.target, owners);
  const path = hasWords ? (access.path ?? certainPath(access.named) ?? nameOf(access.named)) : undefined;
  if (path !== undefined) return pathParts(description, { path, owner }, access);
  const port = hasWords ? certainPort(access.named) : undefined;
  const type = words(access.targetType);
  if (port !== undefined)
    return latestOf(composed(action, { object: composed(t('{port} ({type})'), { port: words(port), type }) }), access);
  return composed(action, {
    object:
      owner === undefined
        ? composed(t('{objects} of type {type}'), { objects: words(object), type })
        : composed(t('{objects} of {owner}'), { objects: words(object), owner: containerPart(owner) }),
  });
}

interface NamedFile {
  readonly path: string;
  readonly owner: string | undefined;
}

/** The file comes first, then whose it is, or its type. */
function pathParts({ action }: AccessDescription, file: NamedFile, access: Access): readonly SentencePart[] {
  const path: SentencePart = { kind: 'untrusted', text: file.path };
  const object =
    file.owner === undefined
      ? composed(t('{path} ({type})'), { path, type: words(access.targetType) })
      : composed(t('{path} of {owner}'), { path, owner: containerPart(file.owner) });
  return latestOf(composed(action, { object }), access);
}

/** Names the latest of several accesses, which may be about different objects. */
function latestOf(access: readonly SentencePart[], { count }: Access): readonly SentencePart[] {
  if (count === 1) return access;
  return composed(t('{access}, the latest of {count}'), { access, count: words(String(count)) });
}

/** A message with parts in place of its `{names}`, in the order of the language. */
function composed(
  message: string,
  values: Readonly<Record<string, SentencePart | readonly SentencePart[]>>,
): readonly SentencePart[] {
  // What is captured is at the odd places.
  return message.split(/\{(\w+)\}/).flatMap((piece, index) => {
    if (index % 2 === 1) return values[piece] ?? [];
    return piece === '' ? [] : [words(piece)];
  });
}

function containerPart(name: string): SentencePart {
  return { kind: 'container', name };
}

function words(text: string): SentencePart {
  return { kind: 'words', text };
}
