// SPDX-License-Identifier: Apache-2.0
/** How bad an alert is, by shape, colour and word. */

import ErrorIcon from '@mui/icons-material/ErrorOutlined';
import Warning from '@mui/icons-material/WarningAmber';
import { type AlertKindName, alertKindOf } from '../../../contract/model/alerts/alert-kinds.ts';
import { t } from '../../lib/language/t.ts';

interface SeverityLabelProps {
  readonly kind: AlertKindName;
}

export function SeverityLabel({ kind }: SeverityLabelProps) {
  const { severity } = alertKindOf(kind);
  return (
    <span className={`alert-severity ${severity}`}>
      {severity === 'critical' ? <ErrorIcon /> : <Warning />}
      {severity === 'critical' ? t('Critical') : t('Warning')}
    </span>
  );
}
