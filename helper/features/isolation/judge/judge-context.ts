// SPDX-License-Identifier: Apache-2.0
/**
 * Findings about what SELinux holds a container by: the context that is configured, that its init has, and that its
 * processes have.
 */

import {
  describePermissiveDomain,
  describeUnconfined,
} from '../../../../contract/wording/isolation/describe-findings.ts';
import type { GivenFinding, StrayProcess } from '../../../../contract/model/isolation-finding.ts';
import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import { say, type Words } from '../../../../contract/text.ts';
import type { ContainerFacts, ProcessFacts } from '../facts/facts.ts';
import { isConfiningType } from '../../../selinux/confining-type.ts';
import { termsOf } from '../../../engines/terms-of.ts';

/** Processes that a finding names one by one. */
const maxNamed = 20;

/** On a host that does not enforce, single domains cannot be judged. */
export function judgeContext(
  facts: ContainerFacts,
  { isEnforcing }: { readonly isEnforcing: boolean },
): readonly GivenFinding[] {
  return [
    ...missingContext(facts),
    ...unconfined(facts),
    ...unknownContext(facts),
    ...differingContext(facts),
    ...(isEnforcing ? permissiveDomain(facts) : []),
    ...strayProcesses(facts),
    ...findDontauditRule(facts),
  ];
}

function missingContext({ container, configured, root }: ContainerFacts): readonly GivenFinding[] {
  if (configured !== undefined) return [];
  const { name } = container;
  const terms = termsOf(container);
  return [
    {
      kind: 'no-context',
      id: `no-context:${name}`,
      severity: 'broken',
      containers: [name],
      summary: say(
        'The configuration of {name} names no SELinux context, so LXC starts it in the domain of the ' +
          'program that starts it.',
        { name },
      ),
      evidence: [`${terms.configuration}: no line lxc.selinux.context`],
      fix: {
        by: 'commands',
        summary: say(
          'Name a context with a pair of categories that no other container has, and start the ' +
            'container again. Its files need the same pair.',
        ),
        commands: [
          terms.stop,
          terms.setContext('container_t', 's0:cA,cB'),
          ...terms.setLabel('container_file_t', 's0:cA,cB', root.path ?? `/var/lib/lxc/${name}/rootfs`),
          terms.start,
        ],
      },
    },
  ];
}

function unconfined({ container, configured }: ContainerFacts): readonly GivenFinding[] {
  const { name, initPid } = container;
  const context = initPid === null ? configured : (container.context ?? undefined);
  const type = parseSecurityContext(context ?? '')?.type;
  if (context === undefined || type === undefined || isConfiningType(type)) return [];
  return [describeUnconfined({ name, initPid, context, type })];
}

function unknownContext({ container: { name }, configured, isKnown }: ContainerFacts): readonly GivenFinding[] {
  if (configured === undefined || isKnown) return [];
  return [
    {
      kind: 'unknown-context',
      id: `unknown-context:${name}`,
      severity: 'weak',
      containers: [name],
      context: configured,
      summary: say(
        'The loaded policy does not know the context that the configuration of {name} names: it ' +
          'cannot be started in it.',
        { name },
      ),
      evidence: [`lxc.selinux.context = ${configured}`],
      fix: {
        by: 'advice',
        summary: say('Load the module that declares its type, or name a context that the policy knows.'),
      },
    },
  ];
}

function differingContext({
  container: { name, initPid, context },
  configured,
}: ContainerFacts): readonly GivenFinding[] {
  if (initPid === null || configured === undefined || context === configured) return [];
  const actual = context ?? 'none';
  return [
    {
      kind: 'context-differs',
      id: `context-differs:${name}`,
      severity: 'weak',
      containers: [name],
      actual,
      configured,
      summary: say(
        '{name} runs in another context than its configuration names: the configuration was changed ' +
          'after the start, or the context was not applied.',
        { name },
      ),
      evidence: [`/proc/${initPid}/attr/current: ${actual}`, `lxc.selinux.context = ${configured}`],
      fix: {
        by: 'helper',
        operation: 'kill',
        container: name,
        summary: say(
          'Stop it, or kill it where that cannot wait; with the next start the configured context is applied and ' +
            'verified.',
        ),
      },
    },
  ];
}

function permissiveDomain({ container: { name, confinementMode, domain } }: ContainerFacts): readonly GivenFinding[] {
  if (confinementMode !== 'permissive' || domain === null) return [];
  return [describePermissiveDomain(name, domain)];
}

function strayProcesses({ container: { name, context }, processes }: ContainerFacts): readonly GivenFinding[] {
  if (context === null) return [];
  const strays = processes.filter((process) => process.context !== context);
  if (strays.length === 0) return [];
  const free = strays.some((stray) => !isConfiningType(parseSecurityContext(stray.context)?.type ?? ''));
  return [
    {
      kind: 'stray-processes',
      id: `stray-processes:${name}`,
      severity: free ? 'broken' : 'weak',
      containers: [name],
      processes: named(strays),
      count: strays.length,
      summary: strayWords(name, strays.length, free),
      evidence: [`init: ${context}`, ...contextsOf(strays)],
      fix: {
        by: 'commands',
        summary: say('Look at what they are; somebody of the host put them there. Then end them.'),
        commands: named(strays).flatMap(({ pid }) => [`ps -o pid,label,args -p ${pid}`, `kill -9 ${pid}`]),
      },
    },
  ];
}

function strayWords(name: string, count: number, isFree: boolean): Words {
  if (count === 1)
    return isFree
      ? say('A process in {name} has another context than its init, one that confines nothing.', { name })
      : say('A process in {name} has another context than its init.', { name });
  return isFree
    ? say('{count} processes in {name} have another context than its init, one that confines nothing.', { count, name })
    : say('{count} processes in {name} have another context than its init.', { count, name });
}

function findDontauditRule({ container: { name, domain }, unlogged }: ContainerFacts): readonly GivenFinding[] {
  if (domain === null || unlogged.length === 0) return [];
  return [
    {
      kind: 'dontaudit-denials',
      id: `dontaudit-denials:${name}`,
      severity: 'notice',
      containers: [name],
      domain,
      permissions: [...unlogged],
      summary: say(
        'When {name} reaches into another container, no denial is logged: the policy has dontaudit rules for {domain}.',
        { name, domain },
      ),
      evidence: [`dontaudit ${domain} …:dir { ${unlogged.join(' ')} };`],
      fix: {
        by: 'commands',
        summary: say('Log dontaudit denials for a while. Containers that Bulkhead creates have no such rule.'),
        commands: ['semodule -DB', 'semodule -B'],
      },
    },
  ];
}

export function named(processes: readonly ProcessFacts[]): StrayProcess[] {
  return processes.slice(0, maxNamed).map(({ pid, context, comm }) => ({ pid, context, comm }));
}

export function contextsOf(processes: readonly ProcessFacts[]): readonly string[] {
  return [...new Set(processes.map(({ context }) => context))]
    .sort()
    .map((context) => `${processes.filter((process) => process.context === context).length} in ${context}`);
}
