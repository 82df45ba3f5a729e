// SPDX-License-Identifier: Apache-2.0
/**
 * What the window knows of causes beside their records: what the loaded policy said, and what was applied from here.
 * A finding about the label of an object holds for every access to that object.
 */

import { useMemo } from 'react';
import { causeKeyOf, type KnownOfCause } from '../../../../contract/model/denials/cause-kind.ts';
import type { DenialGroup } from '../../../../contract/model/denials/denial.ts';
import { type AppliedState, type MadeChange, useApplied } from './applied-remedies.ts';
import { type ExplanationsState, type KeptExplanation, useExplanations } from './explanations.ts';

export interface KnownCause extends KnownOfCause {
  /** What was applied for it from this window and is in force. */
  readonly applied?: MadeChange | undefined;
}

type Groups = ReadonlyMap<string, DenialGroup>;

interface Findings {
  readonly explanations: ExplanationsState['byGroup'];
  readonly applied: AppliedState['byGroup'];
}

interface Finding {
  readonly explained: KeptExplanation | undefined;
  readonly applied: MadeChange | undefined;
}

const nothing: KnownCause = {};

export function useKnownCauses(groups: Groups): (group: DenialGroup) => KnownCause {
  const explanations = useExplanations((state) => state.byGroup);
  const applied = useApplied((state) => state.byGroup);
  // Without a finding, the function stays the same one while denials pour in.
  const known = explanations.size + applied.size === 0 ? undefined : groups;
  return useMemo(
    () => (known === undefined ? () => nothing : knownCauses(known, { explanations, applied })),
    [known, explanations, applied],
  );
}

/** Takes all groups and the findings, and gives what is known of a group. */
export function knownCauses(groups: Groups, { explanations, applied }: Findings): (group: DenialGroup) => KnownCause {
  const findingOf = (id: string): Finding => ({ explained: explanations.get(id), applied: applied.get(id) });
  const ofObjects = new Map<string, Finding>();
  for (const id of [...explanations.keys(), ...applied.keys()]) {
    const group = groups.get(id);
    const finding = findingOf(id);
    if (group !== undefined && isAboutLabel(finding)) ofObjects.set(causeKeyOf(group), finding);
  }
  return (group) => {
    const own = findingOf(group.id);
    const ofObject = ofObjects.get(causeKeyOf(group));
    return knownBy(group, {
      explained: own.explained ?? ofObject?.explained,
      applied: own.applied ?? ofObject?.applied,
    });
  };
}

function isAboutLabel({ explained, applied }: Finding): boolean {
  if (applied?.kind === 'relabel' || applied?.kind === 'volume-label') return true;
  return explained?.state.status === 'ready' && explained.state.explanation.reason.kind === 'wrong-label';
}

function knownBy(group: DenialGroup, { explained, applied }: Finding): KnownCause {
  const explanation = explained?.state.status === 'ready' ? explained.state.explanation : undefined;
  const isAllowed = explanation?.reason.kind === 'allowed-now' && explained?.last === group.last;
  const isFixed = applied !== undefined && group.last <= applied.madeAt;
  // A change is for one container, and so is an answer.
  return { explanation, applied, isSettled: group.containers.length <= 1 && (isAllowed || isFixed) };
}
