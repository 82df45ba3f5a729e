// SPDX-License-Identifier: Apache-2.0
/**
 * What the helpers of two members say to each other about an instance that is to start on the member of one of them: by
 * notes in the database of Incus. Who may write these may also give the instance another context: so an answer says what
 * to expect, and what is started is judged by the helper of its member whatever the notes say.
 */

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { fail } from '../../../../../contract/errors.ts';
import { say, type Words } from '../../../../../contract/text.ts';
import type { IncusClient } from '../../../../incus/incus-client.ts';
import { type InstanceName, nameOf } from '../../../../incus/incus-instances.ts';
import { type Note, readNote, readNotes, removeNote, writeNote } from '../../../../incus/notes.ts';

/** Why an instance may not come to a member. */
const obstacleSchema = z.enum(['selinux', 'policy', 'name', 'categories', 'ids', 'unread', 'module', 'files']);
export type Obstacle = z.infer<typeof obstacleSchema>;

const questionSchema = z.object({
  instance: z.object({ name: z.string().max(100), project: z.string().max(100) }),
  /** The members whose helpers are to answer. */
  to: z.array(z.string().max(100)).max(100).readonly(),
  /** The base modules of the policy, as a checksum. Null for one that is on that member, where those of others say nothing. */
  policy: z.string().max(100).nullable(),
});

export interface ArrivalQuestion extends z.infer<typeof questionSchema> {
  readonly id: string;
}

/**
 * Says, after its start there, whether its context is the configured one by the kernel. What was not has been killed.
 */
const judgementSchema = z.enum(['verified', 'killed']);
export type Judgement = z.infer<typeof judgementSchema>;

/** What one member has said to one question. */
interface Said {
  /** Null when it may come; undefined when nothing was said. */
  readonly obstacle: Obstacle | null | undefined;
  readonly judgement: Judgement | undefined;
  /** It has said that the answer takes its time. */
  readonly isWorking: boolean;
}

export interface Arrival {
  readonly id: string;
  readonly to: readonly string[];
}

/** Milliseconds that the helper of another member gets. */
interface AnswerLimits {
  /** It answers at once, where it runs. */
  readonly answerMs: number;
  /** A helper that has said that it works on the answer gets so long: several modules are compiled in turn. */
  readonly workMs: number;
}

const usualLimits: AnswerLimits = { answerMs: 60_000, workMs: 15 * 60_000 };
const pauseMs = 250;

/** The key of a note's text. */
const textKey = 'user.bulkhead';
const questionPrefix = 'question.';
const questionName = (id: string): string => `${questionPrefix}${id}`;
const answerName = (id: string, member: string): string => `answer.${id}.${member}`;
const workingName = (id: string, member: string): string => `working.${id}.${member}`;
const judgementName = (id: string, member: string): string => `judgement.${id}.${member}`;

/** Says whether a note of this name is a question. */
export function isQuestion(name: string): boolean {
  return name.startsWith(questionPrefix);
}

/** The questions to this member, with what it has said. What has another form is none. */
export async function questionsTo(
  client: IncusClient,
  member: string,
): Promise<readonly { readonly question: ArrivalQuestion; readonly said: Said }[]> {
  const notes = await readNotes(client);
  return questionsOf(notes)
    .filter(({ to }) => to.includes(member))
    .map((question) => ({ question, said: saidOf(notes, question.id, member) }));
}

/** The question that a member replies to. */
export interface Reply {
  readonly id: string;
  readonly member: string;
}

export async function writeAnswer(
  client: IncusClient,
  { id, member }: Reply,
  obstacle: Obstacle | undefined,
): Promise<void> {
  await reply(client, id, { name: answerName(id, member), value: obstacle ?? null });
}

/** Says to who has asked that the answer takes its time. */
export async function writeWorking(client: IncusClient, { id, member }: Reply): Promise<void> {
  await reply(client, id, { name: workingName(id, member), value: true });
}

export async function writeJudgement(client: IncusClient, { id, member }: Reply, judgement: Judgement): Promise<void> {
  await reply(client, id, { name: judgementName(id, member), value: judgement });
}

interface Asking extends Pick<ArrivalQuestion, 'to' | 'policy'> {
  readonly instance: InstanceName;
  readonly limits?: AnswerLimits;
}

/**
 * Asks the helpers of these members, which the caller ends in any case (`endArrivals`). Fails with `member-not-ready`
 * unless all of them let it come.
 */
export async function askArrival(
  client: IncusClient,
  { instance: { name, project }, to, policy, limits = usualLimits }: Asking,
  signal: AbortSignal,
): Promise<Arrival> {
  const arrival: Arrival = { id: randomUUID(), to };
  const question: z.infer<typeof questionSchema> = { instance: { name, project }, to, policy };
  await write(client, questionName(arrival.id), question);
  await requireWelcome(client, { ...arrival, name, limits }, signal);
  return arrival;
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
  module: () =>
    say('the policy module of its own domain cannot be installed there; see journalctl -u bulkhead-helper there'),
  files: () =>
    say(
      'its files cannot be labelled there, or bulkhead_incus_folders is off there; see journalctl -u bulkhead-helper there',
    ),
  ids: () => say('its ids are those of a container of LXC there, or root has no such range in /etc/subuid there'),
};

async function requireWelcome(
  client: IncusClient,
  { id, to, name, limits }: Arrival & { readonly name: string; readonly limits: AnswerLimits },
  signal: AbortSignal,
): Promise<void> {
  const answers = await untilSaid(
    client,
    { id, to, isEnough: ({ obstacle }) => obstacle !== undefined, limits },
    signal,
  );
  for (const [member, { obstacle }] of answers) {
    if (obstacle === undefined)
      fail('member-not-ready', {
        member,
        reason: say('the helper there does not answer; see systemctl status bulkhead-helper there'),
      });
    if (obstacle !== null) fail('member-not-ready', { member, reason: obstacles[obstacle](name) });
  }
}

/** What the helper of the member says after the start there; undefined when it says nothing in time. */
export async function untilJudged(
  client: IncusClient,
  { id, member, limits = usualLimits }: Reply & { readonly limits?: AnswerLimits },
  signal: AbortSignal,
): Promise<Judgement | undefined> {
  const isEnough = ({ judgement }: Said): boolean => judgement !== undefined;
  const said = await untilSaid(client, { id, to: [member], isEnough, limits }, signal);
  return said.get(member)?.judgement;
}

/**
 * Takes away what was asked about these, by any helper, and all that was said to questions that are gone. The questions
 * come first: what is said afterwards is taken away by who says it ({@link reply}).
 */
export async function endArrivals(client: IncusClient, instances: readonly InstanceName[]): Promise<void> {
  const names = new Set(instances.map(nameOf));
  for (const { id, instance } of questionsOf(await readNotes(client)))
    if (names.has(nameOf(instance))) await removeNote(client, questionName(id));
  const notes = await readNotes(client);
  const asked = new Set(questionsOf(notes).map(({ id }) => id));
  for (const { name } of notes) {
    const [, id] = /^(?:answer|working|judgement)\.([^.]+)\./.exec(name) ?? [];
    if (id !== undefined && !asked.has(id)) await removeNote(client, name);
  }
}

interface Wanted {
  readonly id: string;
  readonly to: readonly string[];
  readonly isEnough: (said: Said) => boolean;
  readonly limits: AnswerLimits;
}

/** Gives what was said by member, as soon as each has said enough, or its time is over. */
async function untilSaid(
  client: IncusClient,
  { id, to, isEnough, limits }: Wanted,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Said>> {
  const begun = performance.now();
  for (;;) {
    const notes = await readNotes(client, signal);
    const all = new Map(to.map((member) => [member, saidOf(notes, id, member)] as const));
    const passed = performance.now() - begun;
    const isOver = (said: Said): boolean =>
      isEnough(said) || passed > (said.isWorking ? limits.workMs : limits.answerMs);
    if ([...all.values()].every(isOver)) return all;
    await sleep(pauseMs, undefined, { signal });
  }
}

function questionsOf(notes: readonly Note[]): readonly ArrivalQuestion[] {
  return notes.flatMap(({ name, config }) => {
    if (!isQuestion(name)) return [];
    const { data } = questionSchema.safeParse(parseJson(config[textKey]));
    return data === undefined ? [] : [{ id: name.slice(questionPrefix.length), ...data }];
  });
}

function saidOf(notes: readonly Note[], id: string, member: string): Said {
  const textOf = (wanted: string): unknown => parseJson(notes.find(({ name }) => name === wanted)?.config[textKey]);
  return {
    obstacle: obstacleSchema.nullable().safeParse(textOf(answerName(id, member))).data,
    judgement: judgementSchema.safeParse(textOf(judgementName(id, member))).data,
    isWorking: textOf(workingName(id, member)) === true,
  };
}

/** Who asked may have taken the question away meanwhile, and sees no more what is said to it. */
async function reply(
  client: IncusClient,
  id: string,
  { name, value }: { readonly name: string; readonly value: unknown },
): Promise<void> {
  await write(client, name, value);
  if (!(await isAsked(client, id))) await removeNote(client, name);
}

/** Says whether a question is still there. */
export async function isAsked(client: IncusClient, id: string): Promise<boolean> {
  return (await readNote(client, questionName(id))) !== undefined;
}

/** One that is there already says the same, or is an older one of a helper that has started again. */
async function write(client: IncusClient, name: string, value: unknown): Promise<void> {
  const config = { [textKey]: JSON.stringify(value) };
  await writeNote(client, { name, description: 'of a helper of Bulkhead to another one', config });
}

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
