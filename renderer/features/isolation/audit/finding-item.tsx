// SPDX-License-Identifier: Apache-2.0
/** Shows one finding: a sentence; opened, its evidence and how to fix it. */

import ChevronRight from '@mui/icons-material/ChevronRight';
import Button from '@mui/material/Button';
import type { Finding } from '../../../../contract/model/isolation-finding.ts';
import { formatRoute } from '../../../lib/route.ts';
import { CommandLines } from '../../../ui/command-lines.tsx';
import { RichText } from '../../../ui/rich-text.tsx';
import { ContainerName } from '../../containers/container-name.tsx';
import { SafeText } from '../../../ui/safe-text.tsx';
import { FixButtons } from './fix-buttons.tsx';
import { findingTitles, severityLabels } from './finding-labels.ts';
import { t } from '../../../lib/language/t.ts';

interface FindingItemProps {
  readonly finding: Finding;
}

export function FindingItem({ finding }: FindingItemProps) {
  const { kind, severity, containers, summary, evidence, fix } = finding;
  const { label, tone, meaning } = severityLabels[severity];
  return (
    <li>
      <details>
        <summary>
          <ChevronRight aria-hidden="true" />
          <span className={`badge ${tone}`} title={meaning}>
            {label}
          </span>
          <span className="finding-words">
            <b>{findingTitles[kind]}</b> <SafeText text={summary} />
          </span>
        </summary>
        <div className="finding-detail">
          {containers.length > 0 && (
            <p className="finding-containers">
              {containers.map((name) => (
                <ContainerName key={name} name={name} tab="security" />
              ))}
            </p>
          )}
          {evidence.map((line) => (
            <p className="mono rule" key={line}>
              <SafeText text={line} />
            </p>
          ))}
          {(kind === 'stray-processes' || kind === 'outside-processes') && (
            <ul className="mono">
              {finding.processes.map(({ pid, comm, context }) => (
                <li key={pid}>
                  {pid} <SafeText text={comm} /> {context}
                </li>
              ))}
            </ul>
          )}
          {kind === 'dangerous-configuration' && (
            <ul>
              {finding.settings.map(({ key, value, reason }) => (
                <li key={`${key} ${value}`}>{reason}</li>
              ))}
            </ul>
          )}
          {kind === 'volume-labels' && (
            <ul className="mono">
              {finding.examples.map(({ path, actual, expected }) => (
                <li key={path}>
                  <RichText
                    message="{path}: {actual}, like the volume {expected}"
                    values={{ path: <SafeText text={path} />, actual, expected }}
                  />
                </li>
              ))}
            </ul>
          )}
          {kind === 'mislabelled' && (
            <ul className="mono">
              {finding.examples.map(({ path, actual, expected }) => (
                <li key={path}>
                  <RichText
                    message="{path}: {actual}, by the policy {expected}"
                    values={{ path: <SafeText text={path} />, actual, expected }}
                  />
                </li>
              ))}
            </ul>
          )}
          <p>{fix.summary}</p>
          {fix.by === 'commands' && <CommandLines lines={fix.commands} />}
        </div>
      </details>
      {(kind === 'selinux-disabled' || kind === 'permissive-host') && (
        <span className="finding-fix">
          <Button variant="outlined" href={formatRoute({ page: 'selinux' })}>
            {t('SELinux of this host')}
          </Button>
        </span>
      )}
      {fix.by === 'helper' && <FixButtons operation={fix.operation} name={fix.container} />}
    </li>
  );
}
