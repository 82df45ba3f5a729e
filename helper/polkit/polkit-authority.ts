// SPDX-License-Identifier: Apache-2.0
/**
 * Asks polkit whether the process of a connection may do something. Fails closed: after an error, a timeout or an
 * answer that is not understood the caller is not authorised.
 * It first asks without a prompt. Only a question that a password could change waits for the user's turn to prompt, so
 * that one user sees one prompt at a time however many requests come in.
 */

import { includesActions, polkitId } from '../../contract/actions.ts';
import { fail, Failure, isFailure } from '../../contract/errors.ts';
import { serviceLimits } from '../../contract/rules/service-limits.ts';
import type { AuthorisationRequest, Authority } from './authority.ts';
import { type Answer, askPolkit, detailsOf, type Question } from './check-authorization.ts';
import { createTurns } from '../system/work/turns.ts';
import { createRecentAnswers } from './recent-answers.ts';
import { createPromptQueue, type PromptTurn } from './prompt-queue.ts';
import { messageOf } from '../system/message-of.ts';

export interface PolkitOptions {
  readonly ask?: (question: Question, signal: AbortSignal) => Promise<Answer>;
  readonly quickTimeoutMs?: number;
  readonly promptTimeoutMs?: number;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

export function createPolkitAuthority(options: PolkitOptions = {}): Authority {
  const { ask = askPolkit, quickTimeoutMs = 5_000, promptTimeoutMs = 120_000, now = () => performance.now() } = options;
  // polkit answers one question after another. More at a time would wait there: within their timeouts instead of before
  // them, and in the order in which they came.
  const turns = createTurns({
    each: serviceLimits.questionsToPolkitPerUser.value,
    together: serviceLimits.questionsToPolkit.value,
  });
  const recent = createRecentAnswers(serviceLimits.yesKeptMs.value, now);
  const prompts = createPromptQueue({
    maxLength: serviceLimits.promptsPerUser.value,
    maxLines: serviceLimits.usersWithPrompt.value,
  });

  function askQuickly(request: AuthorisationRequest, signal: AbortSignal): Promise<Answer> {
    return turns.run(request.peer.uid, () => askWithin(quickTimeoutMs, questionOf(request, false), signal), signal);
  }

  async function askWithin(timeoutMs: number, question: Question, signal: AbortSignal): Promise<Answer> {
    const abort = new AbortController();
    const onAbort = (): void => abort.abort(new Failure('cancelled', {}));
    const timer = setTimeout(() => abort.abort(new Error(`no answer within ${timeoutMs / 1000} seconds`)), timeoutMs);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      signal.throwIfAborted();
      return await ask(question, abort.signal);
    } catch (error) {
      if (signal.aborted) fail('cancelled', {});
      if (isFailure(error)) throw error;
      fail('authorisation-unavailable', { reason: messageOf(error) });
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    }
  }

  async function prompt(request: AuthorisationRequest, turn: PromptTurn, signal: AbortSignal): Promise<void> {
    const topic = `${request.action} ${request.container ?? ''}`;
    const earlier = turn.denialOf(topic);
    if (earlier !== undefined) throw earlier;
    if (turn.hasWaited && (await askQuickly(request, signal)).isAuthorised) return;
    const answer = await askWithin(promptTimeoutMs, questionOf(request, true), signal);
    if (answer.isAuthorised) return;
    const failure = new Failure(answer.isDismissed ? 'authorisation-dismissed' : 'not-authorised', {
      action: request.action,
    });
    turn.deny(topic, failure);
    throw failure;
  }

  return {
    async authorise(request, signal) {
      if (isBeyondRole(request)) fail('not-authorised', { action: request.action });
      if (recent.isAllowed(request)) return;
      const { isAuthorised, isChallenge } = await askQuickly(request, signal);
      if (isAuthorised) {
        recent.allow(request);
        return;
      }
      if (!isChallenge || !request.isInteractive) fail('not-authorised', { action: request.action });
      const turn = await prompts.turn(request.peer.uid, signal);
      try {
        await prompt(request, turn, signal);
      } finally {
        turn.end();
      }
    },
  };
}

/** Who has a role that does not include it is denied, whatever polkit would say. */
function isBeyondRole({ standing = 'none', action }: AuthorisationRequest): boolean {
  if (standing === 'none') return false;
  return standing === 'denied' || !includesActions(standing, [action]);
}

function questionOf(request: AuthorisationRequest, mayPrompt: boolean): Question {
  const { peer, action, container, standing = 'none' } = request;
  return {
    actionId: polkitId(action),
    pidfd: peer.pidfd,
    uid: peer.uid,
    details: detailsOf(container, standing),
    mayPrompt,
  };
}
