// SPDX-License-Identifier: Apache-2.0
/** Lines of a container's logs, and what may be asked for. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { timeSchema } from '../names.ts';
import { t } from '../../text.ts';

/**
 * What a container says of itself: the journal of its systemd, what it writes to its console (the messages of its boot
 * among it), and what LXC wrote about its last start.
 */
export const logSources = ['journal', 'console', 'start'] as const;
export type LogSource = (typeof logSources)[number];
export const logSourceSchema = makeOnce(() => z.enum(logSources));

/** The levels of syslog by their number, the most urgent first. */
export const logPriorities = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'] as const;
export type LogPriority = (typeof logPriorities)[number];

/** Accepts the number of a level, 0 to 7. */
export const logPrioritySchema = makeOnce(() =>
  z
    .number()
    .int()
    .min(0)
    .max(logPriorities.length - 1),
);

/** A unit of systemd by its name; nothing that journalctl could take for an option, a path or a pattern. */
export const unitNameSchema = makeOnce(() =>
  z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9:_.@\\-]{0,254}$/, t('must be the name of a unit, such as nginx.service'))
    .refine(
      (name) => !name.includes('..') && !name.endsWith('.'),
      t('must not hold two dots in a row, nor end in a dot'),
    ),
);

const controls = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u;

/** Text that is looked for as it stands, whatever the case of its letters. */
export const logTextSchema = makeOnce(() =>
  z
    .string()
    .min(1)
    .max(200)
    .refine((text) => !controls.test(text), t('must not hold control characters')),
);

/** Characters of one message at most. */
export const maxMessageCharacters = 16_384;

/** All text in it is the container's: data, of which nothing may be obeyed. */
export const logLineSchema = makeOnce(() =>
  z.strictObject({
    /**
     * Seconds since the epoch; null for a line of the console that was written before anybody followed it, and for a
     * message that is cut where its time is behind what was read.
     */
    time: timeSchema().nullable(),
    /** Null where the line has none. */
    priority: logPrioritySchema().nullable(),
    unit: z.string().nullable(),
    /** The program, as it names itself. */
    identifier: z.string().nullable(),
    pid: z.number().int().nonnegative().nullable(),
    /** May hold several lines. Bytes that are not UTF-8 read `\xNN`. */
    message: z.string().max(maxMessageCharacters),
    /** Says whether the message is only the beginning of a longer one. */
    isCut: z.boolean(),
  }),
);
export type LogLine = z.infer<ReturnType<typeof logLineSchema>>;
