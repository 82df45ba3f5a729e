import { expect, test } from 'vitest';
import { fail } from '../../../contract/errors.ts';
import type { Explanation, Remedy } from '../../../contract/model/explanation.ts';
import { generateModule, withRules } from '../../../sepolicy/own-domain/generate.ts';
import type { ChangeDriver, Proposal } from './change-driver.ts';
import { createModuleDriver } from './module-driver.ts';

const never = new AbortController().signal;
const rule = '(allow bulkhead_c_web_t proc_t (file (write)))';
const remedy: Remedy = { id: 'own-rule', kind: 'own-rule', summary: 'Allow it.', change: [rule], opens: [], opensCount: 1, risk: { level: 'low', reason: '' }, touches: [], cannotApply: null };
const explanation: Explanation = { group: '0123456789abcdef', reason: { kind: 'no-rule' }, evidence: [], isUsuallyHidden: false, remedies: [remedy] };
const proposal: Proposal = { remedy, explanation, container: 'web' };
const plain = generateModule({ container: 'web', ports: [], hasVolumes: false, isPermissive: false });
const after = withRules(plain, [rule], 'A remedy for the denials 0123456789abcdef.');

/** A host whose module store has one module, and whose containers may be busy. */
function hostOf({ isWithoutModule = false, learningUntil = null as number | null, isBusy = false } = {}) {
  const host = { source: isWithoutModule ? undefined : (plain as string | undefined), notes: [] as string[] };
  const driver: ChangeDriver = createModuleDriver({
    modules: {
      read: async () => (host.source === undefined ? undefined : { source: host.source, version: { version: 3, sha256: '', note: '', createdAt: 1 } }),
      install: async (_, text, { note }) => {
        if (text.includes('shadow_t')) fail('policy-refused', { problems: [{ line: 21, problem: 'it would breach the wall' }] });
        host.source = text;
        host.notes.push(note);
        return { version: 4, sha256: '', note, createdAt: 2 };
      },
    },
    containers: {
      described: () => ({ learningUntil }) as never,
      exclusively: async (name, _, act) => (isBusy ? fail('container-busy', { name, reason: 'it is being removed' }) : act()),
    },
  });
  return { host, driver };
}

test('a rule is added to the end of the module, and taken back the text is what it was', async () => {
  const { host, driver } = hostOf();
  const { plan, before, change } = await driver.plan(proposal, never);
  expect([before, change]).toEqual([['the module of web is version 3, without this rule'], [rule]]);
  expect(await driver.standing(plan)).toEqual({ state: 'before' });
  await driver.apply(plan);
  expect([host.source, await driver.standing(plan)]).toEqual([after, { state: 'after' }]);
  await driver.revert(plan);
  expect([host.source, host.notes]).toEqual([plain, ['a rule of a remedy', 'without the rule of a remedy']]);
  await driver.revert(plan);
  expect(host.notes).toHaveLength(2);
});

test('what the compiler refuses changes nothing, and names the line', async () => {
  const { host, driver } = hostOf();
  const { plan } = await driver.plan({ ...proposal, remedy: { ...remedy, change: ['(allow bulkhead_c_web_t shadow_t (file (read)))'] } }, never);
  await expect(driver.apply(plan)).rejects.toMatchObject({ code: 'policy-refused', data: { problems: [{ line: 21 }] } });
  await driver.revert(plan);
  expect([host.source, host.notes]).toEqual([plain, []]);
});

test('a module that somebody else changed meanwhile, or since, is left alone', async () => {
  const { host, driver } = hostOf();
  const { plan } = await driver.plan(proposal, never);
  host.source = `${plain}; mine\n`;
  await expect(driver.apply(plan)).rejects.toMatchObject({ code: 'change-failed' });
  await driver.revert(plan);
  expect([await driver.standing(plan), host.notes]).toEqual([{ state: 'other', words: expect.stringContaining('changed since') as string }, []]);
  host.source = undefined;
  expect(await driver.standing(plan)).toEqual({ state: 'other', words: 'web has no policy module any more' });
});

test.each([
  ['of no container', hostOf(), { ...proposal, container: null }, 'not of a container'],
  ['of a container without a module', hostOf({ isWithoutModule: true }), proposal, 'domain of its own first'],
  ['of a container that learns', hostOf({ learningUntil: 99 }), proposal, 'review what it learned'],
])('denials %s get no rule, with the reason', async (_, { driver }, asked, words) => {
  await expect(driver.plan(asked, never)).rejects.toMatchObject({ code: 'remedy-refused', data: { reason: expect.stringContaining(words) as string } });
});

test('nothing begins while something else is done to the container', async () => {
  const { driver } = hostOf({ isBusy: true });
  const { plan } = await driver.plan(proposal, never);
  let hasBegun = false;
  await expect(driver.hold(plan, async () => (hasBegun = true))).rejects.toMatchObject({ code: 'container-busy' });
  expect(hasBegun).toBe(false);
});
