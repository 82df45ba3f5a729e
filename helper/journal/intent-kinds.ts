// SPDX-License-Identifier: Apache-2.0
/**
 * Every kind of work that is announced in the intent journal, with what recovery needs to finish or to undo it. What an
 * older helper wrote has to fit these schemas too.
 */

import * as z from 'zod';
import { changeSchema } from '../../contract/model/policy/change.ts';

const nothing = z.null();
const adoptedInstance = z.object({
  snapshot: z.string(),
  /** The volume has these options. */
  mountOptions: z.string(),
  /** Its files have this label; null where the mount gives it. An older helper adopted no other. */
  label: z.string().nullable().default(null),
});

export const intentKinds = {
  /** Reserved once LXC's folder of that name belongs to the creation: from then on, undoing may remove it. */
  'create-container': z.object({ isReserved: z.literal(true) }).nullable(),
  'start-container': nothing,
  /**
   * An instance of Incus has the mark of the creation, and is deleted where that is cut off. An older helper had none:
   * then nothing is.
   */
  'create-instance': z.object({ creation: z.uuid() }).nullable(),
  /** The subject is the kernel's name of the boot. The containers that are still to be started, and whose start began. */
  autostart: z.object({ due: z.array(z.string()), begun: z.string().nullable() }),
  'start-instance': nothing,
  /** The type of the domain that it is given. */
  'confine-instance': z.object({ domain: z.string() }),
  /** The instance is on another member, whose helper was asked. */
  'start-elsewhere': nothing,
  /** The member that it is to come to, and whether it is to run there. */
  'move-instance': z.object({ member: z.string(), wasRunning: z.boolean() }),
  /** The subject is the member; the instances that were asked about. */
  'evacuate-member': z.object({
    instances: z.array(z.object({ name: z.string(), project: z.string() })).readonly(),
  }),
  /** What brings back what was before. An adoption is undone. */
  'adopt-instance': adoptedInstance,
  /** The restoration goes through from then on. */
  'restore-adopted': adoptedInstance,
  /** The mark of it is taken away from the instance. */
  'snapshot-instance': nothing,
  /** Its own configuration, which it keeps; from then on it goes through. */
  'restore-instance': z.object({
    config: z.record(z.string(), z.string()),
    devices: z.record(z.string(), z.record(z.string(), z.string())),
    profiles: z.array(z.string()),
  }),
  'remove-container': nothing,
  /** The other name; from then on it goes through. */
  'rename-container': z.object({ to: z.string() }),
  /** Names of the variables that it had before. */
  'change-settings': z.object({
    former: z.array(z.string()),
    // An older helper had no lines.
    formerLines: z.array(z.object({ key: z.string(), value: z.string() })).default([]),
  }),
  'change-network': nothing,
  'remount-root': nothing,
  /** The subject is the image that is made of it: a creation ends the older intents with its own name for subject. */
  'adopt-container': z.object({ container: z.string() }),
  /** Names the container that is imported with a whole root; the subject is the image that is made of it. */
  'import-root': z.object({ container: z.string() }),
  /** The mark of the image that Incus was given for it. */
  'import-instance': z.object({ mark: z.uuid() }),
  /** The subject is the original; from then on it goes through. */
  'restore-original': z.object({ container: z.string(), image: z.string() }),
  'remove-original': z.object({ container: z.string() }),
  /** The container is frozen for as long as its files are copied. */
  'freeze-container': nothing,
  'take-snapshot': z.object({ snapshot: z.string() }),
  'restore-snapshot': z.object({ snapshot: z.string() }),
  /** The subject is an image. */
  'make-image': nothing,
  'remove-image': nothing,
  /** The category that its files get, and the containers whose volumes change; a removal names none. */
  'label-volume': z.object({ category: z.number().nullable(), containers: z.array(z.string()).default([]) }),
  'restore-labels': z.object({ files: z.number() }),
  'install-policy-module': z.object({ version: z.number(), sha256: z.string() }),
  'remove-policy-modules': z.object({ modules: z.array(z.string()) }),
  'show-dontaudit-denials': nothing,
  /** The change as it is recorded after it was made. */
  'apply-change': changeSchema().extend({ plan: z.unknown() }),
  'undo-change': z.strictObject({ id: z.number(), undoneBy: z.number() }),
  'isolation-drill': z.object({
    attacker: z.string(),
    /** Left out where the other container is an administrator's: then the attacker is all that there is to remove. */
    victim: z.string().optional(),
    /** The engine runs both; LXC when left out. */
    engine: z.literal('incus').optional(),
    /** Modules of the kernel that were loaded before it, of those that it may load. */
    modules: z.array(z.string()).optional(),
  }),
  'cost-measurement': z.object({ plain: z.string(), bulkhead: z.string() }),
} satisfies Readonly<Record<string, z.ZodType>>;

export type IntentKind = keyof typeof intentKinds;
export type IntentData<Kind extends IntentKind> = z.infer<(typeof intentKinds)[Kind]>;
/** What has a default may be left out of it. */
export type NewIntentData<Kind extends IntentKind> = z.input<(typeof intentKinds)[Kind]>;
