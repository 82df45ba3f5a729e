// SPDX-License-Identifier: Apache-2.0
/**
 * Changes of limits, settings, tags, published ports and links: made at once, whatever else is changed, and recorded so
 * that they can be undone like the
 * others. What is recorded has already happened, so it needs no intent. Where the disk has no space for the record, the
 * entry of the log says that there was a change, which cannot be undone.
 */

import { isFailure } from '../../../contract/errors.ts';
import { describeLimits } from '../../../contract/wording/describe-limits.ts';
import { describeNetwork } from '../../../contract/wording/describe-network.ts';
import { describeSettingsChange } from '../../../contract/wording/describe-settings.ts';
import { describeTags, summariseTagChange } from '../../../contract/wording/describe-tags.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { Settings } from '../../../contract/model/containers/settings.ts';
import type { Limits } from '../../../contract/model/containers/limits.ts';
import type { Params, Result } from '../../../contract/operations/index.ts';
import { joinWords, say } from '../../../contract/text.ts';
import type { ChangeLedger, RecordedChange } from '../../journal/change-ledger.ts';
import type { ConfigureResult, Containers } from '../containers/ports/containers.ts';
import type { Actor } from '../../server/actor.ts';
import type { Networks } from '../networks/ports.ts';
import { limitPlan } from './limit-driver.ts';
import { describeNetworkPlan, type NetworkPlan } from './network-driver.ts';
import { settingPlan } from './setting-driver.ts';
import { tagPlan } from './tag-driver.ts';

export interface DirectChangesOptions {
  readonly containers: Pick<Containers, 'configure' | 'changeSettings' | 'tag'>;
  readonly networks: Networks;
  readonly ledger: ChangeLedger;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

export interface DirectChanges {
  /** Without an actor, since the log has no space for the call, it cannot be undone. */
  configure(
    request: Params<'container.configure'>,
    actor: Actor | undefined,
    signal: AbortSignal,
  ): Promise<ConfigureResult>;
  changeSettings(
    request: Params<'container.change-settings'>,
    actor: Actor,
  ): Promise<Result<'container.change-settings'>>;
  tag(request: Params<'container.tag'>, actor: Actor): Promise<Container>;
  publish(request: Params<'port.publish'>, actor: Actor): Promise<Container>;
  unpublish(request: Params<'port.unpublish'>, actor: Actor): Promise<Container>;
  changeNetwork(request: Params<'network.change'>, actor: Actor): Promise<Container>;
  link(request: Params<'network.link'>, actor: Actor): Promise<Container>;
  unlink(request: Params<'network.unlink'>, actor: Actor): Promise<Container>;
}

/** What depends on the kind of change. */
type Made = Pick<RecordedChange, 'kind' | 'summary' | 'change' | 'before' | 'plan'>;

export function createDirectChanges({ containers, networks, ledger, now }: DirectChangesOptions): DirectChanges {
  function record(container: string, made: Made | undefined, actor: Actor | undefined): void {
    if (made === undefined || actor === undefined) return;
    const { activity: id, uid, user } = actor;
    const usual = { madeAt: now(), state: 'applied', undoneBy: null, group: null, cannotUndo: null } as const;
    try {
      ledger.add({ ...usual, ...made, id, uid, user, container });
    } catch (error) {
      if (!isFailure(error, 'disk-full')) throw error;
    }
  }

  return {
    async configure({ name, limits }, actor, signal) {
      const { before, ...result } = await containers.configure(name, limits, signal);
      record(name, madeOfLimits(name, before, result.container.limits), actor);
      return result;
    },
    async changeSettings({ name, settings }, actor) {
      const { before, ...result } = await containers.changeSettings(name, settings);
      const after = result.container.settings;
      if (after !== null) record(name, madeOfSettings(name, before, after), actor);
      return result;
    },
    async tag({ name, add, remove }, actor) {
      const { before, container } = await containers.tag(name, { add, remove });
      record(name, madeOfTags(name, before, container.tags), actor);
      return container;
    },
    async publish({ name, ...publication }, actor) {
      const container = await networks.publish(name, publication);
      record(name, madeOfNetwork({ type: 'port', name, publication, isAdded: true }), actor);
      return container;
    },
    async unpublish({ name, ...port }, actor) {
      const { before: publication, container } = await networks.unpublish(name, port);
      record(name, madeOfNetwork({ type: 'port', name, publication, isAdded: false }), actor);
      return container;
    },
    async changeNetwork({ name, network: after }, actor) {
      const { before, container } = await networks.change(name, after);
      const isOther = describeNetwork(before) !== describeNetwork(after);
      record(name, isOther ? madeOfNetwork({ type: 'network', name, before, after }) : undefined, actor);
      return container;
    },
    async link({ name, other }, actor) {
      const container = await networks.link(name, other);
      record(name, madeOfNetwork({ type: 'link', name, other, isAdded: true }), actor);
      return container;
    },
    async unlink({ name, other }, actor) {
      const container = await networks.unlink(name, other);
      record(name, madeOfNetwork({ type: 'link', name, other, isAdded: false }), actor);
      return container;
    },
  };
}

function madeOfLimits(name: string, was: Limits, is: Limits): Made | undefined {
  const plan = limitPlan(name, was, is);
  if (plan === undefined) return undefined;
  const [before, change] = [[...describeLimits(plan.before)], [...describeLimits(plan.after)]];
  const differences = change.map((words, index) =>
    say('{before} to {after}', { before: before[index] ?? '', after: words.slice(words.indexOf(' ') + 1) }),
  );
  return {
    kind: 'limits',
    summary: say('Limits of {name}: {differences}', { name, differences: joinWords(differences, ', ') }),
    change,
    before,
    plan,
  };
}

function madeOfSettings(name: string, was: Settings, is: Settings): Made | undefined {
  const plan = settingPlan(name, was, is);
  if (plan === undefined) return undefined;
  const differences = describeSettingsChange(was, is);
  return {
    kind: 'settings',
    summary: say('Settings of {name}: {differences}', {
      name,
      differences: joinWords(
        differences.map(({ title, before, after }) =>
          say('{before} to {after}', { before: `${title} ${before}`, after }),
        ),
        ', ',
      ),
    }),
    change: differences.map(({ title, after }) => `${title} ${after}`),
    before: differences.map(({ title, before }) => `${title} ${before}`),
    plan,
  };
}

function madeOfNetwork(plan: NetworkPlan): Made {
  const [after, before] = [describeNetworkPlan(plan, true), describeNetworkPlan(plan, false)];
  return {
    kind: 'network',
    summary: say('Network of {name}: {after}', { name: plan.name, after }),
    change: [after],
    before: [before],
    plan,
  };
}

function madeOfTags(name: string, was: readonly string[], is: readonly string[]): Made | undefined {
  const summary = summariseTagChange(name, was, is);
  if (summary === undefined) return undefined;
  return {
    kind: 'tags',
    summary,
    change: [describeTags(is)],
    before: [describeTags(was)],
    plan: tagPlan(name, was, is),
  };
}
