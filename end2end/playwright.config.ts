import { defineConfig, devices } from '@playwright/test';
import { account, attempts, editors, keepers, travellers } from './fixtures/account.ts';

const port = process.env.TEST_PORT ?? '3210';
const baseURL = `http://127.0.0.1:${port}`;
const wide = { viewport: { width: 1280, height: 800 } };
/** What makes and removes products comes last: all others count them. */
const editing = /(products|pictures|search-care|taxonomy|tokens|import)\.spec\.ts/;
const readers = ['desktop', 'mobile', 'no-script'];

export default defineConfig({
  testDir: 'tests',
  outputDir: 'results/artifacts',
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  // Two browsers, the server, PostgreSQL and Redis share two cores: what is waited for may take a while.
  timeout: 40_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'results/report.json' }]],
  use: {
    baseURL,
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'desktop', use: wide, testIgnore: editing },
    {
      name: 'mobile',
      use: { ...devices['Pixel 7'], viewport: { width: 390, height: 844 } },
      testMatch: /(home|layout|compare|more|saved|suggestions|why)\.spec\.ts/,
    },
    {
      name: 'no-script',
      use: { ...wide, javaScriptEnabled: false },
      testMatch: /(home|search|words|filters|category|product|account|actions|administration|audit|database|performance|sessions|sign-up|two-step|speed|favourites|compare|why)\.spec\.ts/,
    },
    { name: 'editing', use: wide, testMatch: editing, dependencies: readers },
    { name: 'editing-no-script', use: { ...wide, javaScriptEnabled: false }, testMatch: editing, dependencies: readers },
  ],
  webServer: {
    command: '../bin/serve-for-tests',
    url: `${baseURL}/readyz`,
    timeout: 120_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
    stdout: 'ignore',
    stderr: 'pipe',
    env: {
      VITRINE_ADDR: `127.0.0.1:${port}`,
      VITRINE_LOG: 'warn',
      // All browsers here share one address, and many tests one account.
      VITRINE_LIMIT_LOG_IN: 'off',
      VITRINE_LIMIT_LOG_IN_ACCOUNT: `${attempts}/15m`,
      TEST_PARENT: String(process.pid),
      TEST_EMAILS: [account, ...[keepers, travellers, editors].flatMap((group) => Object.values(group))].map(({ email }) => email).join(' '),
      TEST_PASSWORD: account.password,
    },
  },
});
