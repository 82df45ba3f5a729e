// SPDX-License-Identifier: Apache-2.0
/**
 * Asks polkit about somebody else. polkit judges processes, not users, and takes the user of a process from one who may
 * ask for others: the subject is the helper's own process, in no session, with the uid of that person.
 */

import { closeSync } from 'node:fs';
import { polkitId } from '../../../contract/actions.ts';
import { askPolkit, detailsOf, type Answer, type Question } from '../../polkit/check-authorization.ts';
import type { Log } from '../../system/log.ts';
import { messageOf } from '../../system/message-of.ts';
import { pidfdOpen } from '../../system/native/native.ts';
import type { AskAbout } from './judge-people.ts';

const timeoutMs = 5_000;

export interface AskOptions {
  readonly log: Log;
  readonly ask?: (question: Question, signal: AbortSignal) => Promise<Answer>;
  readonly openProcess?: () => number;
}

/** Asks the questions of one table: after one that polkit does not answer no other is asked. The caller closes it. */
export function openQuestions({ log, ask = askPolkit, openProcess = () => pidfdOpen(process.pid) }: AskOptions): {
  readonly ask: AskAbout;
  close(): void;
} {
  const pidfd = openProcess();
  let isSilent = false;
  return {
    async ask(uid, action, standing) {
      if (isSilent) return undefined;
      const details = detailsOf(undefined, standing);
      const question = { actionId: polkitId(action), pidfd, uid, details, mayPrompt: false };
      try {
        const { isAuthorised, isChallenge } = await ask(question, AbortSignal.timeout(timeoutMs));
        if (isAuthorised) return 'allowed';
        return isChallenge ? 'password' : 'denied';
      } catch (error) {
        isSilent = true;
        log('warning', 'polkit-not-asked', { reason: messageOf(error) });
        return undefined;
      }
    },
    close: () => closeSync(pidfd),
  };
}
