// SPDX-License-Identifier: Apache-2.0
/** Says since when a permissive host is watched, and what it has been through: only what happened could be denied. */

import type { GivenSwitchWatch } from '../contract/model/host/switch.ts';
import { say, type Phrase } from '../contract/text.ts';
import { bootOf, stageOf } from './status.ts';
import type { SwitchHost } from './switch-host.ts';
import { readJournal, writeJournal } from './switch-journal.ts';

const day = 86_400;

/**
 * Keeps in the journal since when the host is watched, and in which boots it was. Where nobody may write it, the boot
 * that runs is all that is known.
 */
export function noteWatching(
  host: SwitchHost,
): { readonly since: number; readonly boots: readonly string[] } | undefined {
  const journal = readJournal(host);
  if (journal.watch === null && stageOf(host, journal) !== 'watching') return undefined;
  const boot = bootOf(host);
  const { since, boots } = journal.watch ?? { since: bootTimeOf(host), boots: [] };
  if (boots.includes(boot)) return { since, boots };
  const watch = { since, boots: [...boots, boot] };
  try {
    writeJournal(host, { watch });
  } catch {
    // Somebody without rights asks.
  }
  return watch;
}

type Experience = Pick<GivenSwitchWatch, 'since' | 'seen' | 'unseen'>;

export async function readExperience(host: SwitchHost): Promise<Experience> {
  const watch = noteWatching(host);
  if (watch === undefined)
    return {
      since: null,
      seen: { boots: 0, seconds: 0, upgrades: 0, cronRuns: 0 },
      unseen: [say('The host is not permissive with labels yet: nothing is collected.')],
    };
  const seen = {
    boots: watch.boots.length - 1,
    seconds: Math.max(0, Math.floor(host.now() - watch.since)),
    upgrades: countUpgrades(host, watch.since),
    cronRuns: await countCronRuns(host, watch.since),
  };
  return { since: watch.since, seen, unseen: [...describeUnseen(seen)] };
}

function describeUnseen({ boots, seconds, upgrades, cronRuns }: GivenSwitchWatch['seen']): readonly Phrase[] {
  return [
    ...(boots > 0 ? [] : [say('No boot since then: reboot once, for what runs only while the host starts.')]),
    ...(seconds >= day ? [] : [say('Less than a day: wait for what runs once a day.')]),
    ...(upgrades > 0 ? [] : [say('No package was upgraded: run apt upgrade, for what only packages do.')]),
    ...(cronRuns > 0 ? [] : [say('No job of cron ran: wait for one, or run one.')]),
  ];
}

function bootTimeOf(host: SwitchHost): number {
  return Number(/^btime (\d+)$/m.exec(host.read('/proc/stat') ?? '')?.[1] ?? host.now());
}

/** dpkg.log(5) has the time of the host's own clock. */
function countUpgrades(host: SwitchHost, since: number): number {
  const text = `${host.read('/var/log/dpkg.log.1') ?? ''}${host.read('/var/log/dpkg.log') ?? ''}`;
  return [...text.matchAll(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) upgrade /gm)].filter(
    ([, date, time]) => new Date(`${date}T${time}`).getTime() / 1000 >= since,
  ).length;
}

async function countCronRuns(host: SwitchHost, since: number): Promise<number> {
  const args = ['--no-pager', '-q', '-t', 'CRON', '-o', 'cat', `--since=@${Math.floor(since)}`];
  const said = await host.run('journalctl', args).catch(() => undefined);
  return said?.stdout.split('\n').filter((line) => /^\(\S+\) CMD /.test(line)).length ?? 0;
}
