// SPDX-License-Identifier: Apache-2.0
import { textOf } from '../../contract/text.ts';
import { describe, expect, it } from 'vitest';
import { checkPolicy, type Compile, type Sources } from './check-policy.ts';

/** A compiler that stops at the first name of `missing`, and otherwise writes what it is given for these files. */
function compilerOf(missing: readonly string[], outputs: Readonly<Record<string, string>> = {}) {
  const compiled: (readonly string[])[] = [];
  const compile: Compile = async (sources) => {
    compiled.push([...sources.keys()]);
    for (const [file, text] of sources)
      for (const [index, line] of text.split('\n').entries()) {
        const [, keyword = ''] = /^\((\w+)/.exec(line) ?? [];
        if (missing.some((name) => line.includes(name)))
          return {
            isAccepted: false,
            output: `Failed to resolve ${keyword} statement at ${file}:${index + 1}\nFailed to resolve AST`,
          };
      }
    const output = outputs[[...sources.keys()].join(' ')] ?? '';
    return { isAccepted: output === '', output };
  };
  return { compile, compiled };
}

const sources = (base: string): Readonly<Record<'policy' | 'base' | 'container', Sources>> => ({
  policy: new Map([
    [
      'policy.cil',
      '(type etc_t)\n(class file (read))\n(typeattribute not_a)\n(typeattributeset not_a (not ' +
        '(may_a)))\n(allow d f (file (read)))',
    ],
  ]),
  base: new Map([['base/b.cil', base]]),
  container: new Map([['container/c.cil', '(type c_t)\n(call m (c_t))']]),
});
const all = 'policy.cil base/b.cil container/c.cil';

it('fits when the compiler takes it at once', async () => {
  const { compile, compiled } = compilerOf([]);
  expect(await checkPolicy(sources('(type b_t)'), compile)).toEqual([]);
  expect(compiled).toEqual([all.split(' ')]);
});

it('names every statement with an unknown name, and the name', async () => {
  const { compile } = compilerOf(['gone_t', 'lost_t']);
  const findings = await checkPolicy(
    sources('(type b_t)\n(allow b_t gone_t (file (read)))\n(allow b_t lost_t (file (read)))'),
    compile,
  );
  expect(findings.map(({ place, problem, statement }) => [place, problem, statement])).toEqual([
    [{ file: 'base/b.cil', line: 2 }, 'this policy has no gone_t', '(allow b_t gone_t (file (read)))'],
    [{ file: 'base/b.cil', line: 3 }, 'this policy has no lost_t', '(allow b_t lost_t (file (read)))'],
  ]);
});

it('ends where the compiler names a statement that is not there', async () => {
  const compile: Compile = async () => ({
    isAccepted: false,
    output: 'Failed to resolve allow statement at gone.cil:1',
  });
  const findings = await checkPolicy(sources(''), compile);
  expect(findings.map(({ place, statement }) => [place, statement])).toEqual([
    [{ file: 'gone.cil', line: 1 }, 'allow'],
  ]);
});

it('gives the last words of a compiler that says nothing else', async () => {
  const compile: Compile = async () => ({ isAccepted: false, output: 'Failed to build policydb\n' });
  const [finding] = await checkPolicy(sources(''), compile);
  expect([finding?.severity, finding?.problem]).toEqual(['failure', 'Failed to build policydb']);
});

describe('a broken rule', () => {
  const breach = (rule: string, name: string, ...path: readonly string[]): string =>
    `neverallow check failed at ${rule}\n  (neverallow ${name} f (file (read)))\n    <root>\n` +
    path.map((place) => `    ${place.startsWith('container') ? 'call' : 'allow'} at ${place}\n`).join('') +
    '      (allow d f (file (read)))\n\n';

  async function found(output: string, alone = ''): Promise<readonly (readonly unknown[])[]> {
    const { compile } = compilerOf([], { [all]: output, 'policy.cil': alone });
    const findings = await checkPolicy(sources(''), compile);
    return findings.map(({ severity, place, problem, advice }) => [
      severity,
      place === null ? null : `${place.file}:${place.line}`,
      problem,
      textOf(advice).split(/[:,;]/)[0],
    ]);
  }

  it("of the base by the policy: the policy's line", async () => {
    expect(
      await found(breach('base/b.cil:3', 'b', 'policy.cil:5') + breach('base/b.cil:4', 'b', 'policy.cil:5')),
    ).toEqual([
      [
        'failure',
        'policy.cil:5',
        'it breaks base/b.cil:3 (neverallow b f (file (read))), and 1 more',
        'the policy grants this to every domain',
      ],
    ]);
  });

  it('of a rule about a service: not to take it away from containers', async () => {
    const [[, , , advice] = []] = await found(breach('base/b.cil:3', 'bulkhead_notify_t', 'policy.cil:5'));
    expect(advice).toBe('the policy grants this to every service');
  });

  it('of the policy by the base, with what the rule excepts', async () => {
    expect(await found(breach('policy.cil:9', 'not_a', 'base/b.cil:7'))).toEqual([
      [
        'failure',
        'base/b.cil:7',
        'it breaks policy.cil:9 (neverallow not_a f (file (read))); not_a is (not (may_a))',
        'give the type the attribute that the broken rule excepts',
      ],
    ]);
  });

  it("of the base by a container's module: the call, not the macro", async () => {
    expect(await found(breach('base/b.cil:3', 'b', 'container/c.cil:2', 'base/b.cil:40'))).toEqual([
      [
        'failure',
        'container/c.cil:2',
        'it breaks base/b.cil:3 (neverallow b f (file (read)))',
        'take the rule out of the module of this container',
      ],
    ]);
  });

  it('within the base', async () => {
    const [finding] = await found(breach('base/b.cil:3', 'b', 'base/b.cil:7'));
    expect(finding?.slice(0, 2)).toEqual(['failure', 'base/b.cil:7']);
  });

  it('of the policy by a statement of the policy: ours when it needs our types, and a note when the policy alone breaks it', async () => {
    const own = breach('policy.cil:9', 'x', 'policy.cil:5');
    expect((await found(own)).map(([severity, , , advice]) => [severity, advice])).toEqual([
      ['failure', "a type of Bulkhead's has the attribute of this rule"],
    ]);
    expect((await found(own, own)).map(([severity]) => severity)).toEqual(['note']);
    const other = breach('policy.cil:10', 'x', 'policy.cil:5');
    expect((await found(own + other, own)).map(([severity]) => severity)).toEqual(['failure']);
  });
});
