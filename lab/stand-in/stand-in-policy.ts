// SPDX-License-Identifier: Apache-2.0
/**
 * A policy with the traits of Fedora's, written for tests because no package of Debian's archive has the real one: names
 * that are missing or aliases, what every domain may do, the level of new files, weaker constraints, neverallow rules,
 * a confined init_t, and stock domains of containers. docs/adr/0040 says what it can and cannot show.
 */

import { readFile } from 'node:fs/promises';

/** The parts that are written by hand, beside this file. */
const parts = ['kernel', 'names', 'domain', 'containers', 'constraints', 'neverallow'];

/** How many of each there are, so that what an attribute grants weighs as much as on a real host. */
const sizes = { services: 860, temporaryFiles: 344, ports: 306 };

/** CIL text that secilc compiles by itself, with its neverallow rules. */
export async function standInPolicy(): Promise<string> {
  const texts = await Promise.all(parts.map((part) => readFile(partAt(part), 'utf8')));
  return [...texts, categories(), services(), ports()].join('\n');
}

/** What a stock container policy adds that breaks the policy's own neverallow rules. */
export async function ownBreaches(): Promise<string> {
  return readFile(partAt('own-breaches'), 'utf8');
}

function partAt(part: string): URL {
  return new URL(`${part}.cil`, import.meta.url);
}

function categories(): string {
  const names = Array.from({ length: 1024 }, (_, number) => `c${number}`);
  return [...names.map((name) => `(category ${name})`), `(categoryorder (${names.join(' ')}))`].join('\n');
}

/** Each has a domain, a program and files of its own; some have temporary files. */
function services(): string {
  return Array.from({ length: sizes.services }, (_, number) => {
    const name = `service_${number}`;
    const temporary = number < sizes.temporaryFiles ? [`${name}_tmp_t`] : [];
    const files = [`${name}_conf_t`, `${name}_exec_t`, ...temporary];
    return [
      ...[`${name}_t`, ...files].map((type) => `(type ${type})`),
      ...files.map((type) => `(roletype object_r ${type})`),
      `(typeattributeset domain (${name}_t))`,
      `(typeattributeset daemon (${name}_t))`,
      `(typeattributeset file_type (${files.join(' ')}))`,
      `(typeattributeset exec_type (${name}_exec_t))`,
      ...temporary.map((type) => `(typeattributeset tmpfile (${type}))`),
      `(allow ${name}_t ${name}_exec_t (file (entrypoint execute getattr map open read)))`,
      `(allow ${name}_t ${name}_conf_t (file (getattr open read)))`,
      `(typetransition init_t ${name}_exec_t process ${name}_t)`,
    ].join('\n');
  }).join('\n');
}

function ports(): string {
  return Array.from({ length: sizes.ports }, (_, number) => {
    const type = `service_${number}_port_t`;
    const context = `(system_u object_r ${type} (systemlow systemlow))`;
    return (
      `(type ${type})\n(roletype object_r ${type})\n(typeattributeset port_type (${type}))\n(portcon tcp ` +
      `${10_000 + number} ${context})`
    );
  }).join('\n');
}
