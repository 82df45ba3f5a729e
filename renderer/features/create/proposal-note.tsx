// SPDX-License-Identifier: Apache-2.0
/** What the chosen image proposes, and says that it listens on. */

import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import type { ImageProposal } from '../../../contract/rules/image-proposal.ts';
import { t } from '../../lib/language/t.ts';
import { SafeText } from '../../ui/safe-text.tsx';
import type { PublicationDraft } from '../networks/publication-draft.ts';
import { formatPorts } from '../policy/policy-labels.ts';
import { unpublishedPorts, withPublished } from './choices/proposed-choices.ts';

interface ProposalNoteProps {
  readonly proposal: ImageProposal;
  readonly published: readonly PublicationDraft[];
  /** Says whether the host publishes ports of the container's network. */
  readonly isBehindHost: boolean;
  readonly onPublish: (published: readonly PublicationDraft[]) => void;
}

export function ProposalNote({ proposal, published, isBehindHost, onPublish }: ProposalNoteProps) {
  const { program, ports, leftOut } = proposal;
  const missing = isBehindHost ? unpublishedPorts(published, ports) : [];
  return (
    <Alert
      severity={program.length === 0 ? 'warning' : 'info'}
      action={
        missing.length > 0 && (
          <Button color="inherit" size="small" onClick={() => onPublish(withPublished(published, missing))}>
            {t('Publish {ports}', { ports: formatPorts(missing) })}
          </Button>
        )
      }
    >
      {program.length === 0
        ? t('This image has no init: choose the program that the container runs.')
        : t("An application image: the container runs its program, with a small init of the host's.")}
      {ports.length > 0 && ` ${t('The image says that it listens on {ports}.', { ports: formatPorts(ports) })}`}
      {leftOut.map((sentence) => (
        <div key={sentence}>
          <SafeText text={sentence} />
        </div>
      ))}
    </Alert>
  );
}
