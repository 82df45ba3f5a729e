/** Proposes what can be done about a refusal, narrowest first, each with what else it would open. Nothing here changes anything. */

import type { ExplainedReason, Opening, Remedy } from '../contract/model/explanation.ts';
import { type Access, decide } from './decide.ts';
import type { LoadedPolicy } from './loaded-policy.ts';
import { bounded, openedByBoolean, openedByRelabel } from './openings.ts';
import type { MisplacedFile } from './reason.ts';
import { riskOf, riskOfRelabel, tooDangerous } from './risk.ts';
import { ruleCil } from './rule-text.ts';
import { shareRemedies, type ShareableVolume } from './share-remedies.ts';
import { volumeLabel } from './volume-label-remedy.ts';

/** How the container that was refused is confined, and who else would be touched. */
export interface Surroundings {
  /** False for a process of the host: its domain is the distribution's, and no rule is proposed for it. */
  readonly isContainer: boolean;
  /** True when the source's type is the domain of this one container. */
  readonly isOwnDomain: boolean;
  /** Containers whose processes have the source's type, beside the one that was refused. */
  readonly sharers: readonly string[];
  /** All other containers that run on the host: a boolean or a port concerns them too. */
  readonly others: readonly string[];
  /** Volumes of other containers that it may have asked for. */
  readonly shareable?: readonly ShareableVolume[];
  readonly misplaced?: MisplacedFile | null;
}

export function remediesFor(policy: LoadedPolicy, access: Access, reason: ExplainedReason, surroundings: Surroundings): readonly Remedy[] {
  const { shareable = [] } = surroundings;
  switch (reason.kind) {
    case 'other-categories':
    case 'other-container':
      return [leave('The wall between the containers does its work: leave it as it is.'), ...shareRemedies(policy, access, { neighbour: reason.neighbour, shareable })];
    case 'allowed-now':
      return [leave('It is allowed by now: try it again.')];
    case 'unknown':
      return [leave('It cannot be told what would help: leave it refused.')];
    case 'constraint':
      return [leave('A constraint of the policy forbids it whatever the rules say: run the program in another context, or leave it refused.')];
    case 'wrong-label':
      return wrongLabel(policy, access, reason, surroundings);
    case 'port-label':
      return [...reason.suitable.slice(0, 3).map((type) => portLabel(policy, access, { ...reason, type, others: surroundings.others })), ...ownRule(policy, access, surroundings)];
    case 'boolean':
      return [...ownRule(policy, access, surroundings), ...reason.booleans.map((boolean) => setBoolean(policy, boolean, surroundings.others))];
    case 'capability':
    case 'no-rule':
      return [leave('If the program works without it, leave it refused.'), ...ownRule(policy, access, surroundings)];
  }
}

function leave(summary: string): Remedy {
  return { id: 'leave', kind: 'leave', summary, change: [], opens: [], opensCount: 0, risk: { level: 'low', reason: 'Nothing changes.' }, touches: [], cannotApply: 'there is nothing to apply' };
}

type WrongLabel = Extract<ExplainedReason, { kind: 'wrong-label' }>;

/** On a volume no rule is proposed: it would hold for the host's files of that type too. */
function wrongLabel(policy: LoadedPolicy, access: Access, reason: WrongLabel, surroundings: Surroundings): readonly Remedy[] {
  const { misplaced } = surroundings;
  return reason.volume === null || !misplaced ? [relabel(policy, access, reason), ...ownRule(policy, access, surroundings)] : [volumeLabel(policy, access, misplaced)];
}

function relabel(policy: LoadedPolicy, { class: className }: Access, { path, actual, expected }: WrongLabel): Remedy {
  const opens = openedByRelabel(policy, { from: actual, to: expected, class: className });
  const risk = riskOfRelabel(policy, { actual, expected, opens });
  return {
    id: 'relabel',
    kind: 'relabel',
    summary: `Give ${path} the label that the policy has for it: ${expected} instead of ${actual}.`,
    change: [`restorecon -v -- ${path}`],
    ...bounded(opens),
    risk,
    touches: [],
    cannotApply: tooDangerous(risk),
  };
}

interface PortChoice {
  readonly protocol: string;
  readonly port: number;
  readonly type: string;
  readonly others: readonly string[];
}

function portLabel(policy: LoadedPolicy, access: Access, { protocol, port, type, others }: PortChoice): Remedy {
  const opens = openedByRelabel(policy, { from: access.target.type, to: type, class: access.class });
  const risk = riskOf(policy, opens);
  return {
    id: `port-label:${type}`,
    kind: 'port-label',
    summary: `Call ${protocol} port ${port} a ${type}, which this domain may use.`,
    change: [`semanage port -a -t ${type} -p ${protocol} ${port}`],
    ...bounded(opens),
    risk,
    touches: [...others],
    cannotApply: tooDangerous(risk),
  };
}

function setBoolean(policy: LoadedPolicy, { name, value }: { readonly name: string; readonly value: boolean }, others: readonly string[]): Remedy {
  const opens = openedByBoolean(policy, name, value);
  const risk = riskOf(policy, opens);
  return {
    id: `boolean:${name}`,
    kind: 'boolean',
    summary: `Set the boolean ${name} ${value ? 'on' : 'off'}, for the whole host.`,
    change: [`setsebool -P ${name} ${value ? 'on' : 'off'}`],
    ...bounded(opens),
    risk,
    touches: [...others],
    cannotApply: tooDangerous(risk),
  };
}

/** A rule for the one container, as narrow as a rule can be: these permissions, on this type. */
function ownRule(policy: LoadedPolicy, access: Access, { isContainer, isOwnDomain, sharers }: Surroundings): readonly Remedy[] {
  if (!isContainer) return [];
  const { withoutRule } = decide(policy, access);
  const opening: Opening = { source: access.source.type, target: access.target.type, class: access.class, permissions: [...withoutRule] };
  const risk = riskOf(policy, [opening]);
  const remedy: Remedy = {
    id: 'own-rule',
    kind: 'own-rule',
    summary: `Allow the container's own domain to ${withoutRule.join(', ')} ${access.class} of type ${access.target.type}.`,
    change: [ruleCil({ ...opening, target: opening.target === opening.source ? 'self' : opening.target })],
    opens: [opening],
    opensCount: 1,
    risk,
    touches: [...sharers],
    cannotApply: tooDangerous(risk) ?? notOwn(isOwnDomain, access.source.type),
  };
  return [remedy];
}

function notOwn(isOwnDomain: boolean, type: string): string | null {
  return isOwnDomain ? null : `${type} is not this container's own domain, so the rule would hold for others too; give the container a domain of its own first`;
}
