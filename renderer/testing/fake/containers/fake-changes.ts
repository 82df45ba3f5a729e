// SPDX-License-Identifier: Apache-2.0
/** Applies remedies on the fake host and takes them back: nothing but the activity log shows it. */

import { fail } from '../../../../contract/errors.ts';
import type { GivenChange, ChangeKind, ChangeProgress } from '../../../../contract/model/policy/change.ts';
import { describeLimits } from '../../../../contract/wording/describe-limits.ts';
import { describeSettingsChange } from '../../../../contract/wording/describe-settings.ts';
import { describeTags, summariseTagChange } from '../../../../contract/wording/describe-tags.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import { limitKeys } from '../../../../contract/model/containers/limits.ts';
import { changedSettings, differenceOfSettings } from '../../../../contract/model/containers/settings-change.ts';
import { noSettings } from '../../../../contract/model/containers/settings.ts';
import { changedTags } from '../../../../contract/model/containers/tag.ts';
import type { DenialCase, DenialGroup } from '../../../../contract/model/denials/denial.ts';
import { consentFor } from '../../../../contract/model/policy/remedy-consent.ts';
import type { Params } from '../../../../contract/operations/index.ts';
import { fakeExplanation } from '../denials/fake-explanation.ts';
import type { FakeHost } from '../fake-host.ts';
import { pause } from '../pause.ts';

const kinds: Readonly<Record<string, ChangeKind>> = {
  boolean: 'boolean',
  'port-label': 'port-label',
  relabel: 'relabel',
  'volume-label': 'volume-label',
  'own-rule': 'module',
  'serve-port': 'module',
  'connect-port': 'module',
  'share-volume': 'volume',
};

export async function* fakeApply(
  host: FakeHost,
  { remedy: wanted, acceptsUnknown, ...one }: Params<'remedy.apply'>,
  entry: number,
): AsyncGenerator<ChangeProgress, GivenChange, undefined> {
  yield* steps();
  const group = groupOf(host, one);
  const remedy =
    fakeExplanation(group).remedies.find((one) => one.id === wanted) ?? fail('remedy-not-proposed', { remedy: wanted });
  if (remedy.cannotApply !== null) fail('remedy-not-applicable', { remedy: wanted, reason: remedy.cannotApply });
  if (consentFor(remedy.risk.level) === 'twice' && !acceptsUnknown)
    fail('remedy-not-applicable', { remedy: wanted, reason: 'its risk is not known; confirm a second time' });
  const { summary, change } = remedy;
  const made = {
    group: group.id,
    container: group.sample.container,
    uid: 1000,
    user: 'operator',
    madeAt: host.now(),
    state: 'applied',
    undoneBy: null,
    cannotUndo: null,
  } as const;
  return keep(host, {
    id: entry,
    kind: kinds[remedy.kind] ?? 'module',
    summary,
    change,
    before: change.map((line) => `not: ${line}`),
    ...made,
  });
}

export async function* fakeUndo(
  host: FakeHost,
  id: number,
  entry: number,
): AsyncGenerator<ChangeProgress, GivenChange, undefined> {
  const change = host.changes.get(id) ?? fail('change-not-found', { id });
  if (change.state !== 'applied')
    fail('change-not-undoable', { id, reason: `it was undone already, by entry ${change.undoneBy}` });
  yield* steps();
  host.reverts.get(id)?.();
  return keep(host, { ...change, state: 'undone', undoneBy: entry });
}

/** A container before and after a change. */
interface Changed {
  readonly was: Container;
  readonly is: Container;
}

/** Records that limits were changed, as the entry's change. */
export function recordLimits(host: FakeHost, entry: number, { was, is }: Changed): void {
  const changed = limitKeys.filter((key) => was.limits[key] !== is.limits[key]);
  if (changed.length === 0) return;
  const labelsOf = ({ limits }: Container): string[] => [
    ...describeLimits(Object.fromEntries(changed.map((key) => [key, limits[key]]))),
  ];
  const [before, change] = [labelsOf(was), labelsOf(is)];
  const changes = change.map((words, index) => `${before[index] ?? ''} to ${words.slice(words.indexOf(' ') + 1)}`);
  const limits = Object.fromEntries(changed.map((key) => [key, was.limits[key]]));
  recordMade(host, entry, {
    kind: 'limits',
    summary: `Limits of ${is.name}: ${changes.join(', ')}`,
    change,
    before,
    container: is.name,
    revert: (now) => ({ ...now, limits: { ...now.limits, ...limits } }),
  });
}

/** Records that settings were changed, as the entry's change. */
export function recordSettings(host: FakeHost, entry: number, { was, is }: Changed): void {
  const [before, after] = [was.settings ?? noSettings, is.settings ?? noSettings];
  const differences = describeSettingsChange(before, after);
  if (differences.length === 0) return;
  const words = differences.map((one) => `${one.title} ${one.before} to ${one.after}`);
  const undone = differenceOfSettings(after, before);
  recordMade(host, entry, {
    kind: 'settings',
    summary: `Settings of ${is.name}: ${words.join(', ')}`,
    change: differences.map((one) => `${one.title} ${one.after}`),
    before: differences.map((one) => `${one.title} ${one.before}`),
    container: is.name,
    revert: (now) => ({ ...now, settings: changedSettings(now.settings ?? noSettings, undone) }),
  });
}

/** Records that tags were changed, as the entry's change. */
export function recordTags(host: FakeHost, entry: number, { was, is }: Changed): void {
  const summary = summariseTagChange(is.name, was.tags, is.tags);
  if (summary === undefined) return;
  const undone = {
    add: was.tags.filter((tag) => !is.tags.includes(tag)),
    remove: is.tags.filter((tag) => !was.tags.includes(tag)),
  };
  recordMade(host, entry, {
    kind: 'tags',
    summary,
    change: [describeTags(is.tags)],
    before: [describeTags(was.tags)],
    container: is.name,
    revert: (now) => ({ ...now, tags: changedTags(now.tags, undone) }),
  });
}

interface NetworkChange {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly revert: (now: Container) => Container;
}

/** Records that a port was published or a network changed, as the entry's change. */
export function recordNetworkChange(
  host: FakeHost,
  entry: number,
  { name, before, after, revert }: NetworkChange,
): void {
  const summary = `Network of ${name}: ${after}`;
  recordMade(host, entry, { kind: 'network', summary, change: [after], before: [before], container: name, revert });
}

interface Made extends Pick<GivenChange, 'kind' | 'summary' | 'change' | 'before'> {
  readonly container: string;
  /** Gives the container as it is now, without the change. */
  readonly revert: (now: Container) => Container;
}

function recordMade(host: FakeHost, id: number, { revert, ...made }: Made): void {
  host.changes.set(id, {
    ...made,
    id,
    uid: 1000,
    user: 'operator',
    madeAt: host.now(),
    state: 'applied',
    undoneBy: null,
    cannotUndo: null,
    group: null,
  });
  host.reverts.set(id, () => {
    const now = host.containers.get(made.container);
    if (now !== undefined) host.change(revert(now));
  });
}

export function groupOf(host: FakeHost, { group: id, container }: DenialCase): DenialGroup {
  return (
    host.denials.view(container, 0).groups.find((group) => group.id === id) ?? fail('denial-not-found', { group: id })
  );
}

async function* steps(): AsyncGenerator<ChangeProgress, void, undefined> {
  for (const [index, step] of (['wait', 'check', 'change', 'verify'] as const).entries()) {
    yield { step, fraction: index / 4 };
    await pause(400);
  }
}

function keep(host: FakeHost, change: GivenChange): GivenChange {
  host.changes.set(change.id, change);
  const index = host.activity.findIndex(({ id }) => id === change.id);
  const entry = host.activity[index];
  if (entry !== undefined) {
    host.activity[index] = { ...entry, change };
    host.activityChanges.send({ ...entry, change });
  }
  return change;
}
