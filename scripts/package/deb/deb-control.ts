// SPDX-License-Identifier: Apache-2.0
/** Writes the control file of a Debian package. */

import { type Architecture, architectures } from '../../../packaging/architectures.ts';
import type { PackageDefinition, Relations } from '../../../packaging/packages.ts';

export interface ControlFacts {
  readonly version: string;
  readonly maintainer: string;
  readonly architecture: Architecture;
  /** The size is in KiB. */
  readonly installedSize: number;
}

const fields: readonly (readonly [string, keyof Relations])[] = [
  ['Depends', 'depends'],
  ['Recommends', 'recommends'],
  ['Suggests', 'suggests'],
  ['Conflicts', 'conflicts'],
  ['Provides', 'provides'],
];

export function controlFile(definition: PackageDefinition, facts: ControlFacts): string {
  const { name, section, summary, description, debian } = definition;
  const relations = fields.flatMap(([field, key]) => {
    const values = debian[key] ?? [];
    return values.length === 0 ? [] : [`${field}: ${withVersion(values, facts.version).join(', ')}`];
  });
  return [
    `Package: ${name}`,
    `Version: ${facts.version}`,
    `Architecture: ${debArchitecture(definition, facts.architecture)}`,
    `Maintainer: ${facts.maintainer}`,
    `Installed-Size: ${facts.installedSize}`,
    ...relations,
    `Section: ${section}`,
    'Priority: optional',
    `Description: ${summary}`,
    ...description.flatMap((paragraph, index) => [...(index === 0 ? [] : [' .']), ...wrap(paragraph)]),
    '',
  ].join('\n');
}

/** Gives what dpkg calls the processor of the package. */
export function debArchitecture({ isArchitectureIndependent }: PackageDefinition, architecture: Architecture): string {
  return isArchitectureIndependent ? 'all' : architectures[architecture].deb;
}

/** Packages of one build belong together: `${version}` in a relation is theirs. */
export function withVersion(relations: readonly string[], version: string): string[] {
  return relations.map((relation) => relation.replaceAll('${version}', version));
}

/** A line of an extended description begins with a space and has at most 79 characters. */
function wrap(paragraph: string): string[] {
  const lines: string[] = [];
  for (const word of paragraph.split(/\s+/)) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > 79) lines.push(` ${word}`);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}
