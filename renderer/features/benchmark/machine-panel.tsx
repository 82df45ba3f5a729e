// SPDX-License-Identifier: Apache-2.0
/** On what it was measured, how, and what of that distorts. */

import type { BenchmarkReport } from '../../../contract/model/benchmark.ts';
import { Moment } from '../../ui/moment.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { formatElapsed } from '../../lib/moments.ts';
import { formatBytes } from '../../lib/units.ts';
import { useClock } from '../../window/clock.ts';

export function MachinePanel({ report }: { readonly report: BenchmarkReport }) {
  const now = useClock((state) => state.now);
  const { machine, startedAt, endedAt, rounds, seconds, tool, image, load, remarks } = report;
  return (
    <Panel title="Machine">
      <dl className="pairs">
        <dt>Measured</dt>
        <dd>
          <Moment time={startedAt} now={now} />
          {`, in ${formatElapsed((endedAt - startedAt) * 1000)}`}
        </dd>
        <dt>Processor</dt>
        <dd>
          <SafeText text={machine.processor} />
          {`, ${machine.cpus} of them`}
        </dd>
        <dt>Memory</dt>
        <dd>{formatBytes(machine.memoryBytes)}</dd>
        <dt>Hypervisor</dt>
        <dd>{machine.virtualization}</dd>
        <dt>Kernel</dt>
        <dd>
          <SafeText text={machine.kernel} />
          {`, SELinux ${machine.selinux}`}
        </dd>
        <dt>File system</dt>
        <dd>{machine.fileSystem}</dd>
        <dt>Method</dt>
        <dd>{`${tool}, image ${image}, ${rounds} rounds of ${seconds} s, in turns`}</dd>
        <dt>Load</dt>
        <dd>{`${load.before} before, ${load.after} after`}</dd>
      </dl>
      {remarks.map((remark) => (
        <p key={remark} className="cost-remark">
          {remark}
        </p>
      ))}
    </Panel>
  );
}
