// SPDX-License-Identifier: Apache-2.0
/**
 * Isolation at work, a violation that went through, something to change, or not known yet: a shield, a warning, a
 * spanner, a question mark. The text always stands beside it.
 */

import Help from '@mui/icons-material/HelpOutlineOutlined';
import Build from '@mui/icons-material/BuildOutlined';
import type { DenialTone } from '../model/denial-tone.ts';
import Warning from '@mui/icons-material/WarningAmberOutlined';
import Shield from '@mui/icons-material/ShieldOutlined';

export function ToneIcon({ tone }: { readonly tone: DenialTone }) {
  switch (tone) {
    case 'isolation':
      return <Shield className="tone-icon isolation" aria-hidden="true" />;
    case 'crossed':
      return <Warning className="tone-icon crossed" aria-hidden="true" />;
    case 'policy':
      return <Build className="tone-icon policy" aria-hidden="true" />;
    case 'unknown':
      return <Help className="tone-icon unknown" aria-hidden="true" />;
  }
}
