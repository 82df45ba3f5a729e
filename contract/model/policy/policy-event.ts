// SPDX-License-Identifier: Apache-2.0
/** What changed about SELinux itself, as the audit log tells: it explains why denials begin or end. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { timeSchema } from '../names.ts';

const common = makeOnce(() => ({
  time: timeSchema(),
  /** Gives the audit serial; with `time` it names the event. */
  serial: z.number().int(),
  /** The login user of who did it; null when it was no login, or the record does not say. */
  loginUid: z.number().int().nullable(),
}));

export const policyEventSchema = makeOnce(() =>
  z.discriminatedUnion('kind', [
    /** This event says that a policy was loaded: another one, or the same once more. */
    z.strictObject({ ...common(), kind: z.literal('policy-loaded') }),
    z.strictObject({ ...common(), kind: z.literal('enforcing-changed'), isEnforcing: z.boolean() }),
    z.strictObject({ ...common(), kind: z.literal('boolean-changed'), name: z.string(), isOn: z.boolean() }),
  ]),
);
export type PolicyEvent = z.infer<ReturnType<typeof policyEventSchema>>;
