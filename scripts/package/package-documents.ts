// SPDX-License-Identifier: Apache-2.0
/** The documents of a Debian package: copyright, changelog, and the notices of the npm packages that are bundled. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Sbom } from './sbom.ts';

export interface DocumentFacts {
  readonly name: string;
  readonly version: string;
  readonly maintainer: string;
  /** Seconds. */
  readonly time: number;
}

/** Gives the documents by their places. `notices` is left out where nothing of others is bundled. */
export function packageDocuments(facts: DocumentFacts, notices: string | undefined): Map<string, string | Uint8Array> {
  const folder = `/usr/share/doc/${facts.name}`;
  return new Map<string, string | Uint8Array>([
    [`${folder}/copyright`, copyright],
    [`${folder}/changelog.gz`, packed(changelog(facts))],
    ...(notices === undefined ? [] : [[`${folder}/third-party-notices.gz`, packed(notices)] as const]),
  ]);
}

const copyright = `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Bulkhead
Comment: npm packages are bundled under their own licences; their notices are in
 third-party-notices.gz beside this file, where there are any.

Files: *
Copyright: 2026 The Bulkhead authors
License: Apache-2.0
 On Debian systems, the text of the Apache License, version 2.0, is in
 /usr/share/common-licenses/Apache-2.0.
`;

/** Makes a changelog in Debian's form. What has changed is said in CHANGELOG.md. */
function changelog({ name, version, maintainer, time }: DocumentFacts): string {
  const date = new Date(time * 1000).toUTCString().replace(/GMT$/, '+0000');
  return `${name} (${version}) unstable; urgency=medium\n\n  * Release ${version}.\n\n -- ${maintainer}  ${date}\n`;
}

/** Name, version, licence and licence text of each component, from the packages as they are installed. */
export function thirdPartyNotices({ components }: Sbom, checkout: string): string {
  return [...components]
    .sort((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1))
    .map((component) => `${heading(component)}\n\n${licenceText(join(checkout, 'node_modules', component.name))}`)
    .join('\n\n');
}

function heading({ name, version, licenses }: Sbom['components'][number]): string {
  const ids = (licenses ?? []).map(({ license, expression }) => expression ?? license?.id ?? license?.name ?? '');
  return `==== ${name} ${version} (${ids.join(', ') || 'licence not declared'})`;
}

function licenceText(folder: string): string {
  const names = existsSync(folder)
    ? readdirSync(folder).filter((name) => /^(licen[cs]e|notice|copying)/i.test(name))
    : [];
  return names
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').trim())
    .join('\n\n');
}

/** gzip of Node writes no time and no name; level 9 is what Debian asks for. */
function packed(text: string): Uint8Array {
  return gzipSync(text, { level: 9 });
}
