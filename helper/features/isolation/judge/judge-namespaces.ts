// SPDX-License-Identifier: Apache-2.0
/**
 * Findings about the layers beside SELinux: user namespaces, their ranges, settings that weaken isolation, and cgroups
 * without a limit.
 */

import { describeOpenSettings } from '../../../../contract/wording/isolation/describe-findings.ts';
import { listWords } from '../../../../contract/wording/list-words.ts';
import type { GivenFinding } from '../../../../contract/model/isolation-finding.ts';
import { factsOf } from '../../../../contract/model/engines/engine-facts.ts';
import { say, type Words } from '../../../../contract/text.ts';
import { boundsFor, unboundedKeys } from '../../../cgroup/cgroup-bounds.ts';
import { valueOf } from '../../../lxc/configuration-file.ts';
import { idMappingsOf } from '../../../lxc/id-ranges.ts';
import { groupBy } from './group-by.ts';
import { dangerousSettings } from './dangerous-settings.ts';
import { termsOf } from '../../../engines/terms-of.ts';
import type { ContainerFacts } from '../facts/facts.ts';

interface IdRange {
  readonly kind: string;
  readonly first: number;
  readonly last: number;
}

export function judgeNamespaces(containers: readonly ContainerFacts[]): readonly GivenFinding[] {
  return [
    ...containers.flatMap(withoutUserNamespace),
    ...overlaps(containers),
    ...containers.flatMap(openSettings),
    ...containers.flatMap(unboundedCgroups),
  ];
}

function withoutUserNamespace({ container, lines }: ContainerFacts): readonly GivenFinding[] {
  if (idMappingsOf(lines).length > 0) return [];
  const { name } = container;
  const isNamed = lines.some(({ key }) => key === 'lxc.idmap');
  return [
    {
      kind: 'no-user-namespace',
      id: `no-user-namespace:${name}`,
      severity: 'weak',
      containers: [name],
      summary: say(
        '{name} has no user namespace: root inside is root of the host, and only SELinux, ' +
          'capabilities and seccomp hold it.',
        { name },
      ),
      evidence: [`${termsOf(container).configuration}: no line lxc.idmap${isNamed ? ' that maps ids' : ''}`],
      fix: {
        by: 'advice',
        summary: say(
          'Map its ids to a range of /etc/subuid that no other container has, and give its files to ' +
            'that range; or create it again with Bulkhead.',
        ),
      },
    },
  ];
}

/** One finding for all that have the same ids, and one for each other pair. */
function overlaps(containers: readonly ContainerFacts[]): readonly GivenFinding[] {
  const many = groupBy(containers, (facts) => JSON.stringify(rangesOf(facts))).filter(
    (group) => group.length > 2 && group.some((facts) => rangesOf(facts).length > 0),
  );
  const groupOf = new Map(many.flatMap((group) => group.map((facts) => [facts, group] as const)));
  const isTogether = (one: ContainerFacts, other: ContainerFacts): boolean =>
    groupOf.has(one) && groupOf.get(one) === groupOf.get(other);
  return [
    ...many.map(sameIds),
    ...containers.flatMap((one, index) =>
      containers.slice(index + 1).flatMap((other) => (isTogether(one, other) ? [] : overlap(one, other))),
    ),
  ];
}

function sameIds(group: readonly ContainerFacts[]): GivenFinding {
  const names = group.map(({ container }) => container.name);
  const [range] = group.flatMap(rangesOf);
  const [first, last] = [range?.first ?? 0, range?.last ?? 0];
  return {
    kind: 'overlapping-ids',
    id: `overlapping-ids:${names.join(',')}`,
    severity: 'weak',
    containers: names,
    first,
    last,
    summary: say('{names} share ids of the host: to everything but SELinux a user of one is a user of the others.', {
      names: listWords(names),
    }),
    evidence: names.map((name) => `${name}: ${first} to ${last}`),
    fix: {
      by: 'advice',
      summary: adviceFor(group),
    },
  };
}

/** The words of the engine that every host has, where one of them is of it. */
function adviceFor(group: readonly ContainerFacts[]): Words {
  const [first] = group.toSorted(
    (one, other) => Number(factsOf(other.container).isOnEachHost) - Number(factsOf(one.container).isOnEachHost),
  );
  return first === undefined ? '' : termsOf(first.container).ownIdsOfEach;
}

function overlap(one: ContainerFacts, other: ContainerFacts): readonly GivenFinding[] {
  for (const left of rangesOf(one)) {
    for (const right of rangesOf(other)) {
      if (left.kind !== right.kind || left.last < right.first || right.last < left.first) continue;
      const names = [one.container.name, other.container.name];
      const [first, last] = [Math.max(left.first, right.first), Math.min(left.last, right.last)];
      return [
        {
          kind: 'overlapping-ids',
          id: `overlapping-ids:${names.join(',')}`,
          severity: 'weak',
          containers: names,
          first,
          last,
          summary: say(
            '{one} and {other} share ids of the host: to everything but SELinux a user of one is a user of the other.',
            { one: names[0] ?? '', other: names[1] ?? '' },
          ),
          evidence: [
            `${names[0] ?? ''}: ${left.first} to ${left.last}`,
            `${names[1] ?? ''}: ${right.first} to ${right.last}`,
          ],
          fix: {
            by: 'advice',
            summary: termsOf(other.container).ownIds,
          },
        },
      ];
    }
  }
  return [];
}

function rangesOf({ lines }: ContainerFacts): readonly IdRange[] {
  return idMappingsOf(lines).flatMap(({ kind, host: { base, count } }) =>
    (kind === 'b' ? ['u', 'g'] : [kind]).map((each) => ({ kind: each, first: base, last: base + count - 1 })),
  );
}

function openSettings({ container, lines }: ContainerFacts): readonly GivenFinding[] {
  const { name, isManaged } = container;
  const settings = dangerousSettings({ name, isManaged, lines });
  return settings.length === 0 ? [] : [describeOpenSettings(name, settings, termsOf(container).configuration)];
}

function unboundedCgroups({ container, lines }: ContainerFacts): readonly GivenFinding[] {
  const keys = unboundedKeys(lines);
  if (keys.length === 0) return [];
  const { name } = container;
  const { configuration, addLines } = termsOf(container);
  return [
    {
      kind: 'unbounded-cgroups',
      id: `unbounded-cgroups:${name}`,
      severity: 'weak',
      containers: [name],
      summary: say(
        'Nothing bounds how many cgroups root of {name} may make: thousands of them take memory of ' +
          "the kernel's, and make stopping it slow.",
        { name },
      ),
      evidence: keys.map(
        (key) =>
          `${configuration}: ${valueOf(lines, key) === undefined ? `no line ${key}` : `${key} = ${valueOf(lines, key) ?? ''}`}`,
      ),
      fix: {
        by: 'commands',
        summary: say('Bound them, from its next start on.'),
        commands: [...addLines(boundsFor(keys))],
      },
    },
  ];
}
