// SPDX-License-Identifier: Apache-2.0
import 'vscode-jsonrpc/node';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { expect, it } from 'vitest';
import { createCallSignals, hasEndedWithConnection } from './call-signals.ts';

const cancelled = expect.objectContaining({ code: 'cancelled' }) as unknown;

it('aborts the one call that its client cancels', () => {
  const signals = createCallSignals();
  const source = new CancellationTokenSource();
  const { signal } = signals.open(source.token);
  const other = signals.open(new CancellationTokenSource().token);
  expect(signal.aborted).toBe(false);
  source.cancel();
  expect(signal.reason).toEqual(cancelled);
  expect(other.signal.aborted).toBe(false);
});

it('aborts a call that was cancelled before it began', () => {
  const source = new CancellationTokenSource();
  source.cancel();
  expect(createCallSignals().open(source.token).signal.reason).toEqual(cancelled);
});

it('aborts all calls when the connection ends, and each that comes later', () => {
  const signals = createCallSignals();
  const open = [signals.open(new CancellationTokenSource().token), signals.open(new CancellationTokenSource().token)];
  signals.abortAll();
  open.push(signals.open(new CancellationTokenSource().token));
  expect(open.map(({ signal }) => signal.reason as unknown)).toEqual([cancelled, cancelled, cancelled]);
});

it('leaves a call alone that has ended', () => {
  const signals = createCallSignals();
  const source = new CancellationTokenSource();
  const { signal, dispose } = signals.open(source.token);
  dispose();
  source.cancel();
  signals.abortAll();
  expect(signal.aborted).toBe(false);
});

it('distinguishes a call whose connection ended from one that was cancelled', () => {
  const signals = createCallSignals();
  const source = new CancellationTokenSource();
  const cancelledCall = signals.open(source.token);
  const other = signals.open(new CancellationTokenSource().token);
  source.cancel();
  signals.abortAll();
  expect([cancelledCall.signal, other.signal].map(hasEndedWithConnection)).toEqual([false, true]);
});
