// SPDX-License-Identifier: Apache-2.0
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { AgentPrompt } from '../../rpc/polkit/agent-text.ts';
import { createPolkitQuestions } from './answer-polkit.ts';

const password: AgentPrompt = {
  number: 1,
  action: 'org.bulkhead.manage-containers',
  message: 'Authentication is required to stop or limit the container web',
  identities: [],
  identity: 'admin',
  text: 'Password: ',
  remarks: [],
};

function open() {
  const modes: boolean[] = [];
  let [shown, echoed] = ['', ''];
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (isRaw: boolean) => void modes.push(isRaw),
  });
  const stderr = new PassThrough();
  stderr.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    if (modes.at(-1) !== true) echoed += text;
  });
  const events: string[] = [];
  const questions = createPolkitQuestions({
    environment: { stdin, stderr },
    host: 'ssh://edge',
    onAnswer: (line) => events.push(`answer ${line}`),
    onCancel: () => events.push('cancel'),
  });
  return { questions, stdin, modes, events, shown: () => shown, echoed: () => echoed };
}

describe('a question of polkit on a terminal', () => {
  it('is asked once, with the name of the host, and its answer is not shown', async () => {
    const { questions, stdin, modes, events, shown } = open();
    questions.show(password);
    questions.show(password);
    stdin.write('secret\r');
    await expect.poll(() => events).toEqual(['answer secret']);
    expect(shown()).toBe(
      'ssh://edge: Authentication is required to stop or limit the container web\nAuthenticating as: admin\nPassword: \n',
    );
    expect(modes).toEqual([true, false]);
    expect(stdin.listenerCount('keypress')).toBe(0);
  });

  it('is not shown before the terminal has ceased to echo', async () => {
    const { questions, stdin, events, echoed } = open();
    questions.show(password);
    stdin.write('secret\r');
    await expect.poll(() => events).toEqual(['answer secret']);
    expect(echoed()).toBe('\n');
  });

  it('is cancelled by Ctrl-C, and by the end of the input', async () => {
    const byKey = open();
    byKey.questions.show(password);
    byKey.stdin.write('sec\u0003');
    await expect.poll(() => byKey.events).toEqual(['cancel']);
    const byEnd = open();
    byEnd.questions.show(password);
    byEnd.stdin.end();
    await expect.poll(() => byEnd.events).toEqual(['cancel']);
  });

  it('shows who may answer, and the choice as it is typed', async () => {
    const { questions, stdin, events, shown } = open();
    const text = 'Choose identity to authenticate as (1-2): ';
    questions.show({ ...password, identity: undefined, identities: ['admin', 'Ana (ana)'], text });
    stdin.write('2\r');
    await expect.poll(() => events).toEqual(['answer 2']);
    expect(shown()).toContain(`  1. admin\n  2. Ana (ana)\n${text}`);
  });

  it('gives way to the next one, and to none', async () => {
    const { questions, stdin, modes, events } = open();
    questions.show(password);
    questions.show({ ...password, number: 2 });
    stdin.write('second\r');
    await expect.poll(() => events).toEqual(['answer second']);
    questions.show({ ...password, number: 3 });
    questions.show(undefined);
    await expect.poll(() => modes.at(-1)).toBe(false);
    expect(events).toEqual(['answer second']);
  });
});
