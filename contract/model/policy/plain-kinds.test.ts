// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { isPlainChoice, isWithinChoice, kindOfPlain, plainDomainCount, plainDomainsFor } from './plain-kinds.ts';

const web = { protocol: 'tcp', port: 80 } as const;
const client = { ports: [], allow: ['connect-web'] } as const;

it('gives each number one kind, and fails for others', () => {
  const all = Array.from({ length: plainDomainCount }, (_, index) => kindOfPlain(index + 1));
  expect(new Set(all).size).toBe(3);
  expect(() => kindOfPlain(0)).toThrow();
  expect(() => kindOfPlain(plainDomainCount + 1)).toThrow();
});

it('offers domains with nothing beyond what was chosen, the widest first', () => {
  const kindsFor = (chosen: Parameters<typeof plainDomainsFor>[0]): readonly (readonly [number, boolean])[] =>
    plainDomainsFor(chosen)
      .filter((numbers) => numbers.length > 0)
      .map(([number = 0]) => [kindOfPlain(number).allow.length, kindOfPlain(number).serves !== undefined] as const);
  expect(kindsFor({ ports: [], allow: [] })).toEqual([[0, false]]);
  expect(kindsFor({ ports: [], allow: ['jit'] })).toEqual([[0, false]]);
  expect(kindsFor(client)).toEqual([
    [1, false],
    [0, false],
  ]);
  expect(kindsFor({ ports: [web], allow: ['connect-web', 'jit'] })).toEqual([
    [1, true],
    [1, false],
    [0, false],
  ]);
  // It may not connect, so that it gets no domain that may.
  expect(kindsFor({ ports: [web], allow: [] })).toEqual([[0, false]]);
});

it('says when a choice takes away what a plain domain has', () => {
  const [widest = []] = plainDomainsFor({ ports: [web], allow: ['connect-web'] });
  const number = widest[0] ?? 0;
  expect(isWithinChoice(number, { ports: [web], allow: ['connect-web', 'ping'] })).toBe(true);
  expect(isWithinChoice(number, client)).toBe(false);
  expect(isWithinChoice(number, { ports: [web], allow: [] })).toBe(false);
});

it('says which choices need no module', () => {
  expect(
    [{ ports: [], allow: [] } as const, client, { ports: [web], allow: ['connect-web'] } as const].map(isPlainChoice),
  ).toEqual([true, true, true]);
  const more = [
    { ports: [web], allow: [] },
    { ports: [{ protocol: 'tcp', port: 25 }], allow: ['connect-web'] },
    { ports: [{ protocol: 'udp', port: 80 }], allow: ['connect-web'] },
    { ports: [], allow: ['connect-web', 'jit'] },
  ] as const;
  expect(more.map(isPlainChoice)).toEqual([false, false, false, false]);
});
