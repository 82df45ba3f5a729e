// SPDX-License-Identifier: Apache-2.0
/** Sets a boolean of the policy. Its value now and its value at boot may differ, and come back each as it was. */

import * as z from 'zod';
import { fail } from '../../../contract/errors.ts';
import { joinWords, say, type Words } from '../../../contract/text.ts';
import type { SemanageStore } from '../../selinux/policy/semanage-store.ts';
import { booleanNow } from '../../selinux/booleans.ts';
import { type ChangeDriver, defineDriver, type Proposal } from './ports.ts';

const booleanNameSchema = z.string().regex(/^[A-Za-z0-9_]+$/);

const planSchema = z.strictObject({
  name: booleanNameSchema,
  value: z.boolean(),
  before: z.strictObject({ now: z.boolean(), atBoot: z.boolean().nullable() }),
});

export function createBooleanDriver(store: SemanageStore, readNow: (name: string) => boolean = valueNow): ChangeDriver {
  const stateOf = (name: string): z.infer<typeof planSchema>['before'] => ({
    now: readNow(name),
    atBoot: store.persistentBoolean(name),
  });

  return defineDriver({
    schema: planSchema,
    async plan(proposal) {
      const { name, value } = wantedBoolean(proposal);
      const before = stateOf(name);
      return {
        subject: name,
        change: proposal.remedy.change,
        before: wordsOf(name, before),
        cannotUndo: null,
        plan: { name, value, before },
      };
    },
    async readState({ name, value, before }) {
      const { now, atBoot } = stateOf(name);
      if (now === value && atBoot === value) return { state: 'after' };
      if (now === before.now && atBoot === before.atBoot) return { state: 'before' };
      return {
        state: 'other',
        words: say('{name} was changed by other means since: {words}', {
          name,
          words: joinWords(wordsOf(name, { now, atBoot }), '; '),
        }),
      };
    },
    apply: ({ name, value }) => store.setBoolean(name, value),
    async revert({ name, before }) {
      const { atBoot } = stateOf(name);
      if (before.atBoot === null && atBoot !== null) await store.forgetBoolean(name);
      if (before.atBoot !== null && atBoot !== before.atBoot) await store.setBoolean(name, before.atBoot);
      if (readNow(name) !== before.now) await store.setBooleanNow(name, before.now);
    },
  });
}

function wantedBoolean({ remedy, explanation: { reason } }: Proposal): {
  readonly name: string;
  readonly value: boolean;
} {
  const wanted =
    reason.kind === 'boolean' ? reason.booleans.find(({ name }) => remedy.id === `boolean:${name}`) : undefined;
  return wanted ?? fail('remedy-not-proposed', { remedy: remedy.id });
}

function wordsOf(
  name: string,
  { now, atBoot }: { readonly now: boolean; readonly atBoot: boolean | null },
): readonly Words[] {
  const words = (value: boolean): Words => (value ? say('on') : say('off'));
  return [
    say('{name} is {now} now', { name, now: words(now) }),
    atBoot === null
      ? say('{name} is at boot as the policy has it', { name })
      : say('{name} is {atBoot} at boot', { name, atBoot: words(atBoot) }),
  ];
}

function valueNow(name: string): boolean {
  const value = booleanNow(booleanNameSchema.parse(name));
  if (value === undefined) throw new Error(`cannot read the boolean ${name}: the policy has none of this name`);
  return value;
}
