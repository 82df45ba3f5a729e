// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import { isFailure } from '../../contract/errors.ts';
import { withCategories } from '../../sepolicy/own-domain/categories.ts';
import { generateModule } from '../../sepolicy/own-domain/generate.ts';
import { learningModule } from '../../sepolicy/own-domain/learning-module.ts';
import { modulesOfContainers } from '../selinux/policy/base-modules.ts';
import { type CompilationTask, withoutDifference } from '../selinux/policy/compilation.ts';
import { openDrillModule, openDrillSource } from '../selinux/policy/open-drill-module.ts';
import { createInstallCheck, type InstallCheck } from './install-check.ts';

const { signal } = new AbortController();
const source = withCategories(
  generateModule({ owner: 'web', ports: [], allow: [], connectTypes: [], volumes: [], hasVolumes: false }),
  'web',
  [5, 77],
);
const breach = `${source}(allow bulkhead_c_web_t shadow_t (file (read)))\n`;

let compiled: CompilationTask[];
let missing: string | undefined;
let sequence: number;
let check: InstallCheck;

beforeEach(() => {
  [compiled, missing, sequence] = [[], undefined, 1];
  check = createInstallCheck({
    sources: async (modules) =>
      new Map(modules.filter((module) => module !== missing).map((module) => [module, `(of ${module})`])),
    compile: async (task) => {
      compiled.push(task);
      const problems = task.source === breach ? [{ line: 1, problem: 'it would break the isolation' }] : [];
      return { problems, ...withoutDifference };
    },
    sequence: () => sequence,
  });
});

/** `allowed`, or the code of the failure. */
async function verdictOf(module: string, text: string): Promise<string> {
  try {
    await check.mustBeAllowed(module, text, signal);
    return 'allowed';
  } catch (error) {
    if (isFailure(error)) return error.code;
    throw error;
  }
}

describe('a module of a container', () => {
  it('is compiled with the rules of the store that no module may breach', async () => {
    expect(await verdictOf('bulkhead_c_web', source)).toBe('allowed');
    expect(compiled).toEqual([
      {
        owner: 'web',
        source,
        listsAccesses: false,
        base: modulesOfContainers.map((name) => `(of ${name})`).join('\n'),
      },
    ]);
  });

  it('of a plain domain is compiled with the declarations of that domain', async () => {
    const rule = '(allow bulkhead_p_7_t proc_t (file (read)))';
    expect(await verdictOf('bulkhead_p_7', rule)).toBe('allowed');
    expect(compiled).toEqual([
      expect.objectContaining({
        owner: 'plain:7',
        base: expect.stringContaining('(call bulkhead_container (bulkhead_p_7_t ') as string,
      }),
    ]);
    expect(await verdictOf('bulkhead_p_8', rule)).toBe('policy-rejected');
  });

  it('is not compiled twice with one policy, and again with another one', async () => {
    await check.compile({ owner: 'web', source, listsAccesses: true }, signal);
    expect([await verdictOf('bulkhead_c_web', source), compiled.length]).toEqual(['allowed', 1]);
    sequence = 2;
    expect([await verdictOf('bulkhead_c_web', source), compiled.length]).toEqual(['allowed', 2]);
  });

  it('may learn', async () => {
    expect(await verdictOf('bulkhead_c_web', learningModule(source, 'web'))).toBe('allowed');
  });

  it('that breaches a rule is not installed, also when it was compiled before', async () => {
    await check.compile({ owner: 'web', source: breach, listsAccesses: false }, signal);
    expect(await verdictOf('bulkhead_c_web', breach)).toBe('policy-rejected');
  });

  it('without the rules is not compiled', async () => {
    missing = 'bulkhead-isolation';
    expect([await verdictOf('bulkhead_c_web', source), compiled]).toEqual(['policy-unavailable', []]);
  });
});

describe('never installed, and seen by no compiler, are', () => {
  it.each([
    ['the module of a container under the name of another', 'bulkhead_c_db', source],
    ['a name that is no container', 'bulkhead_c_', source],
    ['the name of one of its types', 'bulkhead_c_web_t', source],
    ['a base module', 'bulkhead-isolation', '(type nothing)'],
    ['a module of the distribution', 'unconfined', '(type nothing)'],
    ['a rule about another domain', 'bulkhead_c_web', `${source}(allow init_t shadow_t (file (read)))\n`],
    ['a permissive domain of others', 'bulkhead_c_web', `${source}(typepermissive init_t)\n`],
    ['another text as that of drills', openDrillModule, `${openDrillSource}(typepermissive init_t)\n`],
  ])('%s (review F8)', async (_, module, text) => {
    expect([await verdictOf(module, text), compiled]).toEqual(['policy-rejected', []]);
  });
});

it('the module of drills is taken as it is', async () => {
  expect([await verdictOf(openDrillModule, openDrillSource), compiled]).toEqual(['allowed', []]);
});
