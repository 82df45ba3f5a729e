// SPDX-License-Identifier: Apache-2.0
/** The lines of a configuration, each with what becomes of it. */

import { adoptionOutcomes, isUsualLine } from '../../../contract/wording/describe-adoption.ts';
import type { AdoptionLine, AdoptionOutcome } from '../../../contract/model/containers/adoption.ts';
import { SafeText } from '../../ui/safe-text.tsx';
import { t } from '../../lib/language/t.ts';

interface AdoptionLinesProps {
  readonly lines: readonly AdoptionLine[];
}

export function AdoptionLines({ lines }: AdoptionLinesProps) {
  const usual = lines.filter(isUsualLine);
  return (
    <>
      <LineTable label={t('Lines of its configuration')} lines={lines.filter((line) => !isUsualLine(line))} />
      {usual.length > 0 && (
        <details>
          <summary>
            {t("{count, plural, one {1 line} other {{count} lines}} of LXC's own files", { count: usual.length })}
          </summary>
          <LineTable label={t("Lines of LXC's own files")} lines={usual} />
        </details>
      )}
    </>
  );
}

const tones: Readonly<Record<AdoptionOutcome, string>> = { kept: 'good', replaced: '', 'left-out': 'amber' };

function LineTable({ label, lines }: AdoptionLinesProps & { readonly label: string }) {
  return (
    <table className="table adoption-lines" aria-label={label}>
      <thead>
        <tr>
          <th>{t('Line')}</th>
          <th>{t('Setting')}</th>
          <th>{t('What becomes of it')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ file, key, value, outcome, note }, index) => (
          <tr key={index}>
            <td>
              <span className={`badge ${tones[outcome]}`}>{adoptionOutcomes[outcome]}</span>
            </td>
            <td className="mono" title={file}>
              <SafeText text={`${key} = ${value}`} />
            </td>
            <td>
              <SafeText text={note} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
