/** What went wrong, in the form in which scripts and people get it: a code, words that begin "cannot", data, and the exit code. */

import { isFailure, type FailureCode } from '../contract/errors.ts';
import { HostForbiddenError, HostImpostorError, HostUnreachableError } from '../hosts/host-errors.ts';
import { ConnectionClosedError } from '../rpc/client.ts';
import { escapeText } from './output/escape-text.ts';
import { jsonText } from './output/json-text.ts';
import { UsageError } from './usage-error.ts';

export const exitCodes = { done: 0, failed: 1, usage: 2, notAuthorised: 3, unreachable: 4 } as const;

export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly data: unknown;
  readonly exitCode: number;
}

/** A file that was named could not be read. */
export class InputError extends Error {
  readonly file: string;

  constructor(file: string, reason: string) {
    super(`cannot read ${file}: ${reason}`);
    this.file = file;
  }
}

export function problemOf(error: unknown): Problem {
  if (isFailure(error)) return { code: error.code, message: error.message, data: error.data, exitCode: failureExitCode(error.code) };
  if (error instanceof UsageError) return { code: 'usage', message: error.message, data: {}, exitCode: exitCodes.usage };
  if (error instanceof HostUnreachableError) return unreachable(error.message, { host: error.host, reason: error.reason });
  if (error instanceof HostImpostorError) return { ...unreachable(error.message, { host: error.host, uid: error.uid ?? null }), code: 'host-impostor' };
  if (error instanceof HostForbiddenError) return { code: 'host-forbidden', message: error.message, data: { host: error.host }, exitCode: exitCodes.notAuthorised };
  if (error instanceof ConnectionClosedError) return { ...unreachable(`cannot go on: ${error.message}`, {}), code: 'connection-lost' };
  if (error instanceof InputError) return { code: 'input-unreadable', message: error.message, data: { file: error.file }, exitCode: exitCodes.failed };
  return { code: 'fault', message: beginningWithCannot(error), data: {}, exitCode: exitCodes.failed };
}

/** The line for stderr. */
export function problemLine({ code, message, data }: Problem, isJson: boolean): string {
  return isJson ? `${jsonText({ error: { code, message, data } })}\n` : `bulkheadctl: ${escapeText(message)}\n`;
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
