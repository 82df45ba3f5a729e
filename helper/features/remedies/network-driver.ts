// SPDX-License-Identifier: Apache-2.0
/**
 * A published port, a link, or the end of one, or another network, so that it can be undone like the others; made by
 * port.* and network.*.
 */

import * as z from 'zod';
import { describeNetwork } from '../../../contract/wording/describe-network.ts';
import { linksOf } from '../../../contract/rules/linked-pairs.ts';
import { type Container, networkSchema } from '../../../contract/model/containers/container.ts';
import { describeHostPort, isHostPort, publicationSchema } from '../../../contract/model/containers/publication.ts';
import { say, type Words } from '../../../contract/text.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';
import type { Containers } from '../containers/ports/containers.ts';
import type { Networks } from '../networks/ports.ts';
import { type ChangeDriver, defineDriver, type PlanState } from './ports.ts';

const networkPlanSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('port'), name: z.string(), publication: publicationSchema(), isAdded: z.boolean() }),
  z.object({ type: z.literal('link'), name: z.string(), other: z.string(), isAdded: z.boolean() }),
  z.object({ type: z.literal('network'), name: z.string(), before: networkSchema(), after: networkSchema() }),
]);
export type NetworkPlan = z.infer<typeof networkPlanSchema>;

/** A port or a link, which is there or not. */
type AddedPlan = Exclude<NetworkPlan, { readonly type: 'network' }>;

export function createNetworkDriver(containers: Pick<Containers, 'list'>, networks: Networks): ChangeDriver {
  async function bring(plan: NetworkPlan, isDone: boolean): Promise<void> {
    if (plan.type === 'network') {
      await networks.change(plan.name, isDone ? plan.after : plan.before);
      return;
    }
    const isThere = isDone === plan.isAdded;
    if (isPresent(plan, await containers.list(neverAborts)) === isThere) return;
    if (plan.type === 'link') await networks[isThere ? 'link' : 'unlink'](plan.name, plan.other);
    else if (isThere) await networks.publish(plan.name, plan.publication);
    else await networks.unpublish(plan.name, plan.publication);
  }

  return defineDriver({
    schema: networkPlanSchema,
    plan: () => Promise.reject(new Error('cannot plan a port, a link or a network: no remedy changes them')),
    async readState(plan): Promise<PlanState> {
      const all = await containers.list(neverAborts);
      const names = plan.type === 'link' ? [plan.name, plan.other] : [plan.name];
      const gone = names.find((name) => !all.some((one) => one.name === name));
      if (gone !== undefined) return { state: 'other', words: say('the container {gone} is gone', { gone }) };
      if (plan.type === 'network') return readNetwork(plan, all);
      return { state: isPresent(plan, all) === plan.isAdded ? 'after' : 'before' };
    },
    apply: (plan) => bring(plan, true),
    revert: (plan) => bring(plan, false),
  });
}

function readNetwork(
  { name, before, after }: Extract<NetworkPlan, { readonly type: 'network' }>,
  all: readonly Container[],
): PlanState {
  const network = all.find((one) => one.name === name)?.network ?? null;
  const now = network === null ? undefined : describeNetwork(network);
  if (now === describeNetwork(before)) return { state: 'before' };
  if (now === describeNetwork(after)) return { state: 'after' };
  return { state: 'other', words: say('it was put on another network since: {now}', { now: now ?? '?' }) };
}

function isPresent(plan: AddedPlan, all: readonly Container[]): boolean {
  if (plan.type === 'link') return linksOf(plan.name, all).includes(plan.other);
  const { port } = plan.publication;
  return (
    all
      .find(({ name }) => name === plan.name)
      ?.published.some((one) => isHostPort(one, plan.publication) && one.port === port) ?? false
  );
}

/** `TCP port 8080 leads to port 80 of web`, or that it no longer does; `network bridge:br0`. */
export function describeNetworkPlan(plan: NetworkPlan, isDone: boolean): Words {
  if (plan.type === 'network')
    return say('network {network}', { network: describeNetwork(isDone ? plan.after : plan.before) });
  const isThere = isDone === plan.isAdded;
  if (plan.type === 'link')
    return isThere
      ? say('{name} and {other} linked', { name: plan.name, other: plan.other })
      : say('{name} and {other} not linked', { name: plan.name, other: plan.other });
  const { name, publication } = plan;
  const hostPort = describeHostPort(publication);
  return isThere
    ? say('{hostPort} leads to port {port} of {name}', { hostPort, port: publication.port, name })
    : say('{hostPort} not published', { hostPort });
}
