// SPDX-License-Identifier: Apache-2.0
/** Why the policy denied an access, and whether that is container isolation or something to fix. */

import type { ExplainedReason } from '../../../../contract/model/denials/explanation.ts';

export interface ReasonLabel {
  readonly title: string;
  /** `isolation`: working as intended, if the access was blocked; `policy`: the policy could be changed. */
  readonly tone: 'isolation' | 'policy' | 'unknown';
  readonly sentence: string;
  /** What it means if the access was blocked. */
  readonly whenStopped?: string;
}

type ReasonOf<Kind extends ExplainedReason['kind']> = Extract<ExplainedReason, { readonly kind: Kind }>;

export function reasonLabel(reason: ExplainedReason): ReasonLabel {
  switch (reason.kind) {
    case 'other-categories':
      return {
        title: 'Blocked by container isolation',
        tone: 'isolation',
        sentence: categoriesSentence(reason),
        whenStopped: 'Unix permissions do not matter here: even mode 0777 would not allow it.',
      };
    case 'other-container':
      return {
        title: 'Blocked by container isolation',
        tone: 'isolation',
        sentence: otherContainerSentence(reason),
        whenStopped: 'Unix permissions do not matter here.',
      };
    case 'wrong-label':
      return { title: 'The file has the wrong label', tone: 'policy', sentence: labelSentence(reason) };
    case 'boolean':
      return {
        title: 'A policy boolean denies it',
        tone: 'policy',
        sentence: booleanSentence(reason),
      };
    case 'port-label':
      return {
        title: 'The port has a different label',
        tone: 'policy',
        sentence: portSentence(reason),
      };
    case 'capability':
      return {
        title: 'The domain lacks a capability',
        tone: 'policy',
        sentence: capabilitySentence(reason),
      };
    case 'constraint':
      return {
        title: `A constraint on the ${reason.about} denies it`,
        tone: 'policy',
        sentence: 'A rule would allow it, but the constraint below denies it. Further rules do not help.',
      };
    case 'no-rule':
      return {
        title: 'No rule allows it',
        tone: 'policy',
        sentence: 'The loaded policy has no rule that allows this.',
      };
    case 'allowed-now':
      return {
        title: 'Allowed now',
        tone: 'unknown',
        sentence: 'This access is allowed now: the policy or the label of the file has changed.',
      };
    case 'unknown':
      return {
        title: 'Reason unknown',
        tone: 'unknown',
        sentence: `The policy cannot be analysed for it: ${reason.reason}.`,
      };
  }
}

function categoriesSentence({
  held,
  needed,
  otherContainer,
}: Extract<ExplainedReason, { kind: 'other-categories' }>): string {
  const own = held.length === 0 ? 'no category' : held.join(',');
  const owner =
    otherContainer === null
      ? ', which no container on this host has now'
      : `, those of the container ${otherContainer}`;
  return `The process has ${own}; the object has ${needed.join(',')}${owner}.`;
}

function labelSentence({ path, actual, expected, volume }: Extract<ExplainedReason, { kind: 'wrong-label' }>): string {
  if (volume === null)
    return `${path} is labelled ${actual}. The policy expects ${expected}, with which the access would be allowed.`;
  return (
    `${path} on the volume ${volume} is labelled ${actual}, not ${expected} like the volume. ` +
    'A file that is moved keeps its label; a file that is copied gets the right one.'
  );
}

function otherContainerSentence({
  type,
  otherContainer,
}: Extract<ExplainedReason, { kind: 'other-container' }>): string {
  const owner = otherContainer === null ? 'another container' : `the container ${otherContainer}`;
  return (
    `The object has the type ${type} of ${owner}. No rule allows this, ` +
    'and Bulkhead installs no module with such a rule.'
  );
}

function booleanSentence({ booleans }: ReasonOf<'boolean'>): string {
  const ways = booleans.map(({ name, value }) => `${name} ${value ? 'on' : 'off'}`);
  return `It would be allowed with ${ways.join(', or with ')}.`;
}

function portSentence({ protocol, port, actual, suitable }: ReasonOf<'port-label'>): string {
  const others = `It may use ${suitable.length} other port types.`;
  return `${protocol.toUpperCase()} port ${port} is labelled ${actual}, which this domain may not use. ${others}`;
}

function capabilitySentence({ capabilities, inUserNamespace }: ReasonOf<'capability'>): string {
  const where = inUserNamespace ? ', not even inside its own user namespace' : ' on the host';
  return `The policy does not allow this domain ${capabilities.join(', ')}${where}.`;
}
