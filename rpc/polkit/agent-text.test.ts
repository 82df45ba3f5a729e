// SPDX-License-Identifier: Apache-2.0
/** The texts are those of pkttyagent 126 on a terminal. */

import { expect, it } from 'vitest';
import { createAgentText, readyMark } from './agent-text.ts';

const red = '\u001B[1;31m';
const plain = '\u001B[0m';
const begin =
  `${red}==== AUTHENTICATING FOR org.bulkhead.manage-containers ====\r\n${plain}` +
  'Authentication is required to stop or limit the container web\r\n';
const asked = {
  number: 1,
  action: 'org.bulkhead.manage-containers',
  message: 'Authentication is required to stop or limit the container web',
  identities: [],
  identity: 'Ada (ada)',
  text: 'Password: ',
  remarks: [],
};

it('says which action is asked about, and as whom', () => {
  const text = createAgentText();
  expect(text.push(begin)).toBe(undefined);
  expect(text.push('Authenticating as: Ada (ada)\r\n')).toBe(undefined);
  expect(text.push('Password: ')).toEqual(asked);
  expect(text.push('\r\n')).toBe(undefined);
  expect(text.push(`\u001B[1;32m==== AUTHENTICATION COMPLETE ====\r\n${plain}`)).toBe(undefined);
});

it('reads the same in pieces of one character, and counts one prompt', () => {
  const text = createAgentText();
  let last;
  for (const character of `${begin}Authenticating as: Ada (ada)\r\nPassword: `) last = text.push(character);
  expect(last).toEqual(asked);
  text.push('\r\n');
  for (const character of `\u001B[1;32m==== AUTHENTICATION COMPLETE ====\r\n${plain}`)
    expect(text.push(character)).toBe(undefined);
});

it('asks who authenticates where several may, and then for the password of that one', () => {
  const text = createAgentText();
  const many = `Multiple identities can be used for authentication:\r\n 1.  Ada (ada)\r\n 2.  grace\r\n`;
  const choice = text.push(`${begin}${many}Choose identity to authenticate as (1-2): `);
  expect(choice).toMatchObject({ number: 1, identities: ['Ada (ada)', 'grace'], identity: undefined });
  expect(text.push('2\r\nPassword: ')).toMatchObject({
    number: 2,
    identities: [],
    identity: 'grace',
    text: 'Password: ',
  });
});

it('gives each question of one login a number, with what the host says between them', () => {
  const text = createAgentText();
  text.push(`${begin}Authenticating as: Ada (ada)\r\nPassword: `);
  expect(text.push('\r\nInfo: Touch your key\r\nOne-time code: ')).toMatchObject({
    number: 2,
    text: 'One-time code: ',
    remarks: ['Touch your key'],
  });
});

it('asks nothing more when the login failed, and begins with the next action', () => {
  const text = createAgentText();
  text.push(`${begin}Authenticating as: Ada (ada)\r\nPassword: `);
  expect(text.push(`\r\n${red}==== AUTHENTICATION FAILED ====\r\n${plain}`)).toBe(undefined);
  expect(text.push(`${begin}Authenticating as: Ada (ada)\r\nPassword: `)).toEqual({ ...asked, number: 2 });
});

it('notices the mark of a registered agent wherever it is', () => {
  const text = createAgentText();
  expect(text.isReady()).toBe(false);
  expect(text.push(`${begin}Authenticating as: Ada (ada)\r\nPass${readyMark}\r\n`)?.text ?? 'Pass').toBe('Pass');
  expect([text.isReady(), text.push('word: ')?.text]).toEqual([true, 'Password: ']);
});

it('limits what another machine can say, and passes no control characters on', () => {
  const text = createAgentText();
  const many = Array.from({ length: 1000 }, (_, at) => ` ${at + 1}.  person ${at}\r\n`).join('');
  const prompt = text.push(
    `${begin}Multiple identities can be used for authentication:\r\n${many}Choose identity to authenticate as (1-1000): `,
  );
  expect(prompt?.identities).toHaveLength(50);
  const other = createAgentText();
  expect(other.push(`${begin}Authenticating as: a\u0007b\r\n${'x'.repeat(10_000)}`)).toMatchObject({
    identity: 'ab',
    text: 'x'.repeat(4000),
  });
});

it('takes nothing for a question that no action came before', () => {
  const text = createAgentText();
  expect(text.push('Welcome to vault\r\nPassword: ')).toBe(undefined);
});
