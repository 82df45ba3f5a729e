// SPDX-License-Identifier: Apache-2.0
import * as z from 'zod';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { dispatchFailures, Failure, type FailureCode } from '../errors.ts';
import type { Operation } from '../operation.ts';
import {
  isFailureOf,
  operationNames,
  operations,
  type ChangingOperation,
  type FailureCodeOf,
  type FailureOf,
  type OperationName,
} from './index.ts';

const operationOf = (name: OperationName): Operation => operations[name];
const all = operationNames.map((name) => ({ name, operation: operationOf(name) }));

describe('the failures of an operation', () => {
  it('are named once, and none that every operation may answer with', () => {
    const ofAll = new Set<FailureCode>(dispatchFailures);
    const wrong = all.filter(
      ({ operation: { errors } }) => new Set(errors).size < errors.length || errors.some((code) => ofAll.has(code)),
    );
    expect(all.length).toBeGreaterThan(40);
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  it('hold a full disk where the call cannot run without being recorded', () => {
    const recorded = all.filter(({ operation }) => operation.changes && operation.runsOnFullDisk !== true);
    const without = recorded.filter(({ operation }) => !operation.errors.includes('disk-full'));
    expect(recorded.length).toBeGreaterThan(10);
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  it('are distinguished by their codes', () => {
    expectTypeOf<Extract<FailureCodeOf<'drill.report'>, `drill-${string}`>>().toEqualTypeOf<'drill-report-not-found'>();
    expectTypeOf<
      Extract<FailureOf<'drill.report'>, { readonly code: 'drill-report-not-found' }>['data']
    >().toEqualTypeOf<{
      id: string;
    }>();
    const running: unknown = new Failure('drill-running', {});
    expect(isFailureOf('drill.run', running)).toBe(true);
    expect(isFailureOf('drill.list', running)).toBe(false);
    expect(isFailureOf('drill.list', new Failure('cancelled', {}))).toBe(true);
    expect(isFailureOf('drill.list', new Error('cancelled'))).toBe(false);
  });
});

it('knows by their types which operations change the host', () => {
  expectTypeOf<'container.create' | 'drill.unschedule'>().toExtend<ChangingOperation>();
  expectTypeOf<Extract<ChangingOperation, 'container.list' | 'denial.watch'>>().toEqualTypeOf<never>();
});

it('reaches into a container that a param names', () => {
  const reaching = all.filter(({ operation }) => operation.reachesInto !== undefined);
  const wrong = reaching.filter(({ operation: { reachesInto = 'name', params } }) => {
    const { properties = {} } = z.toJSONSchema(params, { io: 'input', unrepresentable: 'any' });
    return !Object.hasOwn(properties, reachesInto);
  });
  expect(reaching.length).toBeGreaterThan(15);
  expect(wrong.map(({ name }) => name)).toEqual([]);
});
