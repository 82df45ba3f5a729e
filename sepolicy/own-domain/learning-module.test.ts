// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { inEnglish } from '../../contract/fixtures/in-english.ts';
import { problemsOfSource as givenProblemsOfSource } from './check-source.ts';
import { containerCall, generateModule, reachCall, withRules, withRulesOf } from './generate.ts';
import { enforcing, isLearningModule, learningModule } from './learning-module.ts';
import { statementsOf, textOf } from '../cil/statements.ts';

const problemsOfSource = (...args: Parameters<typeof givenProblemsOfSource>) =>
  inEnglish(givenProblemsOfSource(...args));

const domain = 'bulkhead_c_web_t';
const wanted = { owner: 'web', ports: [], allow: [], connectTypes: [], volumes: [], hasVolumes: false };
const usual = withRules(
  generateModule({
    ...wanted,
    ports: [{ protocol: 'tcp', port: 80, type: 'http_port_t' }],
    allow: ['jit'],
    connectTypes: ['postgresql_port_t'],
    volumes: [{ type: 'bulkhead_shared_7_t', isReadOnly: false }],
  }),
  [reachCall(domain, 'etc_t'), `(allow ${domain} etc_t (file (read)))`],
  'Learned, and reviewed.',
);

/** What the compiler sees of it. */
function statementsIn(source: string): readonly string[] {
  return [...statementsOf(source)].map(({ expression }) => textOf(expression));
}

it('grants nothing while it learns but what volumes need, and has all of it again afterwards', () => {
  const learning = learningModule(usual, 'web');
  expect(statementsIn(learning).filter((text) => /^\((allow|call|optional) /.test(text))).toEqual([
    containerCall('web', 'learning_container'),
    `(call bulkhead_use_volume (${domain} bulkhead_shared_7_t))`,
    reachCall(domain, 'etc_t'),
  ]);
  expect(statementsIn(learning)).toContain(`(typepermissive ${domain})`);
  expect([usual, learning].map((source) => isLearningModule(source, 'web'))).toEqual([false, true]);
  expect(problemsOfSource('web', learning, { mayBePermissive: true })).toEqual([]);
  expect(enforcing(learning, 'web')).toBe(usual);
  expect(learningModule(learning, 'web')).toBe(learning);
});

it('leaves a statement of more than one line, which no comment could hold', () => {
  const rule = `(allow ${domain} proc_t (file (read)\n))`;
  expect(learningModule(withRules(usual, [rule], 'by hand'), 'web')).toContain(`\n${rule}\n`);
});

it('learns without its grants too when a person took the heading of the rules away', () => {
  const edited = usual.replace(/^; ---- rules.*$/m, '; mine');
  expect(enforcing(learningModule(edited, 'web'), 'web').trimEnd()).toBe(edited.trimEnd());
});

it('is as narrow as before when it is written again, and accepted in each form, but only in one', () => {
  const narrow = usual.replace(containerCall('web', 'container'), containerCall('web', 'narrow_container'));
  const again = withRulesOf(generateModule(wanted), narrow) ?? '';
  expect(statementsIn(again)).toContain(containerCall('web', 'narrow_container'));
  expect(statementsIn(again)).not.toContain(containerCall('web', 'container'));
  expect(problemsOfSource('web', narrow, { mayBePermissive: false })).toEqual([]);
  const both = `${usual}${containerCall('web', 'narrow_container')}\n`;
  expect(problemsOfSource('web', both, { mayBePermissive: false })).toMatchObject([{ problem: 'it is said twice' }]);
});
