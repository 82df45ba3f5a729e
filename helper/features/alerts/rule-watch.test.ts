// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { usualAlertChoice } from '../../../contract/model/alerts/alert.ts';
import { createRuleWatch, type RuleWatch } from './rule-watch.ts';

const memory = { ...usualAlertChoice('container-memory'), threshold: 90, seconds: 60 };
const always = (): boolean => true;

/** What happens at each look: a look each ten seconds, with these values of `web`. */
function play(watch: RuleWatch, values: readonly (number | undefined)[]): readonly string[] {
  return values.flatMap((value, index) => {
    const measured = new Map(value === undefined ? [] : [['web', value]]);
    const { begun, ended } = watch.look(measured, index * 10, always);
    return [...begun.map((one) => `${index} begins at ${one.value}`), ...ended.map(() => `${index} ends`)];
  });
}

it('begins only after the value stayed at the threshold for the time', () => {
  expect(play(createRuleWatch(memory), [95, 95, 95, 80, 95, 95, 95, 95, 95, 95])).toEqual([]);
  expect(play(createRuleWatch(memory), [95, 95, 95, 95, 95, 95, 97, 99])).toEqual(['6 begins at 97']);
});

it('begins at once without a time', () => {
  expect(play(createRuleWatch({ ...memory, seconds: 0 }), [89.9, 90])).toEqual(['1 begins at 90']);
});

it('does not end and begin while the value moves around the threshold', () => {
  const around = Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? 91 : 88));
  expect(play(createRuleWatch({ ...memory, seconds: 0 }), around)).toEqual(['0 begins at 91']);
});

it('ends when the value was clearly below for a while, or is not measured any more', () => {
  expect(play(createRuleWatch({ ...memory, seconds: 0 }), [95, 50, 50, 50, 50, 50, 50, 50, 50])).toEqual([
    '0 begins at 95',
    '7 ends',
  ]);
  expect(play(createRuleWatch({ ...memory, seconds: 0 }), [95, ...Array<undefined>(8)])).toEqual([
    '0 begins at 95',
    '7 ends',
  ]);
});

it('begins no other one after a person ended it, before what it is about was over', () => {
  const watch = createRuleWatch({ ...memory, seconds: 0 });
  expect(play(watch, [95])).toEqual(['0 begins at 95']);
  watch.dismiss('web');
  expect(play(watch, [95, 95, 95, 95])).toEqual([]);
  expect(play(watch, [50, 50, 50, 50, 50, 50, 50, 95])).toEqual(['7 begins at 95']);
});

it('goes on with an alert of before a restart', () => {
  const watch = createRuleWatch(memory);
  watch.adopt('web');
  expect(play(watch, [95, 95, 50, 50, 50, 50, 50, 50, 50])).toEqual(['8 ends']);
});

it('begins once there is room for it', () => {
  const watch = createRuleWatch({ ...memory, seconds: 0 });
  const looked = [false, true].map((hasRoom) => watch.look(new Map([['web', 95]]), 0, () => hasRoom).begun.length);
  expect(looked).toEqual([0, 1]);
});

it('ends a rule that counts when half of the events have passed', () => {
  const denials = { ...usualAlertChoice('denials'), threshold: 100 };
  expect(play(createRuleWatch(denials), [99, 100, 120, 60, 50, 49, 0])).toEqual(['1 begins at 100', '5 ends']);
});
