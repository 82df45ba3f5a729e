// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { createEvents } from './events.ts';

test('an event reaches its listeners in the order in which they were added, before emit returns', () => {
  const events = createEvents();
  const heard: unknown[] = [];
  events.on('renamed', (data) => heard.push(['first', data]));
  events.on('removed', (data) => heard.push(['of another event', data]));
  events.on('renamed', (data) => heard.push(['second', data]));
  events.emit('renamed', { name: 'web', to: 'shop' });
  expect(heard).toEqual([
    ['first', { name: 'web', to: 'shop' }],
    ['second', { name: 'web', to: 'shop' }],
  ]);
});

test('an event without listeners is given to nobody', () => {
  const events = createEvents();
  const heard: unknown[] = [];
  events.on('removed', (data) => heard.push(data));
  events.emit('new-holes', { count: 2 });
  expect(heard).toEqual([]);
});

test('what a listener throws reaches the feature that emitted the event', () => {
  const events = createEvents();
  const heard: unknown[] = [];
  events.on('removed', () => {
    throw new Error('its history is not there');
  });
  events.on('removed', (data) => heard.push(data));
  expect(() => events.emit('removed', { name: 'web' })).toThrow('its history is not there');
  expect(heard).toEqual([]);
});
