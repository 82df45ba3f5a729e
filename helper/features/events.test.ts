// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { createEvents } from './events.ts';

test('an event reaches its listeners in the order in which they were added, before tell returns', () => {
  const events = createEvents();
  const heard: unknown[] = [];
  events.on('renamed', (said) => heard.push(['first', said]));
  events.on('removed', (said) => heard.push(['of another event', said]));
  events.on('renamed', (said) => heard.push(['second', said]));
  events.tell('renamed', { name: 'web', to: 'shop' });
  expect(heard).toEqual([
    ['first', { name: 'web', to: 'shop' }],
    ['second', { name: 'web', to: 'shop' }],
  ]);
});

test('an event without listeners is told to nobody', () => {
  const events = createEvents();
  const heard: unknown[] = [];
  events.on('removed', (said) => heard.push(said));
  events.tell('new-holes', { count: 2 });
  expect(heard).toEqual([]);
});

test('what a listener throws reaches the feature that told the event', () => {
  const events = createEvents();
  const heard: unknown[] = [];
  events.on('removed', () => {
    throw new Error('its history is not there');
  });
  events.on('removed', (said) => heard.push(said));
  expect(() => events.tell('removed', { name: 'web' })).toThrow('its history is not there');
  expect(heard).toEqual([]);
});
