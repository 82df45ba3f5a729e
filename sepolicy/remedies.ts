// SPDX-License-Identifier: Apache-2.0
/**
 * Proposes what can be done about a denial, narrowest first, each with what it would open and what it would close.
 * Nothing here changes anything.
 */

import type { GivenReason, Opening, GivenRemedy } from '../contract/model/denials/explanation.ts';
import { say, type Words } from '../contract/text.ts';
import { choiceRemedy } from './choice-remedy.ts';
import { type Access, decide } from './decide.ts';
import { booleanCommand } from './host-commands.ts';
import type { LoadedPolicy } from './loaded-policy.ts';
import { closedByBoolean, openedByBoolean, openedByRelabel } from './openings.ts';
import { reachCall } from './own-domain/generate.ts';
import { ownerOfPolicyName, sharedDomain } from './own-domain/names.ts';
import { connectPort, portLabels, servePort } from './port-remedies.ts';
import { isTakenAway } from './reach.ts';
import type { MisplacedFile } from './reason.ts';
import { leave, narrowestFirst, remedyOf } from './remedy.ts';
import { riskOf, riskOfRelabel, tooDangerous } from './risk.ts';
import { ruleCil } from './rule-text.ts';
import { shareRemedies, type ShareableVolume } from './share-remedies.ts';
import { volumeLabel } from './volume-label-remedy.ts';

/** How the container that was denied is confined, and who else would be touched. */
export interface RemedyFacts {
  /** Is false for a process of the host: its domain is the distribution's, and no rule is proposed for it. */
  readonly isContainer: boolean;
  /** True when the source's type is the domain of this one container. */
  readonly isOwnDomain: boolean;
  /** Containers whose processes have the source's type, beside the one that was denied. */
  readonly sharers: readonly string[];
  /** All other containers that run on the host: a boolean or a port concerns them too. */
  readonly others: readonly string[];
  /** Volumes of other containers that it may have asked for. */
  readonly shareable?: readonly ShareableVolume[];
  readonly misplaced?: MisplacedFile | null;
  /** True when the access went through because the domain or the host is permissive. */
  readonly isPermissive?: boolean;
  /** The port that was to be bound or connected to. */
  readonly port?: number | null;
}

interface ReasonedAccess {
  readonly access: Access;
  /** Says why the access is denied. */
  readonly reason: GivenReason;
}

/** The remedies for a denial of this reason, in the order in which they are proposed. */
export function remediesFor(
  policy: LoadedPolicy,
  denied: ReasonedAccess,
  remedyFacts: RemedyFacts,
): readonly GivenRemedy[] {
  return narrowestFirst(candidates(policy, denied, remedyFacts));
}

function candidates(
  policy: LoadedPolicy,
  { access, reason }: ReasonedAccess,
  remedyFacts: RemedyFacts,
): readonly GivenRemedy[] {
  const { shareable = [], others, misplaced } = remedyFacts;
  switch (reason.kind) {
    case 'other-categories':
    case 'other-container':
      return [
        leave(describeIsolation(remedyFacts)),
        ...shareRemedies(policy, access, { otherContainer: reason.otherContainer, shareable }),
      ];
    case 'allowed-now':
      return [leave(say('It is allowed now: try it again.'))];
    case 'unknown':
      return [leave(say('It is not known what would help: leave it denied.'))];
    case 'constraint':
      return [
        leave(
          say(
            'A constraint of the policy forbids it whatever the rules say: run the program in ' +
              'another context, or leave it denied.',
          ),
        ),
      ];
    case 'wrong-label':
      // No rule is proposed on a volume, which would hold for the host's files of that type too.
      return reason.volume === null || !misplaced
        ? [relabel(policy, access, reason), ...ownRule(policy, access, remedyFacts)]
        : [volumeLabel(policy, access, misplaced)];
    case 'port-label':
      return orLeave(
        [...ownRule(policy, access, remedyFacts), ...portLabels(policy, access, { reason, others })],
        say('No type of port fits the service of this domain: leave it denied, or use a port that it may use.'),
      );
    case 'boolean':
      return [
        ...ownRule(policy, access, remedyFacts),
        ...reason.booleans.map((boolean) => setBoolean(policy, access, { ...boolean, others })),
      ];
    case 'capability':
    case 'no-rule':
      return [leave(say('If the program works without it, leave it denied.')), ...ownRule(policy, access, remedyFacts)];
  }
}

function describeIsolation({ isPermissive = false }: RemedyFacts): Words {
  if (!isPermissive) return say('SELinux isolates these containers from each other: leave it as it is.');
  return say(
    'SELinux would have blocked this, and let it through because the domain or the host is ' +
      'permissive: let it enforce again, and open nothing.',
  );
}

function orLeave(remedies: readonly GivenRemedy[], words: Words): readonly GivenRemedy[] {
  return remedies.length === 0 ? [leave(words)] : remedies;
}

type WrongLabel = Extract<GivenReason, { kind: 'wrong-label' }>;

function relabel(
  policy: LoadedPolicy,
  { source, class: className }: Access,
  { path, actual, expected }: WrongLabel,
): GivenRemedy {
  const opens = openedByRelabel(policy, { from: actual, to: expected, class: className });
  const loses = openedByRelabel(policy, { from: expected, to: actual, class: className });
  const risk = riskOfRelabel(policy, { actual, expected, opens, loses, subject: source.type, object: path });
  return remedyOf({
    id: 'relabel',
    kind: 'relabel',
    reach: 'host',
    summary: say('Give {path} the label that the policy has for it: {expected} instead of {actual}.', {
      path,
      expected,
      actual,
    }),
    change: [`restorecon -v -- ${path}`],
    opens,
    loses,
    risk,
    cannotApply: tooDangerous(risk),
  });
}

function setBoolean(
  policy: LoadedPolicy,
  { source, class: className }: Access,
  { name, value, others }: { readonly name: string; readonly value: boolean; readonly others: readonly string[] },
): GivenRemedy {
  const opens = openedByBoolean(policy, name, value);
  const loses = closedByBoolean(policy, name, value);
  const risk = riskOf(policy, { opens, loses, subject: source.type, class: className });
  return remedyOf({
    id: `boolean:${name}`,
    kind: 'boolean',
    reach: 'host',
    summary: value
      ? say('Set the boolean {name} on, for the whole host.', { name })
      : say('Set the boolean {name} off, for the whole host.', { name }),
    change: [booleanCommand(name, value)],
    sets: { name, isOn: value },
    opens,
    loses,
    risk,
    touches: others,
    cannotApply: tooDangerous(risk),
  });
}

/**
 * A rule for the one container, as narrow as a rule can be: these permissions, on this type; or the port among those
 * that it serves.
 */
function ownRule(
  policy: LoadedPolicy,
  access: Access,
  { isContainer, isOwnDomain, sharers, port = null }: RemedyFacts,
): readonly GivenRemedy[] {
  if (!isContainer) return [];
  const container = ownerOfPolicyName(access.source.type);
  const serve = isOwnDomain && container !== undefined ? servePort(policy, access, { container, port }) : undefined;
  if (serve !== undefined) return [serve];
  const choice = isOwnDomain && container !== undefined ? choiceRemedy(access) : undefined;
  // A rule for the same would open less, but leave the program as far as its next denial.
  const connect =
    choice === undefined || container === undefined ? undefined : connectPort(policy, access, { container, port });
  if (choice !== undefined) return connect === undefined ? [choice] : [connect, choice];
  const { source, target } = access;
  const { withoutRule } = decide(policy, access);
  const opening: Opening = {
    source: access.source.type,
    target: access.target.type,
    class: access.class,
    permissions: [...withoutRule],
  };
  const risk = riskOf(policy, { opens: [opening], subject: access.source.type });
  const remedy = remedyOf({
    id: 'own-rule',
    kind: 'own-rule',
    reach: isOwnDomain ? 'container' : 'containers',
    summary: say('Allow {domain} to {permissions} {class} of type {type}.', {
      domain: describeDomain(isOwnDomain, source.type),
      permissions: withoutRule.join(', '),
      class: access.class,
      type: target.type,
    }),
    change: [
      ...(isTakenAway(policy, opening) ? [reachCall(opening.source, opening.target)] : []),
      ruleCil({ ...opening, target: opening.target === opening.source ? 'self' : opening.target }),
    ],
    opens: [opening],
    risk,
    touches: sharers,
    cannotApply: tooDangerous(risk) ?? notOwn(isOwnDomain, access.source.type),
    // A container of another tool is confined by that tool alone.
    needs: access.source.type === sharedDomain && tooDangerous(risk) === null ? 'own-domain' : null,
  });
  return [remedy];
}

function describeDomain(isOwnDomain: boolean, type: string): Words {
  if (isOwnDomain) return say("the container's own domain");
  return type === sharedDomain
    ? say('the shared domain {sharedDomain}, in which other containers may run too,', { sharedDomain })
    : say('the domain {type}', { type });
}

function notOwn(isOwnDomain: boolean, type: string): Words | null {
  if (isOwnDomain) return null;
  const whose =
    type === sharedDomain ? say('the domain that containers share') : say("not this container's own domain");
  return say('{type} is {whose}, so the rule would hold for others too; give the container its own domain first', {
    type,
    whose,
  });
}
