// SPDX-License-Identifier: Apache-2.0
/**
 * What the bytes of a container may not ask of a person's terminal, in the window and on the command line: write the
 * clipboard, change what lies outside of its own screen, or have the terminal answer with text that the container had a
 * part in, which a shell would then read as typed.
 */

import { t } from '../text.ts';

/** Operating system commands (OSC) by number. Links (8) are not among them; whatever follows one is asked first. */
export const deniedCommands: ReadonlyMap<number, string> = new Map([
  [0, t('the title is not its own')],
  [1, t('the title is not its own')],
  [2, t('the title is not its own')],
  [4, t('it changes, or asks for, the colours of the terminal')],
  [7, t('it says which folder of the host is the current one')],
  [9, t('it shows a notification, or runs a command of the terminal')],
  [10, t('it changes, or asks for, the colours of the terminal')],
  [11, t('it changes, or asks for, the colours of the terminal')],
  [12, t('it changes, or asks for, the colours of the terminal')],
  [50, t('it changes, or asks for, the font of the terminal')],
  [52, t('it writes, or asks for, the clipboard')],
  [777, t('it shows a notification')],
  [1337, t('it writes files, the clipboard, and settings of the terminal')],
]);

export const linkCommand = 8;

/** Device control strings (DCS), by what follows their parameters. */
export const deniedControls: readonly {
  readonly intermediates: string;
  readonly final: string;
  readonly reason: string;
}[] = [
  { intermediates: '$', final: 'q', reason: t('it asks for a setting, which the terminal answers (DECRQSS)') },
  {
    intermediates: '+',
    final: 'q',
    reason: t('it asks for a capability, which the terminal answers with the name that was asked for (XTGETTCAP)'),
  },
];

/** Accepts only http and https with a plain host name, so that nothing before an `@` can pass for the host. */
export function isWebAddress(address: string): boolean {
  return /^https?:\/\/[\p{L}\p{N}.-]+(?::\d{1,5})?(?:[/?#]\S*)?$/iu.test(address);
}
