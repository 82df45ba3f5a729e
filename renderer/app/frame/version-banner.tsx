// SPDX-License-Identifier: Apache-2.0
/** Says on every page that the helper of the host is of another version than this window, and which to update first. */

import Update from '@mui/icons-material/UpdateOutlined';
import { describeVersions } from '../../../contract/wording/describe-versions.ts';
import { useHostInfo, useIsConnected } from '../../host/connection.ts';
import { useWindow } from '../../host/main-process.ts';
import { t } from '../../lib/language/t.ts';

export function VersionBanner() {
  const helper = useHostInfo()?.helper.version;
  const client = useWindow(({ about }) => about?.version);
  const isConnected = useIsConnected();
  if (!isConnected || helper === undefined || client === undefined) return null;
  const difference = describeVersions({ helper, client }, t('this console'));
  if (difference === undefined) return null;
  return (
    <div className={`banner ${difference.older === 'helper' ? 'amber' : 'info'}`} role="status">
      <Update />
      <span className="grow">
        <strong>{`${difference.what}. `}</strong>
        {difference.next}
      </span>
    </div>
  );
}
