// SPDX-License-Identifier: Apache-2.0
/** Writes the spec of an RPM package from the same table as the Debian one, and from a staged folder. */

import type { PackageDefinition, Relations } from '../../../packaging/packages.ts';
import { ownFolders } from '../../../packaging/rpm-folders.ts';
import { withVersion } from '../deb/deb-control.ts';

export interface SpecFacts {
  readonly version: string;
  readonly maintainer: string;
  /** The folder holds the content of the package. */
  readonly staged: string;
  /** Everything in it but folders, without the staged folder's own path, and the mode of files. */
  readonly paths: readonly { readonly path: string; readonly mode: number | undefined }[];
  /** Folders that come to be on the host: the package's own, which removes them where they are empty. */
  readonly laterFolders: readonly { readonly path: string; readonly mode: number }[];
  /** Scriptlets as they stand in the spec, by their heading there: `post`. */
  readonly scriptlets: ReadonlyMap<string, string>;
  /** Macros that the scriptlets expand. */
  readonly macros: string;
  /** Entries of the changelog. */
  readonly changelog: string;
}

const fields: readonly (readonly [string, keyof Relations])[] = [
  ['Requires', 'depends'],
  ['Recommends', 'recommends'],
  ['Suggests', 'suggests'],
  ['Conflicts', 'conflicts'],
  ['Provides', 'provides'],
];

export function rpmSpec(definition: PackageDefinition, facts: SpecFacts): string {
  const { name, summary, description, isArchitectureIndependent } = definition;
  return [
    facts.macros,
    ...bundledLibraries(facts),
    `Name: ${name}`,
    `Version: ${facts.version}`,
    'Release: 1%{?dist}',
    `Summary: ${summary}`,
    'License: Apache-2.0',
    `Packager: ${facts.maintainer}`,
    ...(isArchitectureIndependent ? ['BuildArch: noarch'] : []),
    ...relationsOf(definition, facts.version),
    '',
    '%description',
    description.join('\n\n'),
    '',
    '%install',
    `cp -a '${facts.staged}/.' '%{buildroot}/'`,
    ...facts.laterFolders.map(({ path }) => `mkdir -p '%{buildroot}${path}'`),
    '',
    ...[...facts.scriptlets].flatMap(([heading, text]) => [`%${heading}`, text]),
    '%files',
    ...filesOf(facts),
    '',
    '%changelog',
    escaped(facts.changelog),
  ].join('\n');
}

function relationsOf({ rpm }: PackageDefinition, version: string): string[] {
  const relations = fields.flatMap(([field, key]) => (rpm[key] ?? []).map((relation) => `${field}: ${relation}`));
  const ofScriptlets = Object.entries(rpm.scriptlets ?? {}).flatMap(([time, needed]) =>
    needed.map((relation) => `Requires(${time}): ${relation}`),
  );
  return withVersion([...relations, ...ofScriptlets], version);
}

/** A program that needs one of these has it from the package itself. */
function bundledLibraries({ paths }: SpecFacts): string[] {
  const names = paths.flatMap(({ path }) => /\/(lib[^/]+\.so[.\d]*)$/.exec(path)?.[1] ?? []);
  return names.length === 0
    ? []
    : [`%global __requires_exclude ^(${names.map((name) => name.replaceAll('.', '[.]')).join('|')})[(]`];
}

function filesOf({ paths, laterFolders }: SpecFacts): string[] {
  const later = new Set(laterFolders.map(({ path }) => path));
  const folders = ownFolders([...paths, ...laterFolders].map(({ path }) => path)).filter((path) => !later.has(path));
  return [
    ...folders.map((path) => `%dir ${attributes(0o755)}"${escaped(path)}"`),
    ...laterFolders.map(({ path, mode }) => `%ghost %dir ${attributes(mode)}"${escaped(path)}"`),
    ...paths.map(({ path, mode }) => `${kindOf(path)}${attributes(mode)}"${escaped(path)}"`),
  ];
}

function kindOf(path: string): string {
  return path.startsWith('/usr/share/licenses/') ? '%license ' : '';
}

function attributes(mode: number | undefined): string {
  return mode === undefined ? '' : `%attr(${mode.toString(8).padStart(4, '0')}, root, root) `;
}

/** A percent sign begins a macro. */
function escaped(text: string): string {
  return text.replaceAll('%', '%%');
}
