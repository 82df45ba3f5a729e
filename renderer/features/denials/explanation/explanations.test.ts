// SPDX-License-Identifier: Apache-2.0
import { beforeEach, expect, it } from 'vitest';
import type { Explanation } from '../../../../contract/model/denials/explanation.ts';
import type { Client } from '../../../../rpc/client.ts';
import { clearHostStores } from '../../../host/host-stores.ts';
import { explainGroup, explanationFor, useExplanations } from './explanations.ts';

const group = '0123456789abcdef';
const answerOf = (reason: string): Explanation => ({
  group,
  reason: { kind: 'unknown', reason },
  evidence: [],
  hasDontauditRule: false,
  remedies: [],
});

/** Answers when the test says so. */
function slowClient() {
  const asked: unknown[] = [];
  const waiting: ((answer: Explanation) => void)[] = [];
  const request = (_: string, params: unknown) => {
    asked.push(params);
    return new Promise<Explanation>((resolve) => waiting.push(resolve));
  };
  return { client: { request } as unknown as Client, asked, waiting };
}

const shownFor = (container: string | null) => explanationFor(useExplanations.getState(), { group, container });

beforeEach(clearHostStores);

it('keeps an answer for the container that it was asked about', async () => {
  const { client, asked, waiting } = slowClient();
  const web = explainGroup(client, { group, container: 'web' });
  expect(shownFor('web')).toEqual({ status: 'loading' });
  waiting[0]?.(answerOf('of web'));
  await web;
  expect([shownFor('web'), shownFor('db'), shownFor(null)]).toEqual([
    { status: 'ready', explanation: answerOf('of web') },
    undefined,
    undefined,
  ]);
  void explainGroup(client, { group, container: null });
  expect(asked).toEqual([{ group, container: 'web' }, { group }]);
});

it('drops an answer that comes when another container has been asked about', async () => {
  const { client, waiting } = slowClient();
  const web = explainGroup(client, { group, container: 'web' });
  const db = explainGroup(client, { group, container: 'db' });
  waiting[1]?.(answerOf('of db'));
  waiting[0]?.(answerOf('of web'));
  await Promise.all([web, db]);
  expect([shownFor('web'), shownFor('db')]).toEqual([undefined, { status: 'ready', explanation: answerOf('of db') }]);
});
