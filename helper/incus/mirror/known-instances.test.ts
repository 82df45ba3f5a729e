// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { someInstance } from '../fixtures/some-instance.ts';
import { createKnownInstances, type OnReplaced } from './known-instances.ts';

function known() {
  const replaced: (readonly [string | undefined, string | undefined])[] = [];
  const onReplaced: OnReplaced = (before, after) => void replaced.push([before?.name, after?.name]);
  return { replaced, instances: createKnownInstances(onReplaced) };
}

it('one that was read again and is the same stays the same object, and nobody hears of it', () => {
  const { replaced, instances } = known();
  const web = someInstance('web');
  instances.replace([web, someInstance('db')]);
  const all = instances.all();
  instances.put(someInstance('web'));
  expect(instances.all()).toBe(all);
  instances.replace([someInstance('db'), someInstance('web')]);
  expect(instances.find('web')).toBe(web);
  expect(instances.all().map(({ name }) => name)).toEqual(['db', 'web']);
  expect(replaced).toEqual([
    [undefined, 'web'],
    [undefined, 'db'],
  ]);
});

it('says of each that comes, changes and goes, once', () => {
  const { replaced, instances } = known();
  instances.replace([someInstance('web'), someInstance('db')]);
  replaced.length = 0;
  instances.put(someInstance('web', { status_code: 103 }));
  instances.delete({ name: 'none', project: 'default' });
  instances.replace([someInstance('web', { status_code: 103 }), someInstance('mail')]);
  expect(replaced).toEqual([
    ['web', 'web'],
    ['db', undefined],
    [undefined, 'mail'],
  ]);
});

it('finds one of another project by the name that liblxc has it under', () => {
  const { instances } = known();
  instances.put(someInstance('web', { project: 'shop' }));
  expect(instances.find('shop_web')?.project).toBe('shop');
  expect([instances.find('web'), instances.get({ name: 'web', project: 'shop' })?.name]).toEqual([undefined, 'web']);
});
