// SPDX-License-Identifier: Apache-2.0
/** Answers for this member whether an instance may start here, and what became of it when it was started. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { IncusClient } from '../../../../incus/incus-client.ts';
import { type IncusInstance, nameOf, readInstance } from '../../../../incus/incus-instances.ts';
import {
  type ArrivalQuestion,
  isAsked,
  type Judgement,
  type Obstacle,
  questionsTo,
  writeAnswer,
  writeJudgement,
  writeWorking,
} from './arrival.ts';

export interface AnsweringHost {
  readonly client: IncusClient;
  /** The name of this member; undefined without a cluster. */
  readonly here: () => string | undefined;
  /** Undefined when it may come. Calls `isWorking` before what takes longer than a look. */
  readonly obstacleOf: (
    instance: IncusInstance,
    question: ArrivalQuestion,
    isWorking: () => Promise<void>,
  ) => Promise<Obstacle | undefined>;
  readonly onTrouble: (name: string, error: unknown) => void;
  readonly retryMs?: number;
}

/**
 * They make a minute, as long as who asks waits: a member that has just come back is for some seconds one that Incus
 * does not reach from here, although it is online.
 */
const [tries, usualRetryMs] = [20, 3000];

export interface AnsweredArrivals {
  /** Answers what has no answer yet. Call it whenever a question was written. */
  look(): Promise<void>;
  /** Says what was found after a start here; does nothing for one that nobody asked about. */
  judged(name: string, judgement: Judgement): Promise<void>;
}

export function answerArrivals({
  client,
  here,
  obstacleOf,
  onTrouble,
  retryMs = usualRetryMs,
}: AnsweringHost): AnsweredArrivals {
  const inWork = new Set<string>();

  async function tryToAnswer(member: string, question: ArrivalQuestion): Promise<void> {
    const { id, instance: name } = question;
    // The instance is read as it is now: what is known of it may be a moment older than the question.
    const { value } = await readInstance(client, name);
    const obstacle = await obstacleOf(value, question, () => writeWorking(client, { id, member }));
    await writeAnswer(client, { id, member }, obstacle);
  }

  async function answer(member: string, question: ArrivalQuestion): Promise<void> {
    inWork.add(question.id);
    try {
      for (let left = tries; ; left -= 1)
        try {
          await tryToAnswer(member, question);
          return;
        } catch (error) {
          if (left === 0) throw error;
          // A helper that ends does not wait for it.
          await sleep(retryMs, undefined, { ref: false });
          if (!(await isAsked(client, question.id))) throw error;
        }
    } catch (error) {
      onTrouble(nameOf(question.instance), error);
    } finally {
      inWork.delete(question.id);
    }
  }

  return {
    async look() {
      const member = here();
      if (member === undefined) return;
      try {
        const asked = await questionsTo(client, member);
        const left = asked.filter(({ question, said }) => said.obstacle === undefined && !inWork.has(question.id));
        await Promise.all(left.map(({ question }) => answer(member, question)));
      } catch (error) {
        onTrouble(member, error);
      }
    },
    async judged(name, judgement) {
      const member = here();
      if (member === undefined) return;
      for (const { question } of await questionsTo(client, member))
        if (nameOf(question.instance) === name) await writeJudgement(client, { id: question.id, member }, judgement);
    },
  };
}
