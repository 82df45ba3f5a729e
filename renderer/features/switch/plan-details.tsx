// SPDX-License-Identifier: Apache-2.0
/** What the switch takes and costs on this host. */

import type { SwitchPlan } from '../../../contract/model/host/switch.ts';
import { numberText } from '../../../contract/text.ts';
import { t } from '../../lib/language/t.ts';
import { SafeText } from '../../ui/safe-text.tsx';
import { WordList } from './word-list.tsx';

export function PlanDetails({ plan }: { readonly plan: SwitchPlan }) {
  const { labelling, profiles, consequences, services, obstacles, missingPackages } = plan;
  const { files, minSeconds, maxSeconds, basis, fileSystems } = labelling;
  return (
    <dl className="switch-facts">
      <dt>{t('Labelling')}</dt>
      <dd>
        <p>
          {t('{files} files on {places}: {min} to {max} minutes without service.', {
            files: numberText(files, { isGrouped: true }),
            places: fileSystems.map(({ path }) => path).join(', '),
            min: Math.max(1, Math.round(minSeconds / 60)),
            max: Math.max(1, Math.ceil(maxSeconds / 60)),
          })}
        </p>
        <p className="muted">{basis}</p>
      </dd>
      {profiles.length > 0 && (
        <>
          <dt>{t('AppArmor')}</dt>
          <dd>
            <p>
              {t(
                '{count, plural, one {1 profile is} other {{count} profiles are}} loaded, and none holds afterwards:',
                {
                  count: profiles.length,
                },
              )}
            </p>
            <p className="mono">
              <SafeText text={profiles.map(({ name, mode }) => `${name} (${mode})`).join(', ')} />
            </p>
          </dd>
        </>
      )}
      {consequences.length > 0 && (
        <>
          <dt>{t('What else changes')}</dt>
          <dd>
            <WordList items={consequences} />
          </dd>
        </>
      )}
      <dt>{t('Services')}</dt>
      <dd>
        <SafeText text={services.join(', ')} />
      </dd>
      {missingPackages.length > 0 && (
        <>
          <dt>{t('Missing packages')}</dt>
          <dd className="mono">{missingPackages.join(', ')}</dd>
        </>
      )}
      {obstacles.length > 0 && (
        <>
          <dt>{t('In the way')}</dt>
          <dd className="switch-remark">
            <WordList items={obstacles} />
          </dd>
        </>
      )}
    </dl>
  );
}
