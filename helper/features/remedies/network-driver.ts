// SPDX-License-Identifier: Apache-2.0
/** A published port, a link, or the end of one, so that it can be undone like the others; made by port.* and network.*. */

import * as z from 'zod';
import { linksOf } from '../../../contract/linked-pairs.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { describeHostPort, isHostPort, publicationSchema } from '../../../contract/model/containers/publication.ts';
import { say, type Words } from '../../../contract/text.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';
import type { Containers } from '../containers/ports.ts';
import type { Networks } from '../networks/ports.ts';
import { type ChangeDriver, defineDriver, type PlanState } from './ports.ts';

const networkPlanSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('port'), name: z.string(), publication: publicationSchema, isAdded: z.boolean() }),
  z.object({ type: z.literal('link'), name: z.string(), other: z.string(), isAdded: z.boolean() }),
]);
export type NetworkPlan = z.infer<typeof networkPlanSchema>;

export function createNetworkDriver(containers: Pick<Containers, 'list'>, networks: Networks): ChangeDriver {
  async function bring(plan: NetworkPlan, isThere: boolean): Promise<void> {
    if (isPresent(plan, await containers.list(neverAborts)) === isThere) return;
    if (plan.type === 'link') await networks[isThere ? 'link' : 'unlink'](plan.name, plan.other);
    else if (isThere) await networks.publish(plan.name, plan.publication);
    else await networks.unpublish(plan.name, plan.publication);
  }

  return defineDriver({
    schema: networkPlanSchema,
    plan: () => Promise.reject(new Error('cannot plan a port or a link: no remedy changes them')),
    async readState(plan): Promise<PlanState> {
      const all = await containers.list(neverAborts);
      const names = plan.type === 'link' ? [plan.name, plan.other] : [plan.name];
      const gone = names.find((name) => !all.some((one) => one.name === name));
      if (gone !== undefined) return { state: 'other', words: say('the container {gone} is gone', { gone }) };
      return { state: isPresent(plan, all) === plan.isAdded ? 'after' : 'before' };
    },
    apply: (plan) => bring(plan, plan.isAdded),
    revert: (plan) => bring(plan, !plan.isAdded),
  });
}

function isPresent(plan: NetworkPlan, all: readonly Container[]): boolean {
  if (plan.type === 'link') return linksOf(plan.name, all).includes(plan.other);
  const { port } = plan.publication;
  return (
    all
      .find(({ name }) => name === plan.name)
      ?.published.some((one) => isHostPort(one, plan.publication) && one.port === port) ?? false
  );
}

/** `TCP port 8080 leads to port 80 of web`, or that it no longer does. */
export function describeNetworkPlan(plan: NetworkPlan, isThere: boolean): Words {
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
