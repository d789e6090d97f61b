import { describe, expect, it } from 'vitest';
import { readPipelineDefaults } from '../../../src/cli/ci/pipeline.ts';

const NOTHING = {
  project: undefined,
  environment: undefined,
  version: undefined,
  suite: undefined,
  status: undefined,
};

describe('the variables of a pipeline', () => {
  it('of GitHub Actions name project, commit and job', () => {
    const env = { GITHUB_REPOSITORY: 'acme/shop', GITHUB_SHA: 'c0ffee', GITHUB_JOB: 'unit' };
    const defaults = { ...NOTHING, project: 'acme/shop', version: 'c0ffee', suite: 'unit' };
    expect(readPipelineDefaults({ ...env, GITHUB_REF_TYPE: 'branch', GITHUB_REF_NAME: 'main' })).toEqual(
      defaults,
    );
    expect(readPipelineDefaults({ ...env, GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: 'v1.2' })).toEqual({
      ...defaults,
      version: 'v1.2',
    });
  });

  it('of GitLab CI name the environment and the status too', () => {
    const env = {
      CI_PROJECT_PATH: 'acme/shop',
      CI_COMMIT_SHA: 'c0ffee',
      CI_ENVIRONMENT_NAME: 'production',
      CI_JOB_NAME: 'deploy',
      CI_JOB_STATUS: 'failed',
    };
    expect(readPipelineDefaults(env)).toEqual({
      project: 'acme/shop',
      environment: 'production',
      version: 'c0ffee',
      suite: 'deploy',
      status: 'failed',
    });
    expect(readPipelineDefaults({ ...env, CI_COMMIT_TAG: 'v1.2' }).version).toBe('v1.2');
  });

  it('may be missing or empty', () => {
    expect(readPipelineDefaults({ GITHUB_REPOSITORY: '', CI_PROJECT_PATH: ' ' })).toEqual(NOTHING);
  });
});
