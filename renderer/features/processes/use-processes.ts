// SPDX-License-Identifier: Apache-2.0
/** The processes of a container, asked for again and again while the window shows them. */

import { useCallback } from 'react';
import { isFailure } from '../../../contract/errors.ts';
import type { ContainerProcesses } from '../../../contract/model/containers/process.ts';
import type { Client } from '../../../rpc/client.ts';
import { type RepeatedAnswer, useRepeatedAnswer } from '../../host/use-repeated-answer.ts';
import { failureText } from '../../window/notifications.ts';
import { t } from '../../lib/language/t.ts';

/** `run` is another after each start of the container. Nothing is asked while the window is hidden, or `isPaused`. */
export function useProcesses(name: string, run: number | null, isPaused: boolean): RepeatedAnswer<ContainerProcesses> {
  const ask = useCallback(
    (client: Client, signal: AbortSignal) => client.request('container.processes', { name }, { signal }),
    [name],
  );
  const describe = useCallback((error: unknown) => describeProblem(name, error), [name]);
  return useRepeatedAnswer({ ask, describe, subject: run, isAsked: run !== null && !isPaused });
}

function describeProblem(name: string, error: unknown): string {
  if (isFailure(error, 'not-authorised'))
    return t('This is asked without a password, and you are not authorised to see the host without one.');
  return failureText(t('cannot read the processes of {name}', { name }), error);
}
