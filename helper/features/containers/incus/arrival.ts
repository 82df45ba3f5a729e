// SPDX-License-Identifier: Apache-2.0
/**
 * What the helpers of two members say to each other about an instance that is to come from one to the other: by keys of
 * the instance, which all members read. Who may write these keys may also give the instance another context: so an answer
 * says what to expect, and what is started is judged by the helper of its member whatever the keys say.
 */

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { fail } from '../../../../contract/errors.ts';
import { say, type Words } from '../../../../contract/text.ts';
import type { IncusClient } from '../../../incus/incus-client.ts';
import { changeConfig, type IncusInstance, type InstanceName, readInstance } from '../../../incus/incus-instances.ts';

const questionKey = 'user.bulkhead.question';
const answerKey = (member: string): string => `user.bulkhead.answer.${member}`;

/** Why an instance may not come to a member. */
const obstacleSchema = z.enum(['selinux', 'policy', 'name', 'categories', 'ids', 'unread']);
export type Obstacle = z.infer<typeof obstacleSchema>;

const questionSchema = z.object({
  id: z.string().max(100),
  /** The members whose helpers are to answer. */
  to: z.array(z.string().max(100)).max(100).readonly(),
  /** The base modules of the policy, as a checksum. Null for one that is on that member: they were compared when it came. */
  policy: z.string().max(100).nullable(),
});
export type ArrivalQuestion = z.infer<typeof questionSchema>;

const answerSchema = z.object({
  /** Of the question: an older answer says nothing about this one. */
  id: z.string(),
  /** Null when it may come. */
  obstacle: obstacleSchema.nullable(),
  /** After its start there: whether its context is the configured one by the kernel. What was not has been killed. */
  context: z.enum(['verified', 'killed']).nullable(),
});
export type ArrivalAnswer = z.infer<typeof answerSchema>;

export interface Arrival {
  readonly id: string;
  readonly to: readonly string[];
}

/** Milliseconds that the helper of another member gets: it answers at once, where it runs. */
const answerTimeoutMs = 60_000;
const pauseMs = 500;

/** The question that the instance carries to this member, and that member's answer if it has given one. */
export function questionFor(
  { config }: IncusInstance,
  member: string,
): { readonly question: ArrivalQuestion; readonly answer: ArrivalAnswer | undefined } | undefined {
  const text = config[questionKey];
  if (text === undefined || text === '') return undefined;
  const question = questionSchema.safeParse(parseJson(text)).data;
  if (question?.to.includes(member) !== true) return undefined;
  return { question, answer: answerOf(config, member, question.id) };
}

export function writeAnswer(
  client: IncusClient,
  name: InstanceName,
  member: string,
  answer: ArrivalAnswer,
): Promise<void> {
  return changeConfig(client, name, { [answerKey(member)]: JSON.stringify(answer) });
}

/** Asks the helpers of these members; fails with `member-not-ready` unless all of them let it come. */
export async function askArrival(
  client: IncusClient,
  instance: InstanceName,
  { to, policy }: Pick<ArrivalQuestion, 'to' | 'policy'>,
  signal: AbortSignal,
): Promise<Arrival> {
  const arrival: Arrival = { id: randomUUID(), to };
  await changeConfig(client, instance, {
    [questionKey]: JSON.stringify({ ...arrival, policy } satisfies ArrivalQuestion),
  });
  // Each has answered before one of the answers counts: what came later would be left over.
  const answers = await Promise.all(
    to.map(async (member) => ({
      member,
      answer: await untilAnswer(client, instance, { id: arrival.id, member, isEnough: () => true }, signal),
    })),
  );
  for (const { member, answer } of answers) {
    if (answer === undefined)
      fail('member-not-ready', {
        member,
        reason: say('the helper there does not answer; see systemctl status bulkhead-helper there'),
      });
    if (answer.obstacle !== null)
      fail('member-not-ready', { member, reason: obstacles[answer.obstacle](instance.name) });
  }
  return arrival;
}

/** What the helper of the member says after the start there; undefined when it says nothing in time. */
export async function untilJudged(
  client: IncusClient,
  instance: InstanceName,
  { id, member }: { readonly id: string; readonly member: string },
  signal: AbortSignal,
): Promise<ArrivalAnswer['context'] | undefined> {
  const isEnough = ({ context }: ArrivalAnswer): boolean => context !== null;
  return (await untilAnswer(client, instance, { id, member, isEnough }, signal))?.context;
}

/** Takes away the question and all answers. */
export async function endArrival(client: IncusClient, instance: InstanceName, to: readonly string[]): Promise<void> {
  await changeConfig(
    client,
    instance,
    Object.fromEntries([questionKey, ...to.map(answerKey)].map((key) => [key, ''] as const)),
  );
}

const obstacles: Readonly<Record<Obstacle, (name: string) => Words>> = {
  selinux: () => say('SELinux does not enforce there, or the policy there does not confine containers'),
  policy: () =>
    say(
      'the base modules of its policy are not those of this host, or are not known; install the same version of Bulkhead ' +
        'on all members',
    ),
  name: (name) => say('a container of LXC there has the name {name}', { name }),
  categories: () => say('another container has the same categories there; see bulkheadctl audit there'),
  unread: () =>
    say('another member is away, and the categories of its containers are not known there; wait until it is back'),
  ids: () => say('its ids are those of a container of LXC there, or root has no such range in /etc/subuid there'),
};

interface Wanted {
  readonly id: string;
  readonly member: string;
  readonly isEnough: (answer: ArrivalAnswer) => boolean;
}

async function untilAnswer(
  client: IncusClient,
  instance: InstanceName,
  { id, member, isEnough }: Wanted,
  signal: AbortSignal,
): Promise<ArrivalAnswer | undefined> {
  const deadline = performance.now() + answerTimeoutMs;
  for (;;) {
    const { config } = (await readInstance(client, instance, signal)).value;
    const answer = answerOf(config, member, id);
    if (answer !== undefined && isEnough(answer)) return answer;
    if (performance.now() > deadline) return undefined;
    await sleep(pauseMs, undefined, { signal });
  }
}

function answerOf(config: IncusInstance['config'], member: string, id: string): ArrivalAnswer | undefined {
  const answer = answerSchema.safeParse(parseJson(config[answerKey(member)] ?? '')).data;
  return answer?.id === id ? answer : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
