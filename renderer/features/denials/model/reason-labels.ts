// SPDX-License-Identifier: Apache-2.0
/** Why the policy denied an access, and whether that is container isolation or something to fix. */

import type { ExplainedReason } from '../../../../contract/model/denials/explanation.ts';
import { t } from '../../../lib/language/t.ts';

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
        title: t('Blocked by container isolation'),
        tone: 'isolation',
        sentence: categoriesSentence(reason),
        whenStopped: t('Unix permissions do not matter here: even mode 0777 would not allow it.'),
      };
    case 'other-container':
      return {
        title: t('Blocked by container isolation'),
        tone: 'isolation',
        sentence: otherContainerSentence(reason),
        whenStopped: t('Unix permissions do not matter here.'),
      };
    case 'wrong-label':
      return { title: t('The file has the wrong label'), tone: 'policy', sentence: labelSentence(reason) };
    case 'boolean':
      return {
        title: t('A policy boolean denies it'),
        tone: 'policy',
        sentence: booleanSentence(reason),
      };
    case 'port-label':
      return {
        title: t('The port has a different label'),
        tone: 'policy',
        sentence: portSentence(reason),
      };
    case 'capability':
      return {
        title: t('The domain lacks a capability'),
        tone: 'policy',
        sentence: capabilitySentence(reason),
      };
    case 'constraint':
      return {
        title: constraintTitles[reason.about],
        tone: 'policy',
        sentence: t('A rule would allow it, but the constraint below denies it. Further rules do not help.'),
      };
    case 'no-rule':
      return {
        title: t('No rule allows it'),
        tone: 'policy',
        sentence: t('The loaded policy has no rule that allows this.'),
      };
    case 'allowed-now':
      return {
        title: t('Allowed now'),
        tone: 'unknown',
        sentence: t('This access is allowed now: the policy or the label of the file has changed.'),
      };
    case 'unknown':
      return {
        title: t('Reason unknown'),
        tone: 'unknown',
        sentence: t('The policy cannot be analysed for it: {reason}.', { reason: reason.reason }),
      };
  }
}

const constraintTitles: Readonly<Record<ReasonOf<'constraint'>['about'], string>> = {
  user: t('A constraint on the user denies it'),
  role: t('A constraint on the role denies it'),
  level: t('A constraint on the level denies it'),
  type: t('A constraint on the type denies it'),
};

function categoriesSentence({
  held,
  needed,
  otherContainer,
}: Extract<ExplainedReason, { kind: 'other-categories' }>): string {
  const own = held.length === 0 ? t('no category') : held.join(',');
  if (otherContainer === null)
    return t('The process has {own}; the object has {needed}, which no container on this host has now.', {
      own,
      needed: needed.join(','),
    });
  return t('The process has {own}; the object has {needed}, those of the container {otherContainer}.', {
    own,
    needed: needed.join(','),
    otherContainer,
  });
}

function labelSentence({ path, actual, expected, volume }: Extract<ExplainedReason, { kind: 'wrong-label' }>): string {
  if (volume === null)
    return t('{path} is labelled {actual}. The policy expects {expected}, with which the access would be allowed.', {
      path,
      actual,
      expected,
    });
  return t(
    '{path} on the volume {volume} is labelled {actual}, not {expected} like the volume. A file that is ' +
      'moved keeps its label; a file that is copied gets the right one.',
    { path, volume, actual, expected },
  );
}

function otherContainerSentence({
  type,
  otherContainer,
}: Extract<ExplainedReason, { kind: 'other-container' }>): string {
  if (otherContainer === null)
    return t(
      'The object has the type {type} of another container. No rule allows this, and Bulkhead installs no ' +
        'module with such a rule.',
      { type },
    );
  return t(
    'The object has the type {type} of the container {otherContainer}. No rule allows this, and Bulkhead ' +
      'installs no module with such a rule.',
    { type, otherContainer },
  );
}

function booleanSentence({ booleans }: ReasonOf<'boolean'>): string {
  const ways = booleans.map(({ name, value }) => `${name} ${value ? 'on' : 'off'}`);
  return t('It would be allowed with {ways}.', {
    ways: ways.reduce((before, way) => t('{before}, or with {way}', { before, way })),
  });
}

function portSentence({ protocol, port, actual, suitable }: ReasonOf<'port-label'>): string {
  return t(
    '{protocol} port {port} is labelled {actual}, which this domain may not use. It may use {count} other ' +
      'port types.',
    { protocol: protocol.toUpperCase(), port, actual, count: suitable.length },
  );
}

function capabilitySentence({ capabilities, inUserNamespace }: ReasonOf<'capability'>): string {
  const values = { capabilities: capabilities.join(', ') };
  return inUserNamespace
    ? t('The policy does not allow this domain {capabilities}, not even inside its own user namespace.', values)
    : t('The policy does not allow this domain {capabilities} on the host.', values);
}
