// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { fail, Failure, failureFromWire, isFailure } from './errors.ts';

describe('a failure', () => {
  it('carries its code, its data, and its words', () => {
    const failure = new Failure('container-not-found', { name: 'web' });
    expect(failure).toMatchObject({
      name: 'Failure',
      code: 'container-not-found',
      data: { name: 'web' },
      message: 'cannot find the container web: no such container on this host',
    });
    expect(() => fail('container-not-found', { name: 'web' })).toThrow(failure);
  });

  it('names the field of each problem, where there is one', () => {
    const issues = [
      { field: 'name', problem: 'too long' },
      { field: '', problem: 'unknown key' },
    ];
    expect(new Failure('params-invalid', { issues }).message).toBe(
      'cannot accept the request: name: too long; unknown key',
    );
  });

  it('says of fields that the helper does not know that it may be older', () => {
    const schema = z.strictObject({ settings: z.strictObject({}) });
    const { error } = schema.safeParse({ settings: { egress: ['none'], later: 1 } });
    const issues = (error?.issues ?? []).map(({ path, message }) => ({ field: path.join('.'), problem: message }));
    expect(new Failure('params-invalid', { issues }).message).toBe(
      'cannot accept the request: this helper does not know egress, later; where it is older than the client, update ' +
        'the helper, or leave that out',
    );
    const mixed = [...issues, { field: 'name', problem: 'too long' }];
    expect(new Failure('params-invalid', { issues: mixed }).message).toMatch(
      /: settings: Unrecognized keys: .*too long$/,
    );
  });

  it('is known from other errors, and by its code when that is asked for', () => {
    const failure: unknown = new Failure('drill-running', {});
    expect([isFailure(failure), isFailure(failure, 'drill-running'), isFailure(failure, 'cancelled')]).toEqual([
      true,
      true,
      false,
    ]);
    expect(
      [new Error('drill-running'), { code: 'drill-running', data: {} }, undefined].some((one) => isFailure(one)),
    ).toBe(false);
  });
});

describe('what came over the wire', () => {
  it('is a failure again when this version declares it, with such data', () => {
    const failure = new Failure('container-not-found', { name: 'web' });
    const wire: unknown = JSON.parse(JSON.stringify({ code: failure.code, data: failure.data }));
    expect(failureFromWire(wire)).toEqual(failure);
  });

  it.each([
    ['no object', 'cancelled'],
    ['no code', { data: {} }],
    ['an unknown code', { code: 'moon-full', data: {} }],
    ['the name of what every object has', { code: 'toString', data: {} }],
    ['data of another failure', { code: 'container-not-found', data: {} }],
    ['more data than declared', { code: 'cancelled', data: { why: 'x' } }],
  ])('is no failure with %s', (_, wire) => {
    expect(failureFromWire(wire)).toBeUndefined();
  });
});
