import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{audit,contract,rpc,hosts,helper,cli,electron,renderer,lab,policy,scripts}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.lab.test.ts', '**/node_modules/**'],
        },
      },
      {
        test: {
          name: 'lab',
          include: ['{helper,cli,lab,policy}/**/*.lab.test.ts'],
          // Long ones, a project of their own: `npm run integration:life`.
          exclude: ['helper/host/lxc/**', '**/node_modules/**'],
          globalSetup: ['lab/test-lab-setup.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'life',
          include: ['helper/host/lxc/**/*.lab.test.ts'],
          globalSetup: ['lab/test-lab-setup.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
