// SPDX-License-Identifier: Apache-2.0
/** Targets: where alerts are sent beside the windows that are open. What is secret of a target is never read back. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { timeSchema } from '../names.ts';
import { t } from '../../text.ts';

/** The upper bound of targets on one host. */
export const maxAlertTargets = 20;

/** `name@domain`, or the name of a user of the host. It cannot be taken for an option, and ends no line. */
export const mailAddressSchema = makeOnce(() =>
  z
    .string()
    .max(254)
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}(?:@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)?$/,
      t('must be an address such as ops@example.org, or the name of a user of the host'),
    ),
);

const atLoopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** https, or http to this host; normalised. A name and password in it would end in logs of others. */
export const webhookUrlSchema = makeOnce(() =>
  z
    .union(
      [
        z.url({ protocol: /^https$/, normalize: true }),
        z.url({ protocol: /^http$/, hostname: atLoopback, normalize: true }),
      ],
      t('must be an address that begins https://, or http://localhost'),
    )
    .refine((url) => url.length <= 2000, t('must have at most 2000 characters'))
    .refine((url) => !/^https?:\/\/[^/?#]*@/.test(url), t('must not hold a name or a password')),
);

/** Accepts a secret as Standard Webhooks writes it: 24 to 64 random bytes in base64, after a prefix. */
export const webhookSecretSchema = makeOnce(() =>
  z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/, t('must begin with whsec_, and go on with 24 to 64 bytes in base64')),
);

const choiceSchema = makeOnce(() =>
  z.strictObject({
    /** People read it, so it is one line without control characters. */
    name: z
      .string()
      .trim()
      .min(1)
      .max(60)
      .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]*$/u, t('must be one line without control characters')),
    /** Says whether warnings are left out. */
    isCriticalOnly: z.boolean(),
    /** Says whether the end of an alert is sent too. */
    withEnds: z.boolean(),
    /** Nothing is sent to a target that is off. */
    isEnabled: z.boolean(),
  }),
);

const mailSchema = makeOnce(() =>
  z.strictObject({ by: z.literal('mail'), to: z.array(mailAddressSchema()).min(1).max(10) }),
);

/** What is chosen of a target. */
export const alertTargetChoiceSchema = makeOnce(() =>
  choiceSchema().extend({
    route: z.discriminatedUnion('by', [
      mailSchema(),
      z.strictObject({
        by: z.literal('webhook'),
        /** Stays as it is when left out. */
        url: webhookUrlSchema().optional(),
        /** Signs what is sent; null: nothing is signed. Stays as it is when left out. */
        secret: webhookSecretSchema().nullable().optional(),
      }),
    ]),
  }),
);
export type AlertTargetChoice = z.infer<ReturnType<typeof alertTargetChoiceSchema>>;

const sendingSchema = makeOnce(() =>
  z.strictObject({
    at: timeSchema(),
    /** `failed`: it will be tried again while `nextAttemptAt` is not null. */
    outcome: z.enum(['sent', 'failed']),
    /** Beginnings and ends of alerts in it; 0 for a test. */
    alerts: z.number().int().min(0),
    /** What the mail program or the webhook answered, or why nothing was sent: one line. */
    detail: z.string(),
  }),
);

export const alertTargetSchema = makeOnce(() =>
  choiceSchema().extend({
    id: z.number().int().min(1),
    route: z.discriminatedUnion('by', [
      mailSchema(),
      z.strictObject({
        by: z.literal('webhook'),
        /** Gives scheme, host and port. The rest of the address may be a secret. */
        origin: z.string(),
        isSigned: z.boolean(),
      }),
    ]),
    /** Gives the time until which nothing is sent to the target; null when it is not muted. */
    mutedUntil: timeSchema().nullable(),
    /** Beginnings and ends of alerts that wait to be sent. */
    waiting: z.number().int().min(0),
    /** Gives the time of the next attempt after a failure; null when nothing failed. */
    nextAttemptAt: timeSchema().nullable(),
    /** Describes the last sending; null before the first. */
    last: sendingSchema().nullable(),
  }),
);
export type AlertTarget = z.infer<ReturnType<typeof alertTargetSchema>>;

/** A secret of these random bytes, 24 to 64. */
export function newWebhookSecret(bytes: Uint8Array): string {
  return `whsec_${z.util.uint8ArrayToBase64(bytes)}`;
}

/** What of the address of a webhook is shown. */
export function originOf(url: string): string {
  return /^https?:\/\/[^/?#]+/.exec(url)?.[0] ?? '';
}
