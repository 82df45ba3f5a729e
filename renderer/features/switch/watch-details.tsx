// SPDX-License-Identifier: Apache-2.0
/** What enforcing would deny to services of the host, each with its remedy, and what the host has been through. */

import type { SwitchWatch } from '../../../contract/model/host/switch.ts';
import { t } from '../../lib/language/t.ts';
import { CommandLines } from '../../ui/command-lines.tsx';
import { Moment } from '../../ui/time/moment.tsx';
import { RichText } from '../../ui/rich-text.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { useClock } from '../../window/clock.ts';
import { WordList } from './word-list.tsx';

export function WatchDetails({ watch }: { readonly watch: SwitchWatch }) {
  const { since, seen, unseen, services, noise, noiseReason } = watch;
  const now = useClock((state) => state.now);
  return (
    <>
      <p>
        <RichText
          message={
            'Watching began {since}: {boots, plural, one {1 further boot} other {{boots} further boots}}, ' +
            '{upgrades, plural, one {1 package upgraded} other {{upgrades} packages upgraded}}, {cronRuns, ' +
            'plural, one {1 job of cron} other {{cronRuns} jobs of cron}}.'
          }
          values={{
            since: <Moment time={since ?? now} now={now} />,
            boots: seen.boots,
            upgrades: seen.upgrades,
            cronRuns: seen.cronRuns,
          }}
        />
      </p>
      {unseen.length > 0 && <WordList items={unseen} />}
      {services.length === 0 && <p>{t('Of what was seen, enforcing would deny no service anything.')}</p>}
      {services.map(({ domain, units, denials }) => (
        <section key={domain} className="switch-service" aria-label={domain}>
          <h3>
            <SafeText text={units.length === 0 ? domain : `${units.join(', ')} (${domain})`} />
          </h3>
          <ul>
            {denials.map(({ group, what, count, remedy }) => (
              <li key={group}>
                <p>
                  <SafeText text={what} /> <span className="muted">{t('{count} times', { count })}</span>
                </p>
                <p className="muted">
                  <SafeText text={remedy.summary} />
                </p>
                {remedy.command !== null && <CommandLines lines={[remedy.command]} />}
              </li>
            ))}
          </ul>
        </section>
      ))}
      {noise.length > 0 && (
        <details>
          <summary>
            {t('{count, plural, one {1 known denial is} other {{count} known denials are}} left out', {
              count: noise.length,
            })}
          </summary>
          <p className="muted">{noiseReason}</p>
          <WordList items={noise.map(({ what }) => what)} />
        </details>
      )}
    </>
  );
}
