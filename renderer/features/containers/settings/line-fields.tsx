// SPDX-License-Identifier: Apache-2.0
/**
 * Edits further lines of a container's configuration of LXC, with what each of them does, or why it cannot be added.
 */

import TextField from '@mui/material/TextField';
import { judgeKey } from '../../../../contract/rules/lxc-line.ts';
import { t } from '../../../lib/language/t.ts';
import { withStop } from '../../../lib/sentence.ts';
import { SafeText } from '../../../ui/safe-text.tsx';
import type { SettingsDraft, SettingsProblems } from './settings-draft.ts';

interface LineFieldsProps {
  readonly draft: Pick<SettingsDraft, 'lines'>;
  readonly problems: SettingsProblems;
  readonly onChange: (part: Partial<SettingsDraft>) => void;
}

export function LineFields({ draft, problems, onChange }: LineFieldsProps) {
  return (
    <>
      <TextField
        size="small"
        multiline
        minRows={2}
        maxRows={10}
        label={t('Further lines of the LXC configuration')}
        value={draft.lines}
        placeholder={'lxc.prlimit.nofile = 4096'}
        error={problems.lines !== undefined}
        helperText={problems.lines ?? t('One line for each key. Applies at the next start.')}
        onChange={(event) => onChange({ lines: event.target.value })}
        slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off', className: 'mono' } }}
      />
      <LineMeanings text={draft.lines} />
    </>
  );
}

function LineMeanings({ text }: { readonly text: string }) {
  const keys = new Set(text.split('\n').flatMap((line) => line.split('=')[0]?.trim() || []));
  if (keys.size === 0) return null;
  return (
    <dl className="line-meanings" aria-label={t('What these lines do')}>
      {[...keys].map((key) => {
        const judged = judgeKey(key);
        return (
          <div key={key} className={judged.verdict}>
            <dt className="mono">
              <SafeText text={key} />
            </dt>
            <dd>
              {judged.verdict === 'allowed'
                ? judged.meaning
                : t('Cannot be added: it {reason}', { reason: withStop(judged.reason) })}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
