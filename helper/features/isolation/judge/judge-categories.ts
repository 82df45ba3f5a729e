// SPDX-License-Identifier: Apache-2.0
/**
 * Findings about categories: who reaches whose files because the kernel finds all of their categories among his own.
 */

import {
  describeReassigning,
  describeSameLevel,
  idOfSameLevel,
} from '../../../../contract/wording/isolation/describe-findings.ts';
import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import { hasLayers } from '../../../../contract/model/engines/has-layers.ts';
import { categoriesOf } from '../../../../contract/model/contexts/security-context.ts';
import type { GivenFinding, GivenFix } from '../../../../contract/model/isolation-finding.ts';
import { say } from '../../../../contract/text.ts';
import type { ContainerFacts, ProcessFacts, IsolationFacts } from '../facts/facts.ts';
import { categoryNumbers } from '../../../selinux/category-numbers.ts';
import { contextsOf, named } from './judge-context.ts';
import { contentTypeOf } from '../../../selinux/content-type.ts';
import { domainType } from '../../../selinux/types.ts';
import { termsOf } from '../../../engines/terms-of.ts';
import { groupBy } from './group-by.ts';
import { levelRelation } from './level-relation.ts';

/**
 * One finding for those that share a level, and one for each pair of which one holds the other's categories and more.
 */
export function judgeCategories({ containers, map, outside }: IsolationFacts): readonly GivenFinding[] {
  const levelled = containers.flatMap((facts, index) => {
    const context = facts.container.context ?? facts.configured;
    const parsed = context === undefined ? undefined : parseSecurityContext(context);
    return parsed === undefined || context === undefined ? [] : [{ facts, index, level: parsed.level, context }];
  });
  const sharing = groupBy(levelled, ({ level }) => setOf(level)).filter((group) => group.length > 1);
  const shared = sharing.map((group): GivenFinding => {
    const [first] = group;
    const level = first?.level ?? '';
    const isOpen = group.some((one) => group.some((other) => map.rows[one.index]?.[other.index] === 'o'));
    const containers = group.map(({ facts, context }) => ({ name: facts.container.name, context }));
    const fix = separation(
      group.map(({ facts }) => facts),
      idOfSameLevel(containers.map(({ name }) => name)),
    );
    return describeSameLevel({ containers, level, isOpen, fix });
  });
  const contained = levelled.flatMap((one) =>
    levelled.flatMap((other) => containing(one, other, map.rows[one.index]?.[other.index])),
  );
  return [...shared, ...contained, ...containers.flatMap((facts) => outsideProcesses(facts, outside))];
}

interface Levelled {
  readonly facts: ContainerFacts;
  readonly index: number;
  readonly level: string;
  readonly context: string;
}

/**
 * Finds this only where the kernel says that it is so: contained categories of a type that may not touch the other's
 * are no finding.
 */
function containing(one: Levelled, other: Levelled, answer: string | undefined): readonly GivenFinding[] {
  const relation = levelRelation(one.level, other.level);
  if (answer !== 'o' || (relation !== 'contains' && relation !== 'none') || setOf(one.level) === setOf(other.level))
    return [];
  const [holder, held] = [one.facts.container.name, other.facts.container.name];
  return [
    {
      kind: 'shared-categories',
      id: `shared-categories:${holder}>${held}`,
      severity: 'broken',
      containers: [holder, held],
      level: other.level,
      relation,
      summary:
        relation === 'none'
          ? say('{held} has no categories, so {holder} reaches its files.', { held, holder })
          : say('{holder} holds all categories of {held} beside its own, so it reaches its files.', { holder, held }),
      evidence: [`${holder}: ${one.context}`, `${held}: ${other.context}`],
      fix: separation([one.facts, other.facts], `shared-categories:${holder}>${held}`),
    },
  ];
}

/**
 * The helper changes its own containers while they are stopped; the first such one is enough, since all others keep
 * what they have.
 */
function separation(concerned: readonly ContainerFacts[], id: string): GivenFix {
  const own = concerned.filter(({ container }) => hasLayers(container));
  const stopped = own.find(({ container }) => container.initPid === null);
  if (stopped !== undefined) return describeReassigning(stopped.container.name);
  const [running] = own;
  if (running !== undefined) {
    const { name } = running.container;
    return {
      by: 'commands',
      summary: say('Stop {name}; then it can be given a new pair here.', { name }),
      commands: [`bulkheadctl stop ${name}`, `bulkheadctl audit --fix '${id}'`],
    };
  }
  const [last] = concerned.slice(-1);
  return {
    by: 'commands',
    summary: say('Choose a pair that no other container has, for its configuration and for its files.'),
    commands: last === undefined ? [] : commandsFor(last),
  };
}

function commandsFor({ container, root, configured }: ContainerFacts): string[] {
  const terms = termsOf(container);
  const type = parseSecurityContext(container.context ?? configured ?? '')?.type ?? domainType;
  const wanted = { type, contentType: contentTypeOf(type) ?? type, level: 's0:cA,cB', root: root.path ?? '' };
  return [terms.stop, ...terms.setLevel(wanted)];
}

function outsideProcesses(
  { container: { name, context }, configured }: ContainerFacts,
  outside: readonly ProcessFacts[],
): readonly GivenFinding[] {
  const level = setOf(parseSecurityContext(context ?? configured ?? '')?.level ?? '');
  if (level === '') return [];
  const holders = outside.filter((process) => setOf(parseSecurityContext(process.context)?.level ?? '') === level);
  if (holders.length === 0) return [];
  return [
    {
      kind: 'outside-processes',
      id: `outside-processes:${name}`,
      severity: 'weak',
      containers: [name],
      processes: named(holders),
      count: holders.length,
      summary:
        holders.length === 1
          ? say(
              'A process outside of every LXC container holds the categories of {name}: ' +
                'another tool may have drawn the same pair.',
              { name },
            )
          : say(
              '{count} processes outside of every LXC container hold the categories of {name}: ' +
                'another tool may have drawn the same pair.',
              { count: holders.length, name },
            ),
      evidence: [...contextsOf(holders)],
      fix: {
        by: 'commands',
        summary: say('Look at what they are, and let that tool, or this container, have another pair.'),
        commands: named(holders).map(({ pid }) => `ps -o pid,label,cgroup,args -p ${pid}`),
      },
    },
  ];
}

/** The categories in one order, so that `c5.c6` and `c5,c6` are the same. */
function setOf(level: string): string {
  return [...categoryNumbers(categoriesOf(level))].sort((one, other) => one - other).join(',');
}
