// SPDX-License-Identifier: Apache-2.0
import { expect, it, vi } from 'vitest';
import * as z from 'zod';
import { polkitId } from './actions.ts';
import { actionsOf, channel, type Operation, request, stream } from './operation.ts';
import {
  isChangingOperation,
  isChannelName,
  isOperationName,
  isRequestName,
  mayFailWith,
  operations,
} from './operations/index.ts';

const nothing = () => z.strictObject({});
const core = {
  summary: 'Does nothing.',
  action: 'view-host',
  changes: false,
  params: nothing,
  result: nothing,
  errors: [],
} as const;

it('knows its kind', () => {
  expect([
    request(core).kind,
    stream({ ...core, item: nothing }).kind,
    channel({ ...core, item: nothing, input: nothing }).kind,
  ]).toEqual(['request', 'stream', 'channel']);
});

it('makes each of its schemas when it is first read, once', () => {
  const make = vi.fn(nothing);
  const declared = channel({ ...core, params: make, result: make, item: make, input: make });
  expect(make).not.toHaveBeenCalled();
  const { params, result, item, input } = declared;
  expect([declared.params, declared.result, declared.item, declared.input]).toEqual([params, result, item, input]);
  expect(make).toHaveBeenCalledTimes(4);
});

it('needs its own action first, then the further ones that these params call for', () => {
  const params = z.strictObject({ volumes: z.number(), isLearning: z.boolean() });
  const operation = request({
    ...core,
    params: () => params,
    alsoNeeds: [
      { action: 'attach-volumes', when: 'with volumes', isNeeded: ({ volumes }) => volumes > 0 },
      { action: 'change-policy', when: 'while learning', isNeeded: ({ isLearning }) => isLearning },
    ],
  });
  expect(actionsOf(operation, { volumes: 0, isLearning: true })).toEqual(['view-host', 'change-policy']);
  expect(actionsOf(operation, { volumes: 1, isLearning: true })).toEqual([
    'view-host',
    'attach-volumes',
    'change-policy',
  ]);
  expect(actionsOf(request(core), {})).toEqual(['view-host']);
});

it('is known by its name, and by nothing that every object has', () => {
  expect(['host.info', 'console.open', 'host.explode', 'constructor'].map(isOperationName)).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect((['host.info', 'container.watch', 'console.open'] as const).map(isRequestName)).toEqual([true, false, false]);
  expect((['host.info', 'container.watch', 'console.open'] as const).map(isChannelName)).toEqual([false, false, true]);
  expect(['container.start', 'host.info', 'constructor'].map(isChangingOperation)).toEqual([true, false, false]);
});

it('may fail with what it declares, and with what every operation may', () => {
  expect(
    (['container-not-found', 'cancelled', 'drill-running'] as const).map((code) =>
      mayFailWith('container.start', code),
    ),
  ).toEqual([true, true, false]);
});

it('is asked of polkit under the id of its action', () => {
  expect(polkitId('start-containers')).toBe('org.bulkhead.start-containers');
});

it('may end for the silence of its client when it takes a file from it, and not when it is a session (N6)', () => {
  const all: readonly (readonly [string, Operation])[] = Object.entries(operations);
  const declared = all
    .filter(([, { kind }]) => kind === 'channel')
    .map(([name, { isSession, errors }]) => [name, isSession === true, errors.includes('client-silent')]);
  expect(declared.length).toBeGreaterThan(3);
  expect(declared.filter(([, isSession, maySayIt]) => isSession === maySayIt)).toEqual([]);
});
