// SPDX-License-Identifier: Apache-2.0
/** Answers for this member whether an instance may start here, and what became of it when it was started. */

import type { IncusClient } from '../../../incus/incus-client.ts';
import { type IncusInstance, nameOf, readInstance } from '../../../incus/incus-instances.ts';
import {
  type ArrivalQuestion,
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
}

export interface AnsweredArrivals {
  /** Answers what has no answer yet. Call it whenever a question was written. */
  look(): Promise<void>;
  /** Says what was found after a start here; does nothing for one that nobody asked about. */
  judged(name: string, judgement: Judgement): Promise<void>;
}

export function answerArrivals({ client, here, obstacleOf, onTrouble }: AnsweringHost): AnsweredArrivals {
  const inWork = new Set<string>();

  async function answer(member: string, question: ArrivalQuestion): Promise<void> {
    const { id, instance: name } = question;
    inWork.add(id);
    try {
      // As it is now: what is known of it may be a moment older than the question.
      const { value } = await readInstance(client, name);
      const obstacle = await obstacleOf(value, question, () => writeWorking(client, id, member));
      await writeAnswer(client, id, member, obstacle);
    } catch (error) {
      onTrouble(nameOf(name), error);
    } finally {
      inWork.delete(id);
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
        if (nameOf(question.instance) === name) await writeJudgement(client, question.id, member, judgement);
    },
  };
}
