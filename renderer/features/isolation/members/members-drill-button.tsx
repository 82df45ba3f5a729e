// SPDX-License-Identifier: Apache-2.0
/** Begins the drill across the members of a cluster, after it has asked between which; not there outside of a cluster. */

import Hub from '@mui/icons-material/Hub';
import { useState } from 'react';
import { t } from '../../../lib/language/t.ts';
import { ActionButton } from '../../../ui/actions/action-button.tsx';
import { useCluster } from '../../containers/use-cluster.ts';
import { useDrillObstacle } from '../../drill/use-drill-obstacle.ts';
import { MembersDrillDialog } from './members-drill-dialog.tsx';

export function MembersDrillButton() {
  const { cluster } = useCluster();
  const reason = useDrillObstacle();
  const [isAsked, setAsked] = useState(false);
  if (cluster === undefined || cluster.member === null || cluster.members.length < 2) return null;
  return (
    <>
      <ActionButton label={t('Across members…')} icon={<Hub />} reason={reason} onAction={() => setAsked(true)} />
      {isAsked && <MembersDrillDialog onClose={() => setAsked(false)} />}
    </>
  );
}
