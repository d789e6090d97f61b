import type { CommandContext } from '../command.ts';

/** What a pipeline says about itself in the environment; undefined where it does not. */
export interface PipelineDefaults {
  readonly project: string | undefined;
  readonly environment: string | undefined;
  readonly version: string | undefined;
  readonly suite: string | undefined;
  readonly status: string | undefined;
}

/**
 * Reads the variables of GitHub Actions and of GitLab CI:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/variables and
 * https://docs.gitlab.com/ci/variables/predefined_variables/.
 */
export function readPipelineDefaults(env: CommandContext['env']): PipelineDefaults {
  /** The first of the variables that says something. */
  const first = (...names: readonly string[]) =>
    names.map(name => env[name]?.trim()).find(value => value !== undefined && value !== '');
  const gitHubTag = env['GITHUB_REF_TYPE'] === 'tag' ? first('GITHUB_REF_NAME') : undefined;
  return {
    project: first('GITHUB_REPOSITORY', 'CI_PROJECT_PATH'),
    environment: first('CI_ENVIRONMENT_NAME'),
    version: gitHubTag ?? first('GITHUB_SHA', 'CI_COMMIT_TAG', 'CI_COMMIT_SHA'),
    suite: first('GITHUB_JOB', 'CI_JOB_NAME'),
    status: first('CI_JOB_STATUS'),
  };
}
