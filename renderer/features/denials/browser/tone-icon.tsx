// SPDX-License-Identifier: Apache-2.0
/**
 * Isolation at work, a violation that went through, something to change, or not known yet: a shield, a warning, a
 * spanner, a question mark; a check for what is allowed now, a server for the host's own. The text always stands beside it.
 */

import Help from '@mui/icons-material/HelpOutlineOutlined';
import Build from '@mui/icons-material/BuildOutlined';
import type { CauseKind } from '../../../../contract/model/denials/cause-kind.ts';
import type { DenialTone } from '../model/denial-tone.ts';
import CheckCircle from '@mui/icons-material/CheckCircleOutlined';
import Dns from '@mui/icons-material/DnsOutlined';
import Warning from '@mui/icons-material/WarningAmberOutlined';
import Shield from '@mui/icons-material/ShieldOutlined';

interface ToneIconProps {
  readonly tone: DenialTone;
  readonly kind: CauseKind;
}

export function ToneIcon({ tone, kind }: ToneIconProps) {
  if (kind === 'settled') return <CheckCircle className="tone-icon isolation" aria-hidden="true" />;
  if (kind === 'host') return <Dns className="tone-icon unknown" aria-hidden="true" />;
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
