// SPDX-License-Identifier: Apache-2.0
/** Reads of systemd how units are, and of the journal what those that have failed wrote last. */

import { messageOf } from '../../../system/message-of.ts';
import { type ProgramOptions, type ProgramResult, runProgram } from '../../../system/programs/run-program.ts';
import { lastLineOf } from './last-line.ts';

/** What systemd says of a unit, in its own words. */
export interface UnitFacts {
  readonly name: string;
  /** `loaded`, `not-found`, `masked`. */
  readonly load: string;
  /** `enabled`, `disabled`, `static`; empty for an instance. */
  readonly file: string;
  /** `active`, `inactive`, `failed`, `activating`, `deactivating`. */
  readonly active: string;
  /** `running`, `listening`, `dead`, `auto-restart`. */
  readonly sub: string;
  /** `success`, `exit-code`, `timeout`, `start-limit-hit`. */
  readonly result: string;
  /** Its process ended with this status; 0 when it ended well, has not ended, or is none, as of a socket. */
  readonly status: number;
  /** The last line of its journal that says something; undefined where it has not failed, or wrote nothing. */
  readonly lastLine: string | undefined;
}

export interface UnitFactsOfHost {
  /** The units that systemd gave stand in the order in which they were asked for. */
  readonly units: readonly UnitFacts[];
  /** What systemctl said when it did not give all; undefined when it did. */
  readonly problem: string | undefined;
}

/** Runs a program of the host, whose exit code may be anything; rejects where it cannot be run. */
export type Run = (file: string, args: readonly string[], options: ProgramOptions) => Promise<ProgramResult>;

const properties = 'Id,LoadState,UnitFileState,ActiveState,SubState,Result,ExecMainStatus';
const timeoutMs = 10_000;
/**
 * One of the last lines of a journal, of which so many are read, says something; systemd itself writes about five when
 * a unit fails.
 */
const lines = 20;

/** One call for all units, and one more for each that has failed. Rejects when the signal aborts only. */
export async function readUnits(
  names: readonly string[],
  signal: AbortSignal,
  run: Run = runProgram,
): Promise<UnitFactsOfHost> {
  try {
    const options = { signal, timeoutMs };
    const { code, stdout, stderr } = await run(
      '/usr/bin/systemctl',
      ['show', '-p', properties, '--', ...names],
      options,
    );
    const shown = parseUnits(stdout);
    const given = names.flatMap((name) => shown.get(name) ?? []);
    const units = await Promise.all(
      given.map(async (unit) => (hasFailed(unit) ? withLastLine(unit, { run, options }) : unit)),
    );
    const isWhole = code === 0 && units.length === names.length;
    return { units, problem: isWhole ? undefined : (lastLineOf(stderr) ?? `systemctl ended with ${code}`) };
  } catch (error) {
    signal.throwIfAborted();
    return { units: [], problem: messageOf(error) };
  }
}

/** A unit that is started again after it failed counts: systemd waits a moment before it does. */
export function hasFailed({ active, sub }: Pick<UnitFacts, 'active' | 'sub'>): boolean {
  return active === 'failed' || sub === 'auto-restart';
}

/** Blocks of `Key=value`, one for each unit, by its name. */
function parseUnits(text: string): ReadonlyMap<string, UnitFacts> {
  return new Map(
    text.split(/\n\s*\n/).map((block) => {
      const values = new Map(
        block.split('\n').map((line) => {
          const [key = '', ...value] = line.split('=');
          return [key, value.join('=')] as const;
        }),
      );
      const valueOf = (key: string): string => values.get(key) ?? '';
      const name = valueOf('Id');
      return [
        name,
        {
          name,
          load: valueOf('LoadState'),
          file: valueOf('UnitFileState'),
          active: valueOf('ActiveState'),
          sub: valueOf('SubState'),
          result: valueOf('Result'),
          status: Number(values.get('ExecMainStatus') ?? 0),
          lastLine: undefined,
        },
      ] as const;
    }),
  );
}

async function withLastLine(
  unit: UnitFacts,
  { run, options }: { readonly run: Run; readonly options: ProgramOptions },
): Promise<UnitFacts> {
  const words = ['-b', '-u', unit.name, '-n', String(lines), '-o', 'cat', '--no-pager', '--quiet'];
  const { stdout } = await run('/usr/bin/journalctl', words, options);
  return { ...unit, lastLine: lastLineOf(stdout) };
}
