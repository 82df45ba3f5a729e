// SPDX-License-Identifier: Apache-2.0
/**
 * What went wrong, in the form in which scripts and people get it: a code, words that begin "cannot", data, and the
 * exit code.
 */

import { isFailure, type FailureCode } from '../../contract/errors.ts';
import { HostForbiddenError, HostImpostorError, HostUnreachableError } from '../../hosts/host-errors.ts';
import { ConnectionClosedError } from '../../rpc/client.ts';
import { describeFileProblems, FileProblemsError } from '../apply/file/file-problems.ts';
import { ServerError } from '../../image-servers/server-error.ts';
import { InputError, inputProblem } from '../input-error.ts';
import { exitCodes, type Problem } from './problem-line.ts';
import { CopyError } from '../transfer/copy-error.ts';
import { UsageError } from '../usage-error.ts';

export function problemOf(error: unknown): Problem {
  if (isFailure(error))
    return { code: error.code, message: error.message, data: error.data, exitCode: failureExitCode(error.code) };
  if (error instanceof CopyError) return { ...problemOf(error.cause), message: error.message };
  if (error instanceof UsageError)
    return { code: 'usage', message: error.message, data: {}, exitCode: exitCodes.usage };
  if (error instanceof HostUnreachableError)
    return unreachable(error.message, { host: error.host, reason: error.reason });
  if (error instanceof HostImpostorError)
    return { ...unreachable(error.message, { host: error.host, uid: error.uid ?? null }), code: 'host-impostor' };
  if (error instanceof HostForbiddenError)
    return {
      code: 'host-forbidden',
      message: error.message,
      data: { host: error.host },
      exitCode: exitCodes.notAuthorised,
    };
  if (error instanceof ConnectionClosedError)
    return { ...unreachable(`cannot go on: ${error.message}`, {}), code: 'connection-lost' };
  if (error instanceof InputError) return inputProblem(error);
  if (error instanceof ServerError) return inputProblem({ message: error.message, file: error.subject });
  if (error instanceof FileProblemsError) return describeFileProblems(error);
  return { code: 'fault', message: beginningWithCannot(error), data: {}, exitCode: exitCodes.failed };
}

function unreachable(message: string, data: object): Problem {
  return { code: 'host-unreachable', message, data, exitCode: exitCodes.unreachable };
}

function failureExitCode(code: FailureCode): number {
  switch (code) {
    case 'not-authorised':
    case 'authorisation-dismissed':
    case 'authorisation-unavailable':
      return exitCodes.notAuthorised;
    case 'params-invalid':
      return exitCodes.usage;
    default:
      return exitCodes.failed;
  }
}

function beginningWithCannot(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.startsWith('cannot ') ? text : `cannot finish: ${text}`;
}
