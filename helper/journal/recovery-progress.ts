// SPDX-License-Identifier: Apache-2.0
/**
 * Says how far the recovery of this helper is, and which names the work that was under way concerns. The journal has them
 * at the start, before a client is answered.
 */

import * as z from 'zod';
import type { RecoveryStatus } from '../../contract/model/host/host.ts';
import { say, type Words } from '../../contract/text.ts';
import { textsIn } from '../system/work/texts-in.ts';
import type { IntentJournal } from './intent-journal.ts';
import type { IntentKind } from './intent-kinds.ts';

/**
 * `ground`: what every container needs is there. `whole`: what was under way with any of them is finished or undone as
 * well.
 */
export type RecoveryStage = 'ground' | 'whole';

/** Holds the kinds of work with containers that are finished or undone before the whole is reached. */
const awaited: ReadonlySet<string> = new Set<IntentKind>([
  'create-container',
  'remove-container',
  'start-container',
  'change-settings',
  'change-network',
  'rename-container',
  'remount-root',
  'freeze-container',
  'take-snapshot',
  'restore-snapshot',
  'adopt-container',
  'restore-original',
  'remove-original',
]);

export interface RecoveryProgress {
  /** Says that the stage is reached; the whole has the ground in it. */
  reach(stage: RecoveryStage): void;
  /** Says that recovery has ended early: nothing is to be changed until the helper is started again. */
  fail(reason: string): void;
  /** Keeps why a container could not be recovered. */
  noteTrouble(name: string, reason: string): void;
  /** Says that a container was removed: nothing of it is to be recovered any more. */
  forget(name: string): void;
  /** Says whether the stage is reached, or is not going to be. */
  isSettled(stage: RecoveryStage): boolean;
  /** Resolves when the stage is settled. */
  until(stage: RecoveryStage): Promise<void>;
  /** Says whether work with one of these names was under way and is not recovered. */
  concerns(names: Iterable<string>): boolean;
  /** Gives the kinds of work that were under way with this container; none once the whole is reached. */
  kindsOf(name: string): readonly string[];
  /** Says why nothing that has one of these names may be changed, once the whole is settled; undefined where it may. */
  problemWith(names: Iterable<string>): Words | undefined;
  status(): RecoveryStatus;
}

/** Says what one intent concerns. */
interface UnderWay {
  readonly id: number;
  readonly kind: string;
  readonly subject: string;
  readonly container: string;
  /** Holds every text in it: one that is no container's name does no harm. */
  readonly names: ReadonlySet<string>;
}

export function createRecoveryProgress(intents: Pick<IntentJournal, 'pending' | 'release'>): RecoveryProgress {
  let held = readUnderWay(intents);
  const begun = new Set(held.map(({ id }) => id));
  const reached = new Set<RecoveryStage>();
  const stages = { ground: createLatch(), whole: createLatch() };
  const troubles = new Map<string, string>();
  let failure: string | undefined;

  const concerned = (names: Iterable<string>): UnderWay | undefined => {
    const asked = [...names];
    return held.find((one) => asked.some((name) => one.names.has(name)));
  };

  return {
    reach(stage) {
      // What a step could not finish is still in the journal; what calls have begun since is their own.
      if (stage === 'whole') held = readUnderWay(intents).filter(({ id, kind }) => begun.has(id) && awaited.has(kind));
      for (const each of stage === 'whole' ? (['ground', 'whole'] as const) : [stage]) {
        reached.add(each);
        stages[each].open();
      }
    },
    fail(reason) {
      failure = reason;
      for (const { open } of Object.values(stages)) open();
    },
    noteTrouble: (name, reason) => void troubles.set(name, reason),
    forget(name) {
      if (!reached.has('whole')) return;
      for (const { id, container } of held) if (container === name) intents.release(id);
      held = held.filter(({ container }) => container !== name);
    },
    isSettled: (stage) => failure !== undefined || reached.has(stage),
    until: (stage) => stages[stage].opened,
    concerns: (names) => concerned(names) !== undefined,
    kindsOf: (name) =>
      reached.has('whole') ? [] : held.flatMap(({ kind, container }) => (container === name ? [kind] : [])),
    problemWith(names) {
      if (failure !== undefined)
        return say(
          'the helper could not recover what was under way when it last ended ({failure}); solve that, and start it ' +
            'again with systemctl restart bulkhead-helper.service',
          { failure },
        );
      if (!reached.has('whole')) return undefined;
      const left = concerned(names);
      if (left === undefined) return undefined;
      return say(
        'what was under way with {container} when the helper last ended could not be recovered ({reason}); solve that, ' +
          'and start the helper again with systemctl restart bulkhead-helper.service',
        { container: left.container, reason: troubles.get(left.subject) ?? left.kind },
      );
    },
    status() {
      const containers = [...new Set(held.filter(({ kind }) => awaited.has(kind)).map(({ container }) => container))];
      if (failure !== undefined) return { state: 'failed', containers };
      return { state: reached.has('whole') ? 'done' : 'running', containers };
    },
  };
}

const ofContainer = z.object({ container: z.string() });

function readUnderWay(intents: Pick<IntentJournal, 'pending'>): readonly UnderWay[] {
  return intents.pending().map(({ id, kind, subject, data }) => ({
    id,
    kind,
    subject,
    // The subject of some kinds is an image, or what the container was before.
    container: ofContainer.safeParse(data).data?.container ?? subject,
    names: textsIn([subject, data]),
  }));
}

function createLatch(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
