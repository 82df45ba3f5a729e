// SPDX-License-Identifier: Apache-2.0
/** Reads the options by which a schedule of snapshots is chosen: how often, at which time, how many are kept. */

import { InvalidArgumentError } from 'commander';
import {
  type SnapshotPlan,
  snapshotPlanSchema,
  type SnapshotTimes,
  usualSnapshotPlan,
  weekdays,
} from '../../contract/model/containers/snapshot-schedule.ts';
import { UsageError } from '../usage-error.ts';

export interface SnapshotPlanOptions {
  readonly every: Every;
  readonly at?: string;
  readonly on?: (typeof weekdays)[number];
  readonly keep?: number;
}

type Every = { readonly hours: number } | 'day' | 'week';

const usualTime = '03:00';

/** `6h`, `day` or `week`. */
export function everyArgument(text: string): Every {
  if (text === 'day' || text === 'week') return text;
  const [, hours] = /^(\d{1,3})h$/.exec(text) ?? [];
  if (hours === undefined) throw new InvalidArgumentError('Write hours such as 6h, or day, or week.');
  return { hours: Number(hours) };
}

export function weekdayArgument(text: string): (typeof weekdays)[number] {
  const day = weekdays.find((one) => one === text.toLowerCase());
  if (day === undefined) throw new InvalidArgumentError(`A day is one of: ${weekdays.join(', ')}.`);
  return day;
}

/** What is left out is as usual. Throws a usage error for what the contract does not accept. */
export function snapshotPlanOf({ every, at, on, keep = usualSnapshotPlan.keep }: SnapshotPlanOptions): SnapshotPlan {
  if (typeof every === 'object' && at !== undefined) throw new UsageError('--at goes with --every day or week');
  if (every !== 'week' && on !== undefined) throw new UsageError('--on goes with --every week');
  const parsed = snapshotPlanSchema().safeParse({ times: timesOf(every, at, on), keep });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(`${issue?.path.at(-1) === 'keep' ? '--keep' : '--every'}: ${issue?.message ?? 'is not valid'}`);
}

function timesOf(every: Every, at = usualTime, on: (typeof weekdays)[number] = 'sunday'): SnapshotTimes {
  if (typeof every === 'object') return { every: 'hours', hours: every.hours };
  return every === 'day' ? { every, at } : { every, on, at };
}
