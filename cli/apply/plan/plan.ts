// SPDX-License-Identifier: Apache-2.0
/**
 * Plans which calls bring a host from what it has to what a file says. It is a pure function, and what the file does
 * not name stays as it is.
 */

import { canEngine } from '../../../contract/model/engines/capabilities.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { WantedContainer } from '../file/container-schema.ts';
import type { FileProblem } from '../file/file-problems.ts';
import { isManagedTag, managedTag } from '../file/file-schema.ts';
import type { Located, WantedHost } from '../file/read-wanted.ts';
import { type CompleteContainer, completedContainer, presentContainer, usualContainer } from './complete-container.ts';
import { differencesOf } from './differences.ts';
import { alertSteps } from './plan-alerts.ts';
import { changeSteps, creationSteps, removalStep } from './plan-container.ts';
import { linkSteps } from './plan-links.ts';
import { networkSteps } from './plan-networks.ts';
import type { PresentHost } from './present-host.ts';
import { inOrder, type Step } from './step.ts';

export interface PlanOptions {
  /** Remove the containers that carry the tag of the file and are not in it. */
  readonly isPruned: boolean;
  /** Remove and create again what cannot be changed otherwise. */
  readonly isRecreated: boolean;
  /** Stop and start containers whose changes would hold only from their next start. */
  readonly isRestarted: boolean;
}

export interface Plan {
  readonly steps: readonly Step[];
  /** Where there are any, there are no steps. */
  readonly problems: readonly FileProblem[];
}

export function planChanges(wanted: WantedHost, present: PresentHost, options: PlanOptions): Plan {
  const byName = new Map(present.containers.map((container) => [container.name, container]));
  const tag = wanted.managedBy === undefined ? undefined : managedTag(wanted.managedBy);
  const problems: FileProblem[] = [];
  const networks = networkSteps(wanted.networks, present.bridges);
  problems.push(...networks.problems);
  const steps: Step[] = [...networks.steps];
  const removed = new Set<string>();
  for (const [name, located] of wanted.containers) {
    const container = byName.get(name);
    problems.push(...linkProblems(name, located, wanted, byName));
    if (container === undefined) {
      problems.push(...imageProblems(located, present));
      steps.push(...creationSteps(name, managedBy(tag, completedContainer(usualContainer(''), located.value))));
      continue;
    }
    const unfit = ownerProblem(container, tag);
    if (unfit !== undefined) {
      problems.push(located.locate({ path: [], problem: unfit }));
      continue;
    }
    const was = presentContainer(container, present.schedules.get(name) ?? null);
    const is = managedBy(tag, completedContainer(was, located.value));
    const fixed = differencesOf('identity', was, is);
    if (fixed.length === 0) steps.push(...changeSteps(name, was, is, options));
    else if (options.isRecreated) {
      problems.push(...imageProblems(located, present));
      removed.add(name);
      steps.push(removalStep(name, was), ...creationSteps(name, is));
    } else
      problems.push(
        ...fixed.map(({ field, was: before = '' }) =>
          located.locate({
            path: [field],
            problem:
              `is ${before} and cannot be changed: ${name} would have to be removed with all its files and created ` +
              'again, which --recreate does',
          }),
        ),
      );
  }
  if (options.isPruned && tag !== undefined)
    for (const container of present.containers)
      if (isPruned(container, tag, wanted)) {
        removed.add(container.name);
        steps.push(removalStep(container.name, presentContainer(container, null)));
      }
  const inFile = new Map([...wanted.containers].map(([name, { value }]) => [name, value]));
  steps.push(...linkSteps({ wanted: inFile, containers: present.containers, removed }));
  steps.push(
    ...alertSteps(
      wanted.alerts.map(({ value }) => value),
      present.rules,
    ),
  );
  return { steps: problems.length > 0 ? [] : inOrder(steps), problems };
}

function managedBy(tag: string | undefined, container: CompleteContainer): CompleteContainer {
  return tag === undefined ? container : { ...container, tags: [...new Set([...container.tags, tag])].sort() };
}

function isPruned({ name, isManaged, tags }: Container, tag: string, wanted: WantedHost): boolean {
  return isManaged && tags.includes(tag) && !wanted.containers.has(name);
}

/** Why a file may not change a container that is there. */
function ownerProblem(container: Container, tag: string | undefined): string | undefined {
  const { isManaged, tags } = container;
  if (!canEngine(container, 'layer')) return 'is an instance of Incus, which apply does not change';
  if (!isManaged) return 'is a container of another tool, which Bulkhead does not change';
  const other = tags.find((one) => isManagedTag(one) && one !== tag);
  if (tag === undefined || other === undefined) return undefined;
  return `has the tag ${other} of another file; take it away with bulkheadctl tag NAME -${other}`;
}

function imageProblems({ value, locate }: Located<WantedContainer>, { images }: PresentHost): readonly FileProblem[] {
  if (images.includes(value.image)) return [];
  return [locate({ path: ['image'], problem: `the host has no image ${value.image}; see bulkheadctl image ls` })];
}

function linkProblems(
  name: string,
  { value, locate }: Located<WantedContainer>,
  wanted: WantedHost,
  byName: ReadonlyMap<string, Container>,
): readonly FileProblem[] {
  return (value.links ?? []).flatMap((other, at) => {
    if (other === name) return [locate({ path: ['links', at], problem: 'must be another container' })];
    if (wanted.containers.has(other) || byName.has(other)) return [];
    return [locate({ path: ['links', at], problem: `neither the file nor the host has a container ${other}` })];
  });
}
