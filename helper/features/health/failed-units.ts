// SPDX-License-Identifier: Apache-2.0
/**
 * Which units of systemd failed. systemd keeps that in its memory, so the container's own systemctl is asked, in the
 * container's context and confinement. What it prints is untrusted: it is limited in length, time and number.
 */

import { isFailure } from '../../../contract/errors.ts';
import { type GivenHealth, maxFailedUnits } from '../../../contract/model/containers/health.ts';
import { unitNameSchema } from '../../../contract/model/logs/log-line.ts';
import { serviceLimits } from '../../../contract/rules/service-limits.ts';
import { say, type Words } from '../../../contract/text.ts';
import { visibleLine } from '../../system/visible-line.ts';
import type { Consoles } from '../consoles/ports.ts';
import type { Containers } from '../containers/ports/containers.ts';

type Units = GivenHealth['units'];

export interface UnitsOptions {
  readonly containers: Pick<Containers, 'attachTarget' | 'require'>;
  readonly consoles: Pick<Consoles, 'open'>;
  readonly timeoutMs?: number;
}

/** Its description is cut beyond this; so is what is said of a program that prints something else. */
const maxDescription = 200;
const maxCharacters = 256 * 1024;
/** What a shell, or lxc-attach, gives for a program that is not there. */
const notFound = 127;

const command = [
  ...['env', 'LC_ALL=C', 'SYSTEMD_COLORS=0', 'SYSTEMD_URLIFY=0'],
  ...['systemctl', 'list-units', '--failed', '--plain', '--no-legend', '--no-pager', '--full'],
];

/** `uid`: for whom it is asked. Fails only where the context of the program is not the container's, or LXC does. */
export async function readFailedUnits(
  { name, uid }: { readonly name: string; readonly uid: number },
  { containers, consoles, timeoutMs = serviceLimits.healthMs.value }: UnitsOptions,
): Promise<Units> {
  const { state } = await containers.require(name, { can: 'health', isManaged: true });
  if (state === 'frozen') return unknown(say('it is frozen, so nothing runs in it'));
  const timeout = AbortSignal.timeout(timeoutMs);
  const target = await containers.attachTarget(name, timeout);
  const output = consoles.open({ target, command, columns: 1000, rows: 24, uid, input: noInput() }, timeout);
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (;;) {
      const next = await output.next();
      if (next.done === true) return parseFailedUnits(text, next.value.exitCode);
      text += decoder.decode(next.value.data, { stream: true });
      if (text.length > maxCharacters) return unknown(say('its systemctl prints too much'));
    }
  } catch (error) {
    if (timeout.aborted && isFailure(error, 'cancelled')) return unknown(say('its systemctl did not answer in time'));
    throw error;
  } finally {
    await output.return({ exitCode: 0 });
  }
}

export function parseFailedUnits(text: string, exitCode: number): Units {
  const lines = text.split(/\r*\n/).filter((line) => line.trim() !== '');
  if (exitCode === notFound) return unknown(say('it has no systemctl, so probably no systemd'));
  if (exitCode !== 0)
    return unknown(
      say('its systemctl ended with {exitCode}: {visibleLine}', {
        exitCode,
        visibleLine: visibleLine(lines.join('; ')).slice(0, maxDescription),
      }),
    );
  const failed = lines.map(unitOf);
  if (failed.includes(undefined)) return unknown(say('its systemctl prints something else than units'));
  return {
    state: 'known',
    failed: failed.flatMap((unit) => unit ?? []).slice(0, maxFailedUnits),
    isCut: failed.length > maxFailedUnits,
  };
}

/** Name, load state, active state, state in words of its kind, description. */
function unitOf(line: string): { readonly name: string; readonly description: string } | undefined {
  const [, name, description = ''] = /^[\s*●]*(\S+)\s+\S+\s+failed\s+\S+\s*(.*)$/.exec(line) ?? [];
  if (!unitNameSchema().safeParse(name).success || name === undefined) return undefined;
  return { name, description: description.trim().slice(0, maxDescription) };
}

function unknown(reason: Words): Units {
  return { state: 'unknown', reason };
}

async function* noInput(): AsyncGenerator<never, void, undefined> {
  // Nothing is ever typed into it.
}
