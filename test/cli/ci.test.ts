import { writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { hashSync } from 'bcryptjs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ciCommand } from '../../src/cli/ci.ts';
import { loadConfig } from '../../src/config/index.ts';
import { createExporter } from '../../src/runtime.ts';
import { createServer } from '../../src/server/index.ts';
import { startServer } from '../support/http-server.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const TOKEN = 'token-of-the-test';
/** At the lowest cost, so that the test is quick. */
const USERS = { pipeline: hashSync('password-of-the-test', 4) };
const GITHUB = { GITHUB_REPOSITORY: 'acme/shop', GITHUB_SHA: 'c0ffee', GITHUB_JOB: 'unit' };

/** A real server with a token and a user, and the variables of a pipeline that reports to it by the token. */
async function startAiwatch() {
  const exporter = createExporter(loadConfig({ env: { AIWATCH_METRICS_TOKEN: TOKEN } }), {
    log: () => {},
    web: { tls: undefined, users: USERS },
  });
  const app = await createServer({
    exporter,
    prometheusUrl: 'http://localhost:9090',
    applicationJob: 'application',
    onAlert: () => {},
  });
  onTestFinished(async () => {
    await app.close();
    exporter.close();
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const readLines = async () => {
    const headers = { authorization: `Bearer ${TOKEN}`, accept: 'text/plain' };
    const text = await (
      await fetch(`${url}/metrics?name[]=ci_deployment_success&name[]=ci_tests`, { headers })
    ).text();
    return text.split('\n').filter(line => line.startsWith('ci_'));
  };
  return { url, env: { ...GITHUB, AIWATCH_URL: url, AIWATCH_METRICS_TOKEN: TOKEN }, readLines };
}

async function ci(args: readonly string[], env: Readonly<Record<string, string>>) {
  const printed: string[] = [];
  const code = await ciCommand.run(args, { env, print: line => printed.push(line) });
  return { code, printed };
}

describe('aiwatch ci', () => {
  it('reports a deployment, with what the pipeline says about itself', async () => {
    const { env, readLines } = await startAiwatch();
    const result = await ci(['deployment', '--environment', 'production', '--status', 'cancelled'], env);
    expect(result).toEqual({
      code: 0,
      printed: ['aiwatch: reported a deployment (failure) of acme/shop c0ffee to production'],
    });
    expect(await readLines()).toEqual([
      'ci_deployment_success{project="acme/shop",environment="production"} 0',
    ]);
  });

  it('reports a rollback', async () => {
    const { env } = await startAiwatch();
    expect(await ci(['rollback', '--environment', 'production', '--version', '1.0'], env)).toEqual({
      code: 0,
      printed: ['aiwatch: reported a rollback of acme/shop in production'],
    });
  });

  it('reports tests, and succeeds although some of them failed', async () => {
    const { env, readLines } = await startAiwatch();
    const file = join(await createTemporaryFolder(), 'a.xml');
    await writeFile(file, '<testsuite><testcase/><testcase><failure/></testcase></testsuite>');
    const { code, printed } = await ci(['tests', file, '--suite', 'browser', file], env);
    expect({ code, printed }).toEqual({
      code: 0,
      printed: ['aiwatch: reported 2 passed, 2 failed and 0 skipped tests of browser of acme/shop'],
    });
    expect(await readLines()).toContain('ci_tests{project="acme/shop",suite="browser",result="failed"} 2');
  });

  const DEPLOYMENT = ['deployment', '--environment', 'production', '--status', 'success'];

  it('fails where the server refuses, and goes on with a warning where that is wanted', async () => {
    const { env } = await startAiwatch();
    const wrong = { ...env, AIWATCH_METRICS_TOKEN: 'not-that-token' };
    await expect(ci(DEPLOYMENT, wrong)).rejects.toThrow(/found status 401: .+\[CI_REPORT_NOT_SENT\]/);
    const { code, printed } = await ci([...DEPLOYMENT, '--best-effort'], wrong);
    expect({ code, printed }).toEqual({
      code: 0,
      printed: [expect.stringMatching(/^warning: .+status 401/)],
    });
    expect(printed[0]).not.toContain('not-that-token');
  });

  it('reports as a user, also where the pipeline has a token that is another', async () => {
    const { env, readLines } = await startAiwatch();
    const asUser = {
      ...{ ...env, AIWATCH_METRICS_TOKEN: 'not-that-token' },
      ...{ AIWATCH_USER: 'pipeline', AIWATCH_PASSWORD: 'password-of-the-test' },
    };
    expect((await ci(DEPLOYMENT, asUser)).code).toBe(0);
    expect(await readLines()).toEqual([
      'ci_deployment_success{project="acme/shop",environment="production"} 1',
    ]);
  });

  it.each(['password-of-another', undefined])(
    'fails as a user with the password %s, which no message repeats',
    async password => {
      const { env, readLines } = await startAiwatch();
      const asUser = {
        ...{ ...env, AIWATCH_USER: 'pipeline' },
        ...(password !== undefined && { AIWATCH_PASSWORD: password }),
      };
      const error: unknown = await ci(DEPLOYMENT, asUser).catch((thrown: unknown) => thrown);
      expect(String(error)).toMatch(/status 401: .+ACCESS_PASSWORD_WRONG.+\[CI_REPORT_NOT_SENT\]$/);
      expect(String(error)).not.toContain('password-of-another');
      expect(await readLines()).toEqual([]);
    },
  );

  it.each([
    [
      'user and password of its own',
      { AIWATCH_PUSHGATEWAY_USER: 'ann', AIWATCH_PUSHGATEWAY_PASSWORD: 'a b' },
    ],
    ['none, and never those of the server', {}],
  ])('sends a Pushgateway %s', async (_what, variables: Readonly<Record<string, string>>) => {
    const seen = new Set<string | undefined>();
    const { port } = await startServer((request, response) => {
      seen.add(request.headers.authorization);
      response.end();
    });
    const env = { ...GITHUB, AIWATCH_USER: 'pipeline', AIWATCH_METRICS_TOKEN: TOKEN, ...variables };
    await ci([...DEPLOYMENT, '--pushgateway', `http://127.0.0.1:${port}`], env);
    // ann:a b
    expect([...seen]).toEqual(['AIWATCH_PUSHGATEWAY_USER' in variables ? 'Basic YW5uOmEgYg==' : undefined]);
  });

  it.each([
    ['no kind', [], GITHUB],
    ['an unknown kind', ['release'], GITHUB],
    ['no project', DEPLOYMENT, {}],
    ['no environment', ['rollback'], GITHUB],
    ['an empty version', ['rollback', '--environment', 'a', '--version', ' '], GITHUB],
    ['an unknown status', ['deployment', '--environment', 'a', '--status', 'done'], GITHUB],
    ['a duration that is none', [...DEPLOYMENT, '--duration-seconds', 'long'], GITHUB],
    ['no files', ['tests'], GITHUB],
    ['two places', [...DEPLOYMENT, '--server', 'http://a', '--pushgateway', 'http://b'], GITHUB],
    ['a URL that is none', [...DEPLOYMENT, '--server', 'localhost:4000'], GITHUB],
    ['a URL with a password', [...DEPLOYMENT, '--pushgateway', 'http://me:s3cret@a'], GITHUB],
  ])('takes %s for a wrong command line, whatever is forgiven', async (_what, args, env) => {
    const error: unknown = await ci([...args, '--best-effort'], env).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(/\[COMMAND_USAGE\]$/);
    expect(String(error)).not.toContain('s3cret');
  });
});
