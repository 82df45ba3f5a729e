// SPDX-License-Identifier: Apache-2.0
/** Says which addresses may go to the person's browser, and in which form. */

/**
 * The address as a browser takes it: its host in punycode, no other characters than ASCII. Undefined when it may not be
 * opened at all: another scheme, a user before the host, or too long.
 */
export function externalAddress(text: string, schemes: readonly ('https:' | 'http:')[]): string | undefined {
  if (text.length > maxAddress || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isAllowed = schemes.some((scheme) => scheme === url.protocol);
  return isAllowed && url.username === '' && url.password === '' ? url.href : undefined;
}

const maxAddress = 2000;
