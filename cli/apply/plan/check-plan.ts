// SPDX-License-Identifier: Apache-2.0
/** Asks the host what it would deny of a plan, so that a plan promises nothing that its steps would not do. */

import { isFailure } from '../../../contract/errors.ts';
import type { ParamsInput, Result } from '../../../contract/operations/index.ts';
import { maxPlanned } from '../../../contract/operations/containers/plan.ts';
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
    const isKnown = (one: FileProblem): boolean =>
      problems.some(({ file, line, column }) => file === one.file && line === one.line && column === one.column);
    problems.push(...(await checkFolders(client, taken, signal)).filter((one) => !isKnown(one)));
  } catch (error) {
    if (isFailure(error, 'operation-unknown')) return undefined;
    throw error;
  }
  return problems;
}

/**
 * Looks whether folders are there that no container has yet, as far as the caller may know: who would have to type a
 * password hears of it in the step.
 */
async function checkFolders(
  client: Client,
  { volumes, attached }: TakenByPlan,
  signal: AbortSignal,
): Promise<FileProblem[]> {
  const problems: FileProblem[] = [];
  for (const { value: source, problemOf } of volumes) {
    if (attached.some((one) => isWithin(source, one) || isWithin(one, source))) continue;
    try {
      const { problem } = await client.request('volume.check', { source }, { signal });
      const found = problem === null ? undefined : problemOf(problem);
      if (found !== undefined) problems.push(found);
    } catch (error) {
      if (!isFailure(error, 'not-authorised')) throw error;
      return problems;
    }
  }
  return problems;
}

const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

/**
 * Divides the plan into parts, each as large as one call may be. All networks are in each part, since the containers of
 * each may be on them.
 */
function partsOf(taken: TakenByPlan): readonly TakenByPlan[] {
  const { networks, published, volumes, domains } = taken;
  const count = Math.max(published.length, volumes.length, Math.min(networks.length + domains.length, 1));
  return Array.from({ length: Math.ceil(count / maxPlanned) }, (_, at) => ({
    ...taken,
    published: published.slice(at * maxPlanned, (at + 1) * maxPlanned),
    volumes: volumes.slice(at * maxPlanned, (at + 1) * maxPlanned),
    domains: at === 0 ? domains : [],
  }));
}

function paramsOf({
  networks,
  published,
  volumes,
  domains,
  replaced,
  unpublished,
}: TakenByPlan): ParamsInput<'plan.check'> {
  return {
    replaced: [...replaced],
    unpublished: [...unpublished],
    networks: valuesOf(networks.slice(0, maxPlanned)),
    published: valuesOf(published),
    volumes: valuesOf(volumes),
    // A release without it denies the field.
    ...(domains.length > 0 && { ownDomain: true }),
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
    ...part.domains.flatMap(({ problemOf }) => (answer.ownDomain === null ? [] : (problemOf(answer.ownDomain) ?? []))),
  ];
}

function locate(taken: readonly Taken<unknown>[], reasons: readonly (string | null)[]): readonly FileProblem[] {
  return taken.flatMap(({ problemOf }, at) => {
    const reason = reasons[at] ?? null;
    return reason === null ? [] : (problemOf(reason) ?? []);
  });
}
