/** Handlers of questions to the loaded policy. */

import type { Handlers } from '../../rpc/server.ts';
import type { Caller } from '../server/caller.ts';
import type { PolicyQuestions } from '../host/host.ts';

export function questionHandlers(questions: PolicyQuestions): Pick<Handlers<Caller>, 'policy.ask' | 'policy.names'> {
  return {
    'policy.ask': ({ question }, { signal }) => questions.ask(question, signal),
    'policy.names': (_params, { signal }) => questions.names(signal),
  };
}
