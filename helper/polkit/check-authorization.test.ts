// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { MessageWriter } from '../system/native/sd-bus.ts';
import { writeQuestion } from './check-authorization.ts';

/** Records what would be sent, with the D-Bus type of each value. */
function recorder(): { readonly writer: MessageWriter; readonly sent: string[] } {
  const sent: string[] = [];
  const writer: MessageWriter = {
    string: (value) => void sent.push(`s:${value}`),
    integer: (type, value) => void sent.push(`${type}:${value}`),
    container(type, contents, write) {
      sent.push(`${type}(${contents}`);
      write();
      sent.push(')');
    },
  };
  return { writer, sent };
}

describe('the question to polkit', () => {
  it('names the process by pidfd, as h, and its owner by uid, as i; polkit would ignore other types and look up a reusable number', () => {
    const { writer, sent } = recorder();
    writeQuestion(writer, {
      actionId: 'org.bulkhead.view-host',
      pidfd: 42,
      uid: 1001,
      details: { container: 'web' },
      mayPrompt: true,
    });
    expect(sent.join(' ')).toBe(
      'r(sa{sv} s:unix-process a({sv} e(sv s:pidfd v(h h:42 ) ) e(sv s:uid v(i i:1001 ) ) ) ) ' +
        's:org.bulkhead.view-host a({ss} e(ss s:container s:web ) ) u:1 s:',
    );
  });

  it('lets polkit ask a person only when it may', () => {
    const { writer, sent } = recorder();
    writeQuestion(writer, { actionId: 'a', pidfd: 1, uid: 0, details: {}, mayPrompt: false });
    expect(sent.at(-2)).toBe('u:0');
  });
});
