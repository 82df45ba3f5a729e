// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { endpointOf } from './listen.ts';

const socket = { fd: 4, name: 'bulkhead-work.socket' };
const stored = { fd: 3, name: 'console-1' };

describe('where a service listens', () => {
  it('is the one socket among what systemd passes', () => {
    expect(endpointOf(undefined, [stored, socket])).toEqual({ kind: 'systemd', fd: 4 });
  });

  it.each([[[]], [[stored]], [[socket, { ...socket, fd: 5 }]]])('is not clear with %o', (passed) => {
    expect(() => endpointOf(undefined, passed)).toThrow('cannot listen');
  });

  it('is the path that is given', () => {
    expect(endpointOf('/run/x.sock', [socket])).toEqual({ kind: 'path', path: '/run/x.sock' });
  });
});
