// SPDX-License-Identifier: Apache-2.0
/** A schedule of snapshots as it is typed, checked by the contract's own schema. */

import {
  type SnapshotPlan,
  snapshotPlanSchema,
  usualSnapshotPlan,
  type weekdays,
} from '../../../contract/model/containers/snapshot-schedule.ts';
import { t } from '../../lib/language/t.ts';
import { readTime } from '../../lib/written-time.ts';

export interface PlanDraft {
  readonly every: 'hours' | 'day' | 'week';
  readonly hours: string;
  readonly at: string;
  readonly on: (typeof weekdays)[number];
  readonly keep: string;
}

export interface CheckedPlan {
  /** Undefined while something is wrong. */
  readonly plan: SnapshotPlan | undefined;
  readonly problems: { readonly hours?: string; readonly at?: string; readonly keep?: string };
}

const usual: PlanDraft = { every: 'day', hours: '6', at: '03:00', on: 'sunday', keep: String(usualSnapshotPlan.keep) };

/** Gives the draft of the plan that is set; the usual one where none is. */
export function draftOfPlan(plan: SnapshotPlan | null | undefined): PlanDraft {
  if (plan === null || plan === undefined) return usual;
  const { times, keep } = plan;
  const kept = { ...usual, every: times.every, keep: String(keep) };
  switch (times.every) {
    case 'hours':
      return { ...kept, hours: String(times.hours) };
    case 'day':
      return { ...kept, at: times.at };
    case 'week':
      return { ...kept, on: times.on, at: times.at };
  }
}

export function checkPlan({ every, hours, at: written, on, keep }: PlanDraft): CheckedPlan {
  const at = readTime(written) ?? '';
  const times = {
    hours: { every, hours: numberOf(hours) },
    day: { every, at },
    week: { every, on, at },
  }[every];
  const parsed = snapshotPlanSchema().safeParse({ times, keep: numberOf(keep) });
  const problem = (field: string): string | undefined =>
    parsed.error?.issues.find(({ path }) => path.at(-1) === field)?.message;
  const [ofHours, ofAt, ofKeep] = [problem('hours'), problem('at'), problem('keep')];
  return {
    plan: parsed.data,
    problems: {
      ...(ofHours === undefined ? {} : { hours: t('Enter whole hours from 1 to 168.') }),
      ...(ofAt === undefined ? {} : { at: t('Enter a time such as 03:00.') }),
      ...(ofKeep === undefined ? {} : { keep: t('Enter a number from 1 to 50.') }),
    },
  };
}

function numberOf(text: string): number {
  return /^\d{1,4}$/.test(text.trim()) ? Number(text) : Number.NaN;
}
