// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { footText } from './log-foot.ts';
import type { LogView } from './use-log.ts';

const line = { time: 1, text: 'started', priority: null, unit: null } as unknown as LogView['lines'][number];
const linesOf = (count: number): LogView['lines'] => Array.from({ length: count }, () => line);

/** What the foot says of so many lines; it is connected, readable and followed where nothing else is said. */
function footOf(
  count: number,
  status: LogView['status'],
  changes: Partial<Parameters<typeof footText>[0]> = {},
): string {
  return footText({
    view: { status, lines: linesOf(count), history: count, error: new Error('the log is gone') },
    isConnected: true,
    isReadable: true,
    isFollowed: true,
    name: 'web',
    source: 'journal',
    ...changes,
  });
}

describe('the foot of a log', () => {
  it('says that it loads, and how many lines there are by then', () => {
    expect([footOf(0, 'loading'), footOf(1, 'loading'), footOf(7, 'loading')]).toEqual([
      'Loading',
      '1 line, loading',
      '7 lines, loading',
    ]);
  });

  it('says whether more lines come', () => {
    expect([footOf(2, 'following'), footOf(2, 'ended'), footOf(2, 'ended', { isFollowed: false })]).toEqual([
      '2 lines, following',
      '2 lines; the log has ended',
      '2 lines, not following',
    ]);
    expect(footOf(2, 'following', { isFollowed: false })).toBe('2 lines, loading');
  });

  it('says why it cannot go on, unless that stands in place of the lines', () => {
    expect([footOf(0, 'failed'), footOf(2, 'failed')]).toEqual([
      '',
      '2 lines. Cannot go on reading the journal log of web: the log is gone.',
    ]);
  });

  it('says that the lines are of before the container was stopped, or the connection was lost', () => {
    expect([
      footOf(0, 'ended', { isReadable: false }),
      footOf(2, 'ended', { isReadable: false }),
      footOf(2, 'ended', { isConnected: false }),
    ]).toEqual(['', '2 lines, from before web was stopped', '2 lines, as they were before the connection was lost']);
  });
});
