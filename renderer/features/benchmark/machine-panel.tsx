// SPDX-License-Identifier: Apache-2.0
/** Says on what the benchmark was measured, how, and what of that distorts. */

import type { BenchmarkReport } from '../../../contract/model/benchmark.ts';
import { Moment } from '../../ui/time/moment.tsx';
import { Panel } from '../../ui/panel.tsx';
import { RichText } from '../../ui/rich-text.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { formatElapsed } from '../../lib/moments.ts';
import { formatBytes } from '../../lib/units.ts';
import { useClock } from '../../window/clock.ts';
import { t } from '../../lib/language/t.ts';

export function MachinePanel({ report }: { readonly report: BenchmarkReport }) {
  const now = useClock((state) => state.now);
  const { machine, startedAt, endedAt, rounds, seconds, tool, image, load, remarks } = report;
  return (
    <Panel title={t('Machine')}>
      <dl className="pairs">
        <dt>{t('Measured')}</dt>
        <dd>
          <RichText
            message="{moment}, in {duration}"
            values={{
              moment: <Moment time={startedAt} now={now} />,
              duration: formatElapsed((endedAt - startedAt) * 1000),
            }}
          />
        </dd>
        <dt>{t('Processor')}</dt>
        <dd>
          <RichText
            message="{processor}, {cpus} of them"
            values={{ processor: <SafeText text={machine.processor} />, cpus: machine.cpus }}
          />
        </dd>
        <dt>{t('Memory')}</dt>
        <dd>{formatBytes(machine.memoryBytes)}</dd>
        <dt>{t('Hypervisor')}</dt>
        <dd>{machine.virtualization}</dd>
        <dt>{t('Kernel')}</dt>
        <dd>
          <RichText
            message="{kernel}, SELinux {selinux}"
            values={{ kernel: <SafeText text={machine.kernel} />, selinux: machine.selinux }}
          />
        </dd>
        <dt>{t('File system')}</dt>
        <dd>{machine.fileSystem}</dd>
        <dt>{t('Method')}</dt>
        <dd>
          {t('{tool}, image {image}, {rounds} rounds of {seconds} s, in turns', { tool, image, rounds, seconds })}
        </dd>
        <dt>{t('Load')}</dt>
        <dd>{t('{before} before, {after} after', { before: load.before, after: load.after })}</dd>
      </dl>
      {remarks.map((remark) => (
        <p key={remark} className="cost-remark">
          {remark}
        </p>
      ))}
    </Panel>
  );
}
