// SPDX-License-Identifier: Apache-2.0
/**
 * Describes what was recorded of accesses, folded to distinct ones, and what another policy would answer to them: which
 * it would deny that are allowed now, and which it would allow that are denied now.
 */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { securityContextSchema } from '../contexts/security-context.ts';
import { timeSchema } from '../names.ts';
import { recordGapSchema } from './record-gap.ts';

export const recordedAccessSchema = makeOnce(() =>
  z.strictObject({
    source: securityContextSchema(),
    target: securityContextSchema(),
    class: z.string(),
    permissions: z.array(z.string()),
    /** Names the container of the source process; null when it is in none. */
    container: z.string().nullable(),
    /** Some names of the programs as they called themselves: text of the container's. */
    comms: z.array(z.string()),
    /** How often the access took place: its domain or the host was permissive, or the policy logs what it allows. */
    used: z.number().int().min(0),
    /** How often it was denied. */
    blocked: z.number().int().min(0),
    last: timeSchema(),
  }),
);
export type RecordedAccess = z.infer<ReturnType<typeof recordedAccessSchema>>;

/** Says how far the records reach, and what may be missing in them. */
export const recordingSchema = makeOnce(() =>
  z.strictObject({
    /** Single records are complete from here on, as far as there are no gaps. */
    since: timeSchema(),
    /** Gives the time of the oldest record that is kept of all; null where there is none. */
    oldest: timeSchema().nullable(),
    gaps: z.array(recordGapSchema()),
    /** Counts further distinct accesses that were left out for their number. */
    leftOut: z.number().int().min(0),
  }),
);
export type Recording = z.infer<ReturnType<typeof recordingSchema>>;

/** An access to which the other policy gives another answer, with what decides in each of both. */
const flipSchema = makeOnce(() =>
  z.strictObject({
    access: recordedAccessSchema(),
    /** Names the permissions that the answer changes for. */
    permissions: z.array(z.string()),
    /** Gives the rules that grant them in the policy that allows. */
    grantedBy: z.array(z.string()),
    /** Gives constraints and missing or dormant rules in the policy that denies. */
    deniedBy: z.array(z.string()),
  }),
);
export type Flip = z.infer<ReturnType<typeof flipSchema>>;

/** Names what a policy does not have, or for a constraint what could not be evaluated. */
const unknownPartSchema = makeOnce(() =>
  z.strictObject({
    policy: z.enum(['present', 'changed']),
    what: z.enum(['type', 'class', 'permission', 'constraint']),
    name: z.string(),
  }),
);
export type UnknownPart = z.infer<ReturnType<typeof unknownPartSchema>>;

const unansweredSchema = makeOnce(() => z.strictObject({ access: recordedAccessSchema(), part: unknownPartSchema() }));

export const replaySchema = makeOnce(() =>
  z.strictObject({
    /** Counts the distinct accesses that both policies were asked about. */
    examined: z.number().int().min(0),
    /** What is allowed now and would be denied: the first of it, and how much it is. */
    denied: z.array(flipSchema()),
    deniedCount: z.number().int().min(0),
    /** What is denied now and would be allowed. */
    allowed: z.array(flipSchema()),
    allowedCount: z.number().int().min(0),
    /** Lists what one of both policies cannot answer. */
    unknown: z.array(unansweredSchema()),
    unknownCount: z.number().int().min(0),
    recording: recordingSchema(),
  }),
);
export type Replay = z.infer<ReturnType<typeof replaySchema>>;

/** The days of records on which a change is replayed that somebody is about to make. */
export const daysOfReplay = 7;

/** A boolean of the policy with the value that it would be set to. */
export const booleanSettingSchema = makeOnce(() =>
  z.strictObject({ name: z.string().regex(/^[A-Za-z]\w{0,127}$/, 'must be the name of a boolean'), isOn: z.boolean() }),
);
export type BooleanSetting = z.infer<ReturnType<typeof booleanSettingSchema>>;
