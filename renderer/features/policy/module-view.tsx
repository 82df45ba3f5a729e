// SPDX-License-Identifier: Apache-2.0
/** Shows one policy module: its source, what is wrong with it, what it would change, and its versions. */

import { useCallback, useEffect, useState } from 'react';
import type { ModulePreview, PolicyModule } from '../../../contract/model/policy/policy-module.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { createPart } from '../../ui/part.tsx';
import { Moment } from '../../ui/time/moment.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Failed, Loading } from '../../ui/placeholder.tsx';
import { cilCompletions } from './cil-completions.ts';
import { useClock } from '../../window/clock.ts';
import { useClient } from '../../host/connection.ts';
import { DraftNotice } from '../../host/draft-notice.tsx';
import { useDraft } from '../../host/use-draft.ts';
import { failureText } from '../../window/notifications.ts';
import { operationOn, useOperations } from '../../host/operations.ts';
import { installModule, revertModule } from './policies.ts';
import { loadNames, useQuestions } from './policy-questions.ts';
import { PreviewResult } from './preview-result.tsx';
import { type TriedPreview, useModulePreview } from './use-module-preview.ts';
import { type ModuleSource, useModuleSource } from './use-module-source.ts';
import { t } from '../../lib/language/t.ts';

const CilEditor = createPart(async () => (await import('./cil-editor.tsx')).CilEditor, {
  waiting: () => <Loading label={t('Loading the source')} lines={8} />,
});

interface ModuleViewProps {
  readonly module: PolicyModule;
  readonly onChanged: () => void;
}

const none: ModulePreview['problems'] = [];

/**
 * Why a source cannot be tried now; undefined when it can. While the source is on its way there is nothing to compile.
 */
function previewProblem({
  isConnected,
  source,
  preview,
}: {
  readonly isConnected: boolean;
  readonly source: ModuleSource['status'];
  readonly preview: TriedPreview['status'];
}): string | undefined {
  if (!isConnected) return t('There is no connection to the host.');
  if (source === 'loading') return t('The source is still being loaded.');
  if (source === 'failed') return t('The source could not be loaded.');
  return preview === 'running' ? t('The module is being compiled.') : undefined;
}

export function ModuleView({ module, onChanged }: ModuleViewProps) {
  const { container, versions } = module;
  const [version, setVersion] = useState<number | undefined>(undefined);
  const { preview, check, clear } = useModulePreview(container);
  const source = useModuleSource({ container, version }, clear);
  const form = useDraft({ form: 'module', container }, source.status === 'ready' ? source.text : '');
  /** Counts how often the editor begins again with the saved source. */
  const [round, setRound] = useState(0);
  const client = useClient();
  const now = useClock((state) => state.now);
  const busy = useOperations((state) => operationOn(container)(state) !== undefined);
  const names = useQuestions((state) => state.names);
  const completionsAfter = useCallback(
    (before: string) => cilCompletions(before, module.domain, names),
    [module.domain, names],
  );

  useEffect(() => {
    if (client !== undefined) void loadNames(client);
  }, [client]);

  const isOld = version !== undefined && version !== module.version;
  const saved = source.status === 'ready' ? source.text : '';
  const draft = isOld ? saved : form.value;

  async function handleInstall(): Promise<void> {
    if ((await installModule(container, draft)) === undefined) return;
    form.discard();
    onChanged();
  }

  async function handleRevert(to: number): Promise<void> {
    if ((await revertModule(container, to)) !== undefined) onChanged();
  }

  const isChanged = source.status === 'ready' && draft !== source.text;
  const tried = preview.status === 'ready' && preview.of === draft ? preview.preview : undefined;
  const isOutdated = preview.status === 'ready' && preview.of !== draft;
  const whyNotTry = previewProblem({
    isConnected: client !== undefined,
    source: source.status,
    preview: preview.status,
  });
  const whyNot = busy ? t('Another operation is running on this container. Wait until it has ended.') : undefined;
  const whyNotInstall = whyNot ?? (isChanged ? problemOfTry(tried) : t('The source is unchanged.'));
  return (
    <div className="policy-module">
      <Panel
        title={<span className="mono">{module.module}</span>}
        actions={
          <>
            <ActionButton
              label={preview.status === 'running' ? t('Compiling') : t('Check changes')}
              variant="outlined"
              reason={whyNotTry}
              onAction={() => void check(draft)}
            />
            {isOld ? (
              <ActionButton
                label={t('Go back to version {version}', { version })}
                variant="contained"
                colour="primary"
                reason={whyNot}
                onAction={() => void handleRevert(version)}
              />
            ) : (
              <ActionButton
                label={t('Install')}
                variant="contained"
                colour="primary"
                reason={whyNotInstall}
                onAction={() => void handleInstall()}
              />
            )}
          </>
        }
        isFlush
      >
        {source.status === 'loading' && <Loading label={t('Loading the source')} lines={8} />}
        {source.status === 'failed' && <Failed text={failureText(t('cannot show the module'), source.error)} />}
        {source.status === 'ready' && !isOld && <DraftNotice draft={form} onDiscard={() => setRound(round + 1)} />}
        {source.status === 'ready' && (
          <CilEditor
            label={t('Source of {module}', { module: module.module })}
            key={`${version ?? ''} ${round}`}
            source={draft}
            isReadOnly={isOld}
            problems={tried?.problems ?? none}
            completionsAfter={completionsAfter}
            onChange={form.change}
          />
        )}
      </Panel>
      {preview.status === 'failed' && <Failed text={failureText(t('cannot try the module'), preview.error)} />}
      {isOutdated && (
        <p className="muted" role="status">
          {t('The source has changed since it was checked. Check the changes again.')}
        </p>
      )}
      {tried !== undefined && <PreviewResult preview={tried} />}
      <Panel title={t('Versions')} isFlush>
        <table className="table" aria-label={t('Versions of {module}', { module: module.module })}>
          <thead>
            <tr>
              <th className="number" style={{ width: 80 }}>
                {t('Version')}
              </th>
              <th style={{ width: 140 }}>{t('Created')}</th>
              {/* What it was made from: not the begin of a time. */}
              <th>{t('{count, plural, other {From}}', { count: versions.length })}</th>
              <th style={{ width: 90 }}>
                <span className="visually-hidden">{t('Actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {[...versions].reverse().map((one) => (
              <tr key={one.version} aria-selected={one.version === (version ?? module.version)}>
                <td className="number">{one.version}</td>
                <td>
                  <Moment time={one.createdAt} now={now} />
                </td>
                <td>
                  {one.note}
                  {one.version === module.version && (
                    <span className="badge good" style={{ marginLeft: 8 }}>
                      {t('installed')}
                    </span>
                  )}
                </td>
                <td>
                  <ActionButton
                    label={t('View')}
                    reason={one.version === (version ?? module.version) ? t('This version is shown above.') : undefined}
                    onAction={() => setVersion(one.version)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
    </div>
  );
}

/** Why a changed source cannot be installed yet: `tried` is the preview of just this source. */
function problemOfTry(tried: ModulePreview | undefined): string | undefined {
  if (tried === undefined) return t('Check the changes first.');
  return tried.problems.length > 0 ? t('Fix the problems that are marked in the source.') : undefined;
}
