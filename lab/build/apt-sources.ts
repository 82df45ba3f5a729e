// SPDX-License-Identifier: Apache-2.0
/**
 * Takes Debian's archive from the host's own apt configuration, so that the lab is built from the mirror that the host
 * uses.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = '/etc/apt/sources.list.d';

/**
 * The host's stanzas in deb822 form, or undefined when they are of no use: another release, or none in that form.
 * mmdebstrap then uses Debian's own archive.
 */
export function hostSources(release: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  const files = readdirSync(folder).filter((name) => name.endsWith('.sources'));
  const stanzas = files.flatMap((name) => usableStanzas(readFileSync(join(folder, name), 'utf8'), release));
  return stanzas.length > 0 ? `${stanzas.join('\n\n')}\n` : undefined;
}

/** Stanzas that offer `release` over the network. A guest does not use a folder of this host. */
export function usableStanzas(text: string, release: string): string[] {
  return text
    .split(/\n\s*\n/)
    .map((stanza) => stanza.trim())
    .filter((stanza) => {
      const uris = field(stanza, 'URIs');
      const suites = field(stanza, 'Suites');
      return (
        uris.length > 0 &&
        uris.every((uri) => /^https?:/.test(uri)) &&
        suites.some((suite) => suite.split('-')[0] === release)
      );
    });
}

function field(stanza: string, name: string): string[] {
  const line = stanza.split('\n').find((candidate) => candidate.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line
    ? line
        .slice(name.length + 1)
        .trim()
        .split(/\s+/)
    : [];
}
