// SPDX-License-Identifier: Apache-2.0
/** Asks at the terminal before what the contract wants to be asked about. */

import { askedChange, type Confirmed, confirmations } from '../contract/confirmations.ts';
import { textOf } from '../contract/text.ts';
import { formatHost } from '../hosts/parse-host.ts';
import { escapeText } from '../report/escape-text.ts';
import type { CommandContext } from './command-context.ts';
import { askAtTerminal } from './terminal/confirm.ts';

interface Asked {
  /** Containers, or what else it is about. */
  readonly names: readonly string[];
  readonly snapshot?: string;
  readonly yes?: boolean;
}

export const yesOption = ['--yes', 'do not ask; needed where the input is no terminal'] as const;

/**
 * Asks the person at the terminal; false when the answer is not yes, which is said. Without a terminal it fails, unless
 * `yes` was given.
 */
export async function consents(
  context: CommandContext,
  change: Confirmed,
  { names, snapshot = '', yes = false }: Asked,
): Promise<boolean> {
  if (yes || askedChange(change, names.length) === undefined) return true;
  const { question, consequence } = confirmations[change];
  const host = context.host.kind === 'local' ? '' : `On ${formatHost(context.host)}: `;
  const asked = `${host}${textOf(question({ names: listed(names), snapshot }))}? ${textOf(consequence)}`;
  if (await askAtTerminal(context, escapeText(asked))) return true;
  await context.output.note('Nothing was done.');
  return false;
}

function listed(names: readonly string[]): string {
  return names.length > 1 ? `these ${names.length}: ${names.join(', ')}` : (names[0] ?? '');
}
