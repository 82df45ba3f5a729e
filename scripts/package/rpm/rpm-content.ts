// SPDX-License-Identifier: Apache-2.0
/** What an RPM package holds: the rows of the table at the places of its distributions, the licence and the notices. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { library } from '../../../packaging/list-files.ts';
import type { PackageDefinition } from '../../../packaging/packages.ts';
import { installedOf, noticesOf, type ContentFacts } from '../package-content.ts';
import type { PackageContent } from '../stage-package.ts';

/** Distributions with RPM keep these at another place than Debian. */
const places: readonly (readonly [string, string])[] = [
  ['/usr/share/zsh/vendor-completions/', '/usr/share/zsh/site-functions/'],
];

export function rpmContentOf(definition: PackageDefinition, facts: ContentFacts): PackageContent {
  const { files, links } = installedOf(definition, { ...facts, hasApt: false });
  const licences = `/usr/share/licenses/${definition.name}`;
  const notices = noticesOf(definition, facts);
  return {
    files: files.map(({ source, target, mode }) => ({ source, target: rpmPlace(target), mode: rpmMode(target, mode) })),
    links,
    texts: new Map([
      ...['LICENSE', 'NOTICE'].map(
        (name) => [`${licences}/${name}`, readFileSync(join(facts.checkout, name), 'utf8')] as const,
      ),
      ...(notices === undefined ? [] : [[`${licences}/third-party-notices`, notices] as const]),
    ]),
  };
}

export function rpmPlace(path: string): string {
  const found = places.find(([debian]) => path.startsWith(debian));
  return found === undefined ? path : found[1] + path.slice(found[0].length);
}

/** rpm looks for the dependencies of a library where it is executable; on Debian none is. */
export function rpmMode(target: string, mode: number): number {
  return library.test(target) ? 0o755 : mode;
}
