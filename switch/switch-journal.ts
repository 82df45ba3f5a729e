// SPDX-License-Identifier: Apache-2.0
/** What the switch has changed, written before each effect, so that a step that was cut off is continued or undone. */

import * as z from 'zod';
import { fail } from '../contract/errors.ts';
import { switchStepSchema, type SwitchStep } from '../contract/model/host/switch.ts';
import { makeOnce } from '../contract/make-once.ts';
import { say } from '../contract/text.ts';
import { places } from './places.ts';
import type { SwitchHost } from './switch-host.ts';

const changeSchema = makeOnce(() =>
  z.strictObject({
    /** Holds the file as it was before the switch; null where there was none. */
    before: z.string().nullable(),
    /** All that the switch wrote to it. */
    written: z.array(z.string()),
  }),
);

const journalSchema = makeOnce(() =>
  z.strictObject({
    /** The step that was begun and has not ended. */
    step: switchStepSchema().nullable(),
    changes: z.record(z.string(), changeSchema()),
    trial: z.strictObject({ boot: z.string(), endsAt: z.number() }).nullable(),
    /** Says since when denials are collected, and in which boots somebody looked. */
    watch: z.strictObject({ since: z.number(), boots: z.array(z.string()) }).nullable(),
    /** Says whether the last step undid the switch. */
    isReturned: z.boolean(),
  }),
);
export type SwitchJournal = z.infer<ReturnType<typeof journalSchema>>;

const empty: SwitchJournal = { step: null, changes: {}, trial: null, watch: null, isReturned: false };

/** Fails on a journal that is no journal: without it nobody can say what was there before. */
export function readJournal(host: SwitchHost): SwitchJournal {
  const text = host.read(places.journal);
  if (text === undefined) return empty;
  try {
    return journalSchema().parse(JSON.parse(text));
  } catch {
    return fail('switch-denied', {
      reasons: [
        say('{path} cannot be read as what the switch wrote: look at it, and move it away to begin again.', {
          path: places.journal,
        }),
      ],
    });
  }
}

export function writeJournal(host: SwitchHost, change: Partial<SwitchJournal>): SwitchJournal {
  const journal = { ...readJournal(host), ...change };
  host.write(places.journal, `${JSON.stringify(journal, undefined, 2)}\n`, 0o600);
  return journal;
}

/** Runs a step between its two entries. A step that fails stays begun, and is named until it is run again or undone. */
export async function journalStep(host: SwitchHost, step: SwitchStep, work: () => Promise<void>): Promise<void> {
  writeJournal(host, { step });
  await work();
  writeJournal(host, { step: null });
}

interface WantedFile {
  readonly path: string;
  readonly text: string;
  readonly mode: number;
}

/** Writes the intent, then the file. Nothing is written where the file is as it should be. */
export function changeFile(host: SwitchHost, { path, text, mode }: WantedFile): void {
  const { changes } = readJournal(host);
  const current = host.read(path) ?? null;
  const { before, written } = changes[path] ?? { before: current, written: [] };
  const change = { before, written: written.includes(text) ? written : [...written, text] };
  writeJournal(host, { changes: { ...changes, [path]: change } });
  if (current !== text) host.write(path, text, mode);
}
