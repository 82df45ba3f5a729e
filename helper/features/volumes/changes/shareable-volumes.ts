// SPDX-License-Identifier: Apache-2.0
/** Which volumes a denied access may have been about, and what sharing one of them would change. Changes nothing. */

import { createHash } from 'node:crypto';
import { isFailure } from '../../../../contract/errors.ts';
import { formatSecurityContext } from '../../../../contract/model/contexts/format-security-context.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import type { DenialCase, DenialGroup } from '../../../../contract/model/denials/denial.ts';
import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import { categoriesOf, type SecurityContext } from '../../../../contract/model/contexts/security-context.ts';
import type { Volume } from '../../../../contract/model/containers/volume.ts';
import { listWords } from '../../../../contract/wording/list-words.ts';
import { say } from '../../../../contract/text.ts';
import type { ShareableVolume } from '../../../../sepolicy/share-remedies.ts';
import { deniedContainer, type DeniedContainer } from '../../../selinux/denied-container.ts';
import {
  firstSharedCategory,
  levelWithShared,
  sharedLabelOf,
  sharedTypeOf,
} from '../../../selinux/shared-categories.ts';
import { volumeTypeOf } from '../../../selinux/types.ts';
import { sharedCategoriesOf } from '../volume-lines.ts';
import type { Arrangement, Volumes } from '../volumes.ts';
import type { VolumeUser } from '../ports.ts';

/** Adds the volumes that each affected container has after the change. */
export interface PlannedShare extends ShareableVolume {
  readonly next: Arrangement;
}

export interface ShareableOptions {
  readonly steps: { all(): readonly VolumeUser[] };
  readonly volumes: Pick<Volumes, 'plan'>;
}

/** Accesses that a read-only mount allows. */
const looking: ReadonlySet<string> = new Set([
  'getattr',
  'ioctl',
  'lock',
  'map',
  'open',
  'read',
  'search',
  'watch',
  'watch_reads',
  'execute',
  'execute_no_trans',
]);

/** Who has a volume, and whom it would be shared with. */
interface Sharing {
  readonly users: readonly VolumeUser[];
  readonly denied: DeniedContainer;
  readonly containers: readonly Container[];
}

export function createShareable({
  steps,
  volumes,
}: ShareableOptions): (denied: DeniedContainer, containers: readonly Container[]) => readonly PlannedShare[] {
  return (denied, containers) => {
    const one = containers.find(({ name }) => name === denied.name);
    if (one?.isManaged !== true) return [];
    const users = steps.all();
    const found = users.filter(
      ({ name, volume }) =>
        name !== denied.name && mayBeOf(volume, { owner: containers.find((other) => other.name === name), denied }),
    );
    const sources = [...new Set(found.map(({ volume }) => volume.source))];
    const first = sources.flatMap((source) => found.find(({ volume }) => volume.source === source) ?? []);
    return first.map(({ volume }) =>
      planned(volume, { users: users.filter((user) => user.volume.source === volume.source), denied, containers }),
    );
  };

  function planned(
    { source, target, category }: Volume,
    { users, denied: { name, permissions }, containers }: Sharing,
  ): PlannedShare {
    const readOnly = permissions.every((permission) => looking.has(permission));
    const owners = users.map((user) => user.name);
    const named = {
      id: createHash('sha256').update(source).digest('hex').slice(0, 16),
      source,
      target,
      owners,
      readOnly,
    };
    try {
      const next = volumes.plan({ name, source, target, readOnly, share: true });
      const shared =
        next.get(name)?.find((volume) => volume.source === source)?.category ?? category ?? firstSharedCategory;
      const running = containers
        .filter((container) => next.has(container.name) && container.initPid !== null)
        .map((container) => container.name);
      return {
        ...named,
        type: sharedTypeOf(shared),
        change: changeOf(next, { ...named, name, shared, isLabelled: category !== null }, containers),
        next,
        cannotApply:
          running.length === 0
            ? null
            : say('stop {running} first: what a process reaches does not change while it runs', {
                running: listWords(running),
              }),
      };
    } catch (error) {
      if (!isFailure(error)) throw error;
      return {
        ...named,
        type: sharedTypeOf(category ?? firstSharedCategory),
        change: [],
        next: new Map(),
        cannotApply: error.message,
      };
    }
  }
}

export interface ShareableOfGroupOptions {
  readonly groupOf: (one: DenialCase) => DenialGroup | undefined;
  readonly containers: (signal: AbortSignal) => Promise<readonly Container[]>;
  readonly shareable: ReturnType<typeof createShareable>;
}

/** Finds the volumes that could be shared by a group of denials. */
export function createShareableOfGroup({
  groupOf,
  containers,
  shareable,
}: ShareableOfGroupOptions): (one: DenialCase, signal: AbortSignal) => Promise<readonly PlannedShare[]> {
  return async (one, signal) => {
    const group = groupOf(one);
    const all = await containers(signal);
    const denied = group === undefined ? undefined : deniedContainer(group, all);
    return denied === undefined ? [] : shareable(denied, all);
  };
}

/**
 * A shared one by its category; a private one by its owner's pair, which the label of the owner's root may also have.
 */
function mayBeOf(
  { category, readOnly }: Volume,
  {
    owner,
    denied: { target, otherContainer },
  }: { readonly owner: Container | undefined; readonly denied: DeniedContainer },
): boolean {
  if (owner === undefined) return false;
  if (category !== null)
    return target.type === sharedTypeOf(category) && categoriesOf(target.level).join() === `c${category}`;
  const context = contextOf(owner);
  return (
    owner.name === otherContainer && context !== undefined && target.type === volumeTypeOf(context.type, { readOnly })
  );
}

/**
 * Says it in the terms of the host: what is labelled, which level each process has from its next start, and what is
 * mounted.
 */
function changeOf(
  next: Arrangement,
  {
    source,
    target,
    name,
    shared,
    readOnly,
    isLabelled,
  }: {
    readonly source: string;
    readonly target: string;
    readonly name: string;
    readonly shared: number;
    readonly readOnly: boolean;
    readonly isLabelled: boolean;
  },
  containers: readonly Container[],
): readonly string[] {
  const levels = [...next].flatMap(([changed, volumes]) => {
    const container = containers.find((one) => one.name === changed);
    const context = container === undefined ? undefined : contextOf(container);
    if (context === undefined) return [];
    const level = levelWithShared(context.level, sharedCategoriesOf(volumes));
    return [`${changed}: lxc.selinux.context = ${formatSecurityContext({ ...context, level })}`];
  });
  return [
    ...(isLabelled ? [] : [`chcon -R ${sharedLabelOf(shared)} ${source}`]),
    ...levels,
    `${name}: mount ${source} on ${target}${readOnly ? ', read only' : ''}`,
  ];
}

function contextOf({ context }: Container): SecurityContext | undefined {
  return context === null ? undefined : parseSecurityContext(context);
}
