// SPDX-License-Identifier: Apache-2.0
/** Asks the host what it would deny of a plan, so that a plan promises nothing that its steps would not do. */

import { isFailure } from '../../../contract/errors.ts';
import type { ParamsInput, Result } from '../../../contract/operations/index.ts';
import { maxPlanned } from '../../../contract/operations/plan.ts';
import type { Client } from '../../../rpc/client.ts';
import type { FileProblem } from '../file/file-problems.ts';
import type { Taken, TakenByPlan } from './taken-by-plan.ts';

/** Undefined where the helper is of a release that cannot be asked: its steps fail then, each with the reason. */
export async function checkPlan(
  client: Client,
  taken: TakenByPlan,
  signal: AbortSignal,
): Promise<readonly FileProblem[] | undefined> {
  const problems: FileProblem[] = [];
  try {
    for (const part of partsOf(taken)) {
      const answer = await client.request('plan.check', paramsOf(part), { signal });
      problems.push(...problemsOf(part, answer));
    }
  } catch (error) {
    if (isFailure(error, 'operation-unknown')) return undefined;
    throw error;
  }
  return problems;
}

/** As much as one call holds. All networks are in each, since the containers of each may be on them. */
function partsOf(taken: TakenByPlan): readonly TakenByPlan[] {
  const { networks, published, volumes } = taken;
  const count = Math.max(published.length, volumes.length, Math.min(networks.length, 1));
  return Array.from({ length: Math.ceil(count / maxPlanned) }, (_, at) => ({
    ...taken,
    published: published.slice(at * maxPlanned, (at + 1) * maxPlanned),
    volumes: volumes.slice(at * maxPlanned, (at + 1) * maxPlanned),
  }));
}

function paramsOf({ networks, published, volumes, replaced, unpublished }: TakenByPlan): ParamsInput<'plan.check'> {
  return {
    replaced: [...replaced],
    unpublished: [...unpublished],
    networks: valuesOf(networks.slice(0, maxPlanned)),
    published: valuesOf(published),
    volumes: valuesOf(volumes),
  };
}

function valuesOf<T>(taken: readonly Taken<T>[]): T[] {
  return taken.map(({ value }) => value);
}

function problemsOf(part: TakenByPlan, answer: Result<'plan.check'>): readonly FileProblem[] {
  return [
    ...locate(part.networks, answer.networks),
    ...locate(part.published, answer.published),
    ...locate(part.volumes, answer.volumes),
  ];
}

function locate(taken: readonly Taken<unknown>[], reasons: readonly (string | null)[]): readonly FileProblem[] {
  return taken.flatMap(({ problemOf }, at) => {
    const reason = reasons[at] ?? null;
    return reason === null ? [] : (problemOf(reason) ?? []);
  });
}
