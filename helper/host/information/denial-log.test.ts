import { expect, it } from 'vitest';
import { suspendedIn } from './denial-log.ts';

it.each([
  ['audit version = 4.0.2\nLogging suspended = yes\nfile system space action performed = yes\n', true],
  ['Logging suspended = no\n', false],
  ['writing to logs = yes\nLogging susp', undefined],
])('reads from what auditd tells whether it writes', (state, isSuspended) => {
  expect(suspendedIn(state)).toBe(isSuspended);
});
