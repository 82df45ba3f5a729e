// SPDX-License-Identifier: Apache-2.0
import { openLabClient } from '../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../lab/test-lab.ts';
import { describeConformance } from './conformance.ts';

const lab = await useTestLab();

describeConformance('the helper of a host', async () => {
  const helper = await openLabClient(lab);
  const suffix = Date.now().toString(36);
  let made = 0;
  return {
    client: await helper.client(),
    image: 'debian-13',
    newName() {
      const name = `conformance-${suffix}-${(made += 1)}`;
      helper.adopt(name);
      return name;
    },
    async newFolder() {
      const folder = `/srv/conformance-${suffix}-${(made += 1)}`;
      await lab.mustRun(['mkdir', folder]);
      return folder;
    },
    async [Symbol.asyncDispose]() {
      await helper.close();
      await lab.mustRun(`rm -rf /srv/conformance-${suffix}-*`);
    },
  };
});
