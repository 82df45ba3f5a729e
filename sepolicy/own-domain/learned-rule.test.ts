// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../contract/fixtures/in-english.ts';
import type { DenialGroup } from '../../contract/model/denials/denial.ts';
import type { GivenExplanation, GivenRemedy } from '../../contract/model/denials/explanation.ts';
import { remedyOf } from '../remedy.ts';
import { connectStatement } from './connect-statement.ts';
import { learnedRule as givenLearnedRule, ruleFor } from './learned-rule.ts';

const learnedRule = (...args: Parameters<typeof givenLearnedRule>) => inEnglish(givenLearnedRule(...args));

const domain = 'bulkhead_c_web_t';
const group: DenialGroup = {
  id: '0123456789abcdef',
  sourceType: domain,
  targetType: 'etc_t',
  class: 'file',
  permissions: ['read'],
  count: 3,
  first: 1,
  last: 9,
  containers: ['web'],
  comms: ['cat'],
  permissive: true,
  notBlocked: 3,
  reason: 'no-rule',
  sample: undefined as never,
};

function remedy(level: GivenRemedy['risk']['level'], changes: Partial<GivenRemedy> = {}): GivenRemedy {
  return {
    ...remedyOf({
      id: 'own-rule',
      kind: 'own-rule',
      reach: 'container',
      summary: '',
      change: [],
      cannotApply: null,
      risk: { level, reason: `It is ${level}.` },
      opens: [{ source: domain, target: 'etc_t', class: 'file', permissions: ['read', 'open'] }],
    }),
    ...changes,
  };
}

const learn = (
  remedies: readonly GivenRemedy[],
  reason: GivenExplanation['reason'] = { kind: 'no-rule' },
  changes: Partial<DenialGroup> = {},
): ReturnType<typeof learnedRule> => learnedRule('web', { ...group, ...changes }, { reason, remedies: [...remedies] });

describe('a learned rule', () => {
  it('is what the remedy opens, with what was seen of it', () => {
    expect(learn([remedy('low')])).toEqual({
      group: group.id,
      rule: '(allow bulkhead_c_web_t etc_t (file (read open)))',
      target: 'etc_t',
      class: 'file',
      permissions: ['read', 'open'],
      count: 3,
      last: 9,
      comms: ['cat'],
      risk: { level: 'low', reason: 'It is low.' },
      choice: null,
      advice: 'keep',
      reason: 'It is low.',
    });
  });

  it.each([
    ['low', 'keep', 'It is low.'],
    ['unknown', 'decide', 'It is unknown.'],
    ['medium', 'decide', 'It is medium.'],
    ['high', 'drop', 'It is high. Who really wants it writes it into the module.'],
  ] as const)('of %s risk has the advice to %s it', (level, advice, reason) => {
    expect(learn([remedy(level)])).toMatchObject({ advice, reason, risk: { level } });
  });

  it.each([
    ['nested', 'high', 'drop', / A program that needs it needs the choice\.$/],
    ['ping', 'medium', 'decide', /^It is what the choice “Ping” \(ping\) is for\. /],
  ] as const)('names the choice %s that is for it', (choice, level, advice, reason) => {
    expect(learn([remedy(level, { id: `choice:${choice}`, kind: 'choice' })])).toMatchObject({
      choice,
      advice,
      reason: expect.stringMatching(reason) as unknown,
    });
  });

  it('of a connection is the type of its port, before a choice that opens more', () => {
    const change = [connectStatement('web', 'postgresql_port_t')];
    const connect = remedy('medium', { id: 'connect-port:postgresql_port_t', kind: 'connect-port', change });
    const choice = remedy('medium', { id: 'choice:connect', kind: 'choice' });
    expect(learn([connect, choice], { kind: 'no-rule' }, { targetType: 'postgresql_port_t' })).toMatchObject({
      rule: change[0],
      choice: null,
      advice: 'decide',
      reason: 'It is medium.',
    });
  });

  it('is none where the access is allowed by now', () => {
    expect(learn([remedy('low')], { kind: 'allowed-now' })).toBeUndefined();
  });

  it('is dropped where no rule of its own would help, with the permissions that were denied', () => {
    expect(learn([remedy('low', { kind: 'boolean' })])).toMatchObject({
      permissions: ['read'],
      advice: 'drop',
      reason: 'No rule of its own domain would allow this.',
      risk: { level: 'high', reason: 'A rule would not allow it.' },
    });
    expect(learn([remedy('low', { kind: 'serve-port' })])).toMatchObject({ advice: 'keep' });
    expect(learn([remedy('low', { opens: [] })])).toMatchObject({ permissions: ['read'], advice: 'keep' });
  });

  it.each([
    [
      { kind: 'other-categories', held: [], needed: [], otherContainer: null },
      'It is what isolation is for: these are categories that it does not have.',
    ],
    [
      { kind: 'other-categories', held: [], needed: [], otherContainer: 'db' },
      'It is what isolation is for: these are the categories of db.',
    ],
    [
      { kind: 'other-container', type: 'x_t', otherContainer: null },
      "It is what isolation is for: x_t is another container's.",
    ],
    [
      { kind: 'other-container', type: 'x_t', otherContainer: 'db' },
      'It is what isolation is for: x_t is the type of db.',
    ],
    [{ kind: 'unknown', reason: 'nobody knows' }, 'It is not known what would help: nobody knows.'],
  ] as const)('is dropped because of %j', (denied, reason) => {
    expect(learn([remedy('low')], denied as GivenExplanation['reason'])).toMatchObject({
      advice: 'drop',
      reason,
      risk: { level: 'low' },
    });
  });

  it('is dropped where its module may not hold it', () => {
    const foreign = { targetType: 'bulkhead_c_db_file_t' };
    expect(learn([remedy('low')], { kind: 'no-rule' }, foreign)).toMatchObject({
      advice: 'drop',
      reason: 'Its module may not hold this: bulkhead_c_db_file_t belongs to the container db.',
    });
  });

  it('about itself says so', () => {
    const rule = { source: domain, target: domain, class: 'process', permissions: ['signal'] };
    expect(ruleFor(rule)).toBe('(allow bulkhead_c_web_t self (process (signal)))');
    expect(ruleFor({ ...rule, target: 'init_t' })).toBe('(allow bulkhead_c_web_t init_t (process (signal)))');
  });
});
