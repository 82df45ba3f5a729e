// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { drawReplay } from './draw-replay.ts';

/** A terminal that keeps what is written to it since it was reset. */
function terminal() {
  let shown = 'before ';
  return {
    reset: () => void (shown = ''),
    write(data: Uint8Array | string, drawn?: () => void) {
      shown += typeof data === 'string' ? data : new TextDecoder().decode(data);
      drawn?.();
    },
    shown: () => shown,
  };
}

const output = new TextEncoder().encode('replayed');

it('puts the replay in place of what is shown', async () => {
  const drawn = terminal();
  await drawReplay(drawn, { data: output, isReplay: true });
  expect(drawn.shown()).toBe('replayed');
});

it('says below the replay that the helper was restarted', async () => {
  const drawn = terminal();
  await drawReplay(drawn, { data: output, isReplay: true, isAfterRestart: true });
  expect(drawn.shown()).toMatch(/^replayed\r\n.*The helper was restarted\. The session goes on here\. /);
});

it('leaves what is shown where a killed helper has left no output, and says that some may be missing', async () => {
  const drawn = terminal();
  await drawReplay(drawn, { data: new Uint8Array(), isReplay: true, isAfterRestart: true });
  expect(drawn.shown()).toMatch(/^before \r\n.*some of its output may be missing/);
});
