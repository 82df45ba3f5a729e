// SPDX-License-Identifier: Apache-2.0
/** The modules whose domains are counted: Bulkhead's own, and that of a container that serves web pages. */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { choiceProfiles } from '../../contract/model/policy/choice-profiles.ts';
import { statementsOf, textOf } from '../../sepolicy/cil/statements.ts';
import { generateModule } from '../../sepolicy/own-domain/generate.ts';
import { plainOwner, policyNames } from '../../sepolicy/own-domain/names.ts';

const folder = new URL('../../policy/selinux/', import.meta.url);

/** Bulkhead's own modules, by the names of their files. */
export function baseModules(): ReadonlyMap<string, string> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.cil'));
  return new Map(names.sort().map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]));
}

/** What the profile of a web server chooses; all policies give its ports this type. A plain domain needs no module. */
const containers = {
  web: generateModule({
    owner: 'web',
    ports: choiceProfiles.web.ports.map((port) => ({ ...port, type: 'http_port_t' })),
    allow: choiceProfiles.web.allow,
    connectTypes: [],
    volumes: [],
    hasVolumes: false,
  }),
};

export const sampleDomains = {
  plain: policyNames(plainOwner(1)).domain,
  web: policyNames('web').domain,
  shared: 'bulkhead_t',
} as const;

/** Gives the modules of the one container. */
export function sampleModules(): readonly string[] {
  return Object.values(containers);
}

/**
 * Stands for all statements that can change a count: figures with another digest were measured with other rules. What is
 * said in comments, and what is denied without a record, changes none.
 */
export function digestOfModules(): string {
  const hash = createHash('sha256');
  for (const text of [...baseModules().values(), ...sampleModules()])
    for (const { expression } of statementsOf(text))
      if (expression[0] !== 'dontaudit') hash.update(`${textOf(expression)}\n`);
  return hash.digest('hex');
}
