// SPDX-License-Identifier: Apache-2.0
/**
 * Gathers what `policy check` compiles: the policy, the base modules of this installation, and modules of containers.
 */

import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { allChoices } from '../../contract/model/policy/choices.ts';
import { withCategories } from '../../sepolicy/own-domain/categories.ts';
import { generateModule } from '../../sepolicy/own-domain/generate.ts';
import { learningModule } from '../../sepolicy/own-domain/learning-module.ts';
import { portTypeOf } from '../../sepolicy/own-domain/port-type.ts';
import type { Sources } from '../../sepolicy/policy-check/check-policy.ts';
import type { Origin } from '../../sepolicy/policy-check/policy-finding.ts';
import { readPolicy } from '../../sepolicy/read-policy.ts';
import { InputError } from '../input-error.ts';
import { kernelPolicy, readPolicyText } from '../policy-file.ts';
import { isStore, readStore } from './read-store.ts';

/**
 * Gives the folders of Bulkhead's modules: in a checkout beside the sources and beside what is built, else where the
 * packages put them. The bundle is CommonJS, which has no `import.meta`; scripts that describe the command line load
 * this as a module, which has no `__dirname`.
 */
function moduleFolders(): readonly string[] {
  return [join(__dirname, '../../policy/selinux'), '/usr/share/bulkhead/selinux'];
}

/** What the modules of containers are generated for, beside a plain one. */
const samplePorts = [
  { protocol: 'tcp', port: 80 },
  { protocol: 'tcp', port: 443 },
  { protocol: 'tcp', port: 5432 },
  { protocol: 'udp', port: 53 },
] as const;

export interface PolicySources {
  /** What is checked, as a person would name it. */
  readonly name: string;
  readonly sources: Readonly<Record<Origin, Sources>>;
  /**
   * Holds the modules of the policy that are not Bulkhead's; empty for a policy that has Bulkhead's compiled into it.
   */
  readonly foreign: Sources;
  /** What the result does not show; to be said beside it. */
  readonly remarks: readonly string[];
}

/** `target` is a module store or a policy file; that of this host when undefined. */
export async function gatherSources(target: string | undefined): Promise<PolicySources> {
  const base = await readBase();
  const path = target ?? (await policyOfHost());
  const isOfStore = await isStore(path);
  const policy = isOfStore
    ? await readStore(path, new Set([...base.keys()].map((file) => basename(file, '.cil'))))
    : new Map([['policy.cil', await readPolicyText(path)]]);
  const hasBase = !isOfStore && [...policy.values()].every(hasBaseIn);
  return {
    name: path,
    sources: { policy, base, container: containerModules(policy) },
    foreign: new Map(hasBase ? [] : [...policy].filter(([file]) => !file.startsWith('policy/bulkhead_'))),
    remarks: [
      ...([...policy.values()].some((text) => text.includes('(neverallow '))
        ? []
        : ["a compiled policy has no neverallow rules: only Bulkhead's own are checked; check a module store for all"]),
      ...(hasBase ? ["this policy has Bulkhead's modules in it already: what they grant stays granted"] : []),
    ],
  };
}

/**
 * Says whether a text has the base module in it, by three declarations: more than another module that uses such names
 * would have.
 */
function hasBaseIn(text: string): boolean {
  return ['type bulkhead_t', 'type bulkhead_file_t', 'typeattribute bulkhead_domain'].every((declaration) =>
    text.includes(`(${declaration})`),
  );
}

async function readBase(): Promise<Sources> {
  for (const folder of moduleFolders()) {
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.cil')).sort();
    if (names.length === 0) continue;
    const texts = names.map(async (name): Promise<readonly [string, string]> => {
      return [`base/${name}`, await readFile(join(folder, name), 'utf8')];
    });
    return new Map(await Promise.all(texts));
  }
  throw new InputError(moduleFolders().join(', '), "Bulkhead's policy modules are not there; install Bulkhead again");
}

function containerModules(policy: Sources): Sources {
  const known = readPolicy([...policy.values()].filter((text) => text.includes('(portcon ')).join('\n'));
  const ports = samplePorts.flatMap((served) => {
    const type = portTypeOf(known, served);
    return type === undefined ? [] : [{ ...served, type }];
  });
  const module = (container: string, services: typeof ports): string =>
    withCategories(
      generateModule({
        owner: container,
        ports: services,
        allow: services.length > 0 ? allChoices : [],
        connectTypes: [...new Set(services.map(({ type }) => type))],
        volumes: [],
        hasVolumes: services.length > 0,
      }),
      container,
      [0, 1],
    );
  return new Map([
    ['container/plain.cil', module('check-plain', [])],
    ['container/ports-and-volumes.cil', module('check-served', ports)],
    ['container/learning.cil', learningModule(module('check-learning', ports), 'check-learning')],
  ]);
}

/** The store of the policy that the host is set to; what the kernel has when nobody but root may read that. */
export async function policyOfHost(): Promise<string> {
  const config = await readFile('/etc/selinux/config', 'utf8').catch(() => '');
  const [, type] = /^\s*SELINUXTYPE\s*=\s*([\w-]+)/m.exec(config) ?? [];
  const store = `/var/lib/selinux/${type ?? 'default'}`;
  return (await isStore(store).catch(() => false)) ? store : kernelPolicy;
}
