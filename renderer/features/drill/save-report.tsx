// SPDX-License-Identifier: Apache-2.0
/** Saves a report outside the window: as a page, as a PDF, or as the signed JSON. */

import SaveAlt from '@mui/icons-material/SaveAlt';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import Button from '@mui/material/Button';
import { useState } from 'react';
import type { ReportFormat } from '../../../contract/bridge.ts';
import type { SignedDrillReport } from '../../../contract/model/drill.ts';
import { saveReport } from '../../host/main-process.ts';
import { shellCan } from '../../lib/shell.ts';
import { t } from '../../lib/language/t.ts';

interface SaveReportProps {
  readonly signed: SignedDrillReport;
}

const choices: readonly { readonly format: ReportFormat; readonly label: string }[] = [
  { format: 'pdf', label: t('PDF (print or archive)') },
  { format: 'html', label: t('Web page (HTML)') },
  { format: 'json', label: t('Signed JSON (verify or compare)') },
];

export function SaveReport({ signed }: SaveReportProps) {
  const [anchor, setAnchor] = useState<HTMLElement | undefined>(undefined);
  function handleSave(format: ReportFormat): void {
    setAnchor(undefined);
    void saveReport(signed, format);
  }
  return (
    <>
      <Button
        variant="outlined"
        color="inherit"
        startIcon={<SaveAlt />}
        aria-haspopup="menu"
        aria-expanded={anchor !== undefined}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {t('Save report')}
      </Button>
      <Menu open={anchor !== undefined} anchorEl={anchor ?? null} onClose={() => setAnchor(undefined)}>
        {choices
          .filter(({ format }) => format !== 'pdf' || shellCan('pdf'))
          .map(({ format, label }) => (
            <MenuItem key={format} onClick={() => handleSave(format)}>
              {label}
            </MenuItem>
          ))}
      </Menu>
    </>
  );
}
