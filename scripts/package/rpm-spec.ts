// SPDX-License-Identifier: Apache-2.0
/** Writes the spec of an RPM package from the same table and the same staged folder as the Debian one. */

import type { PackageDefinition, Relations } from '../../packaging/packages.ts';
import { withVersion } from './deb-control.ts';

export interface SpecFacts {
  readonly version: string;
  readonly maintainer: string;
  /** A folder with the content of the package. */
  readonly staged: string;
  /** Everything in it but folders, without the staged folder's own path, and the mode of files. */
  readonly paths: readonly { readonly path: string; readonly mode: number | undefined }[];
  /** Scriptlets, by their name: `post`. */
  readonly scriptlets: ReadonlyMap<string, string>;
}

/** Where Fedora keeps something at another place than Debian. */
const fedoraPlaces: readonly (readonly [string, string])[] = [
  ['/usr/share/zsh/vendor-completions/', '/usr/share/zsh/site-functions/'],
];

const fields: readonly (readonly [string, keyof Relations])[] = [
  ['Requires', 'depends'],
  ['Recommends', 'recommends'],
  ['Suggests', 'suggests'],
  ['Conflicts', 'conflicts'],
  ['Provides', 'provides'],
];

export function rpmSpec(definition: PackageDefinition, facts: SpecFacts): string {
  const { name, summary, description, isArchitectureIndependent, fedora } = definition;
  const relations = fields.flatMap(([field, key]) =>
    withVersion(fedora[key] ?? [], facts.version).map((relation) => `${field}: ${relation}`),
  );
  return [
    `Name: ${name}`,
    `Version: ${facts.version}`,
    'Release: 1',
    `Summary: ${summary}`,
    'License: Apache-2.0',
    `Packager: ${facts.maintainer}`,
    ...(isArchitectureIndependent ? ['BuildArch: noarch'] : []),
    'AutoReqProv: no',
    ...relations,
    '',
    '%description',
    description.join('\n\n'),
    '',
    '%install',
    `cp -a '${facts.staged}/.' '%{buildroot}/'`,
    ...facts.paths.flatMap(({ path }) => moved(path)),
    '',
    ...[...facts.scriptlets].flatMap(([scriptlet, text]) => [`%${scriptlet}`, escaped(text)]),
    ...(definition.id === 'selinux' ? trigger : []),
    '%files',
    ...facts.paths.map(({ path, mode }) => `${attributes(mode)}"${escaped(fedoraPlace(path))}"`),
    '',
  ].join('\n');
}

/** As the trigger of the Debian package: the policy of the distribution was upgraded or installed again. */
const trigger = [
  '%triggerin -- selinux-policy-targeted',
  '/usr/libexec/bulkhead-selinux/install-modules --if-missing || :',
  '',
];

function moved(path: string): string[] {
  const place = fedoraPlace(path);
  return place === path
    ? []
    : [`install -D -p -m 0644 '%{buildroot}${path}' '%{buildroot}${place}'`, `rm '%{buildroot}${path}'`];
}

function fedoraPlace(path: string): string {
  const found = fedoraPlaces.find(([debian]) => path.startsWith(debian));
  return found === undefined ? path : found[1] + path.slice(found[0].length);
}

function attributes(mode: number | undefined): string {
  return mode === undefined ? '' : `%attr(${mode.toString(8).padStart(4, '0')}, root, root) `;
}

/** A percent sign begins a macro. */
function escaped(text: string): string {
  return text.replaceAll('%', '%%');
}
