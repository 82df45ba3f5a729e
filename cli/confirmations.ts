// SPDX-License-Identifier: Apache-2.0
/**
 * What is asked before an operation that loses data, or ends what runs, in a way that nothing undoes: one question for
 * each operation. One that is not here is not asked about.
 */

import type { OperationName } from '../contract/operations/index.ts';
import { formatHost } from '../hosts/parse-host.ts';
import { escapeText } from '../report/escape-text.ts';
import type { CommandContext } from './command-context.ts';
import { askAtTerminal } from './terminal/confirm.ts';

interface Subject {
  /** Containers, or what else it is about. */
  readonly names: readonly string[];
  readonly snapshot?: string;
  /** A stop that asks no init; a restore that keeps no snapshot of the present files. */
  readonly isForced?: boolean;
}

/** Undefined where this needs no question. */
type Question = (subject: Subject) => string | undefined;

const kill: Question = ({ names }) => `Kill ${listed(names)}? What was not written to the disk is lost.`;

const questions = {
  'container.stop': (subject) => {
    if (subject.isForced === true) return kill(subject);
    return subject.names.length > 1 ? `Stop ${listed(subject.names)}?` : undefined;
  },
  'container.remove': ({ names }) => `Remove ${listed(names)} with all files and snapshots?`,
  'isolation.kill': kill,
  'snapshot.remove': ({ names, snapshot = '' }) => `Remove the snapshot ${snapshot} of ${listed(names)}?`,
  'snapshot.restore': ({ names, snapshot = '', isForced = false }) =>
    `Replace the files of ${listed(names)} by those of ${snapshot}?` +
    (isForced ? ' The present ones are lost.' : ' The present ones are kept as a snapshot.'),
  'named-volume.remove': ({ names }) => `Remove the volume ${listed(names)} with all its files?`,
  'image.remove': ({ names }) => `Remove the image ${listed(names)}?`,
} satisfies Partial<Record<OperationName, Question>>;

export type ConfirmedOperation = keyof typeof questions;

export const yesOption = ['--yes', 'do not ask; needed where the input is no terminal'] as const;

/** Whether an operation may ask. */
export function isConfirmed(operation: OperationName): operation is ConfirmedOperation {
  return operation in questions;
}

/**
 * Asks the person at the terminal; false when the answer is not yes, which is said. Without a terminal it fails, unless
 * `yes` was given.
 */
export async function consents(
  context: CommandContext,
  operation: ConfirmedOperation,
  { yes = false, ...subject }: Subject & { readonly yes?: boolean },
): Promise<boolean> {
  const question = questions[operation](subject);
  if (yes || question === undefined) return true;
  const host = context.host.kind === 'local' ? '' : `On ${formatHost(context.host)}: `;
  if (await askAtTerminal(context, escapeText(`${host}${question}`))) return true;
  await context.output.note('Nothing was done.');
  return false;
}

function listed(names: readonly string[]): string {
  return names.length > 1 ? `these ${names.length}: ${names.join(', ')}` : (names[0] ?? '');
}
