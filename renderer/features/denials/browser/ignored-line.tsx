// SPDX-License-Identifier: Apache-2.0
/** Says below the causes how many are folded away because the person ignores them. */

import ExpandLess from '@mui/icons-material/ExpandLess';
import ExpandMore from '@mui/icons-material/ExpandMore';
import { t } from '../../../lib/language/t.ts';

interface IgnoredLineProps {
  readonly count: number;
  readonly isShown: boolean;
  readonly onShow: (isShown: boolean) => void;
}

export function IgnoredLine({ count, isShown, onShow }: IgnoredLineProps) {
  return (
    <button
      type="button"
      className="ignored-causes"
      aria-expanded={isShown}
      title={t('Open one to show it again. Picture and events have them all the same.')}
      onClick={() => onShow(!isShown)}
    >
      {isShown ? <ExpandMore /> : <ExpandLess />}
      {t('{count} ignored', { count })}
    </button>
  );
}
