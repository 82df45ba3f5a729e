// SPDX-License-Identifier: Apache-2.0
/** Answers for this member whether an instance of another one may come, and what became of it when it was started here. */

import type { IncusClient } from '../../../incus/incus-client.ts';
import { type IncusInstance, nameOf } from '../../../incus/incus-instances.ts';
import { type ArrivalQuestion, type Obstacle, questionFor, writeAnswer } from './arrival.ts';

export interface AnsweringHost {
  readonly client: IncusClient;
  /** The name of this member; undefined without a cluster. */
  readonly here: () => string | undefined;
  readonly all: () => readonly IncusInstance[];
  readonly find: (name: string) => IncusInstance | undefined;
  /** Undefined when it may come. */
  readonly obstacleOf: (instance: IncusInstance, question: ArrivalQuestion) => Promise<Obstacle | undefined>;
  readonly onTrouble: (name: string, error: unknown) => void;
}

export interface AnsweredArrivals {
  /** Answers what has no answer yet. Call it whenever an instance has changed. */
  look(): void;
  /** Says what was found after a start here; does nothing for one that nobody asked about. */
  judged(name: string, context: 'verified' | 'killed'): Promise<void>;
}

export function answerArrivals(host: AnsweringHost): AnsweredArrivals {
  const { client, here, all, find, obstacleOf, onTrouble } = host;
  const inWork = new Set<string>();

  async function answer(instance: IncusInstance, member: string, question: ArrivalQuestion): Promise<void> {
    const { id } = question;
    try {
      const obstacle = (await obstacleOf(instance, question)) ?? null;
      await writeAnswer(client, instance, member, { id, obstacle, context: null });
    } catch (error) {
      onTrouble(nameOf(instance), error);
    }
  }

  return {
    look() {
      const member = here();
      if (member === undefined) return;
      for (const instance of all()) {
        const asked = questionFor(instance, member);
        if (asked === undefined || asked.answer !== undefined) continue;
        const { question } = asked;
        if (inWork.has(question.id)) continue;
        inWork.add(question.id);
        void answer(instance, member, question).finally(() => inWork.delete(question.id));
      }
    },
    async judged(name, context) {
      const member = here();
      const instance = find(name);
      if (member === undefined || instance === undefined) return;
      const asked = questionFor(instance, member);
      if (asked !== undefined)
        await writeAnswer(client, instance, member, { id: asked.question.id, obstacle: null, context });
    },
  };
}
