import { MARK } from '../marks.ts';
import type { SecretRule } from '../secret-rule.ts';

/** Tokens of code hosts, registries, pipelines and what watches them. */
export const developmentRules: readonly SecretRule[] = [
  {
    id: 'github-token',
    keywords: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
    pattern: /gh[pousr]_[A-Za-z0-9_.-]{36,}|github_pat_\w{36,}/g,
  },
  {
    id: 'gitlab-token',
    keywords: [
      'glpat-',
      'gldt-',
      'glrt-',
      'glcbt-',
      'glptt-',
      'glft-',
      'glimt-',
      'glagent-',
      'glsoat-',
      'gloas-',
      'glffct-',
      'GR1348941',
      '_gitlab_session=',
    ],
    pattern:
      /gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|soat|oas|ffct)-[\w.-]{20,}|GR1348941[\w-]{20,}|_gitlab_session=[0-9a-z]{32}/g,
  },
  { id: 'bitbucket-token', keywords: ['ATBB', 'ATCTT3'], pattern: /ATBB[A-Za-z0-9]{32}|ATCTT3[\w=-]{50,}/g },
  { id: 'atlassian-token', keywords: ['ATATT3'], pattern: /ATATT3[\w=-]{50,}/g },
  {
    id: 'npm-token',
    keywords: ['npm_', '_authToken'],
    needs: 0,
    pattern: /npm_[A-Za-z0-9]{36}|(?<kept>_authToken ?= ?)[^\s"';]{8,}/g,
  },
  { id: 'pypi-token', keywords: ['pypi-AgE'], pattern: /pypi-AgE[\w-]{50,}/g },
  { id: 'rubygems-key', keywords: ['rubygems_'], pattern: /rubygems_[0-9a-f]{48}/g },
  { id: 'crates-token', keywords: ['cio'], pattern: /(?<![A-Za-z0-9])cio[A-Za-z0-9]{32}(?![A-Za-z0-9])/g },
  { id: 'nuget-key', keywords: ['oy2'], pattern: /(?<![A-Za-z0-9])oy2[a-z0-9]{43}(?![A-Za-z0-9])/g },
  { id: 'clojars-token', keywords: ['CLOJARS_'], pattern: /CLOJARS_[0-9a-f]{60}/g },
  { id: 'docker-token', keywords: ['dckr_'], pattern: /dckr_(?:pat|oat)_[\w-]{20,}/g },
  {
    id: 'artifactory-token',
    keywords: ['AKCp', 'cmVmd'],
    pattern: /AKCp[A-Za-z0-9]{69}|cmVmd[A-Za-z0-9]{59}/g,
  },
  { id: 'circleci-token', keywords: ['CCIPAT_', 'CCIPRJ_'], pattern: /CCI(?:PAT|PRJ)_[A-Za-z0-9_]{30,}/g },
  { id: 'buildkite-token', keywords: ['bkua_'], pattern: /bkua_[0-9a-f]{40}/g },
  { id: 'sonar-token', keywords: ['squ_', 'sqp_', 'sqa_'], pattern: /(?<![A-Za-z0-9])sq[upa]_[0-9a-f]{40}/g },
  {
    id: 'postman-key',
    keywords: ['PMAK-', 'PMAT-'],
    pattern: /PMAK-[0-9a-f]{24}-[0-9a-f]{34}|PMAT-[A-Z0-9]{26}/g,
  },
  { id: 'linear-key', keywords: ['lin_api_', 'lin_oauth_'], pattern: /lin_(?:api|oauth)_[A-Za-z0-9]{40,}/g },
  {
    id: 'notion-token',
    keywords: ['ntn_', 'secret_'],
    pattern: /(?<![A-Za-z0-9])(?:ntn_[A-Za-z0-9]{40,}|secret_[A-Za-z0-9]{43})/g,
  },
  { id: 'figma-token', keywords: ['figd_', 'figu_', 'figo_'], pattern: /fig[duo]_[\w-]{40,}/g },
  { id: 'airtable-token', keywords: ['pat'], pattern: /(?<![A-Za-z0-9])pat[A-Za-z0-9]{14}\.[0-9a-f]{64}/g },
  {
    id: 'grafana-token',
    keywords: ['glsa_', 'glc_', 'eyJrIjoi'],
    pattern:
      /glsa_[A-Za-z0-9]{32}_[0-9a-fA-F]{8}|(?<![A-Za-z0-9])glc_[A-Za-z0-9+/=]{32,}|eyJrIjoi[A-Za-z0-9+/=]{50,}/g,
  },
  {
    id: 'sentry-token',
    keywords: ['sntrys_', 'sntryu_', 'sntrya_'],
    pattern: /sntry[sua]_[A-Za-z0-9+/=_]{40,}/g,
  },
  {
    id: 'sentry-dsn',
    keywords: ['https://'],
    needs: MARK.AT,
    pattern: /(?<kept>https:\/\/)[0-9a-f]{32}(?=@)/g,
  },
  {
    id: 'newrelic-key',
    keywords: ['NRAK-', 'NRJS-', 'NRII-', 'NRAL', 'NRRA-'],
    pattern: /NR(?:AK|JS|II|RA)-[A-Za-z0-9_-]{19,}|[0-9a-f]{36}NRAL/g,
  },
  {
    id: 'datadog-key',
    keywords: ['ddapp_', 'ddpat_', 'ddsat_'],
    pattern: /dd(?:app|pat|sat)_[A-Za-z0-9_]{30,}/g,
  },
  {
    id: 'dynatrace-token',
    keywords: ['dt0'],
    pattern: /dt0[a-z]\d{2}\.[A-Z0-9]{8,24}\.[A-Z0-9]{64}/g,
  },
  { id: 'posthog-key', keywords: ['phx_', 'phs_'], pattern: /(?<![A-Za-z0-9])ph[xs]_[A-Za-z0-9]{40,}/g },
  {
    id: 'launchdarkly-key',
    keywords: ['sdk-', 'api-', 'mob-'],
    pattern: /(?<![A-Za-z0-9])(?:sdk|api|mob)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g,
  },
  {
    id: 'sourcegraph-token',
    keywords: ['sgp_', 'slk_'],
    pattern: /(?<![A-Za-z0-9])(?:sgp_(?:[0-9a-zA-Z]{16}_|local_)?[0-9a-f]{40}|slk_[0-9a-f]{64})/g,
  },
  { id: 'jfrog-token', keywords: ['eyJ2ZXIiOi'], pattern: /eyJ2ZXIiOi[\w.+/=-]{60,}/g },
  {
    id: 'tailscale-key',
    keywords: ['tskey-'],
    pattern: /tskey-[a-z]+-[A-Za-z0-9]{8,}(?:-[A-Za-z0-9]{10,})?/g,
  },
  {
    id: 'ngrok-key',
    keywords: ['ngrok'],
    pattern: /(?<kept>ngrok[\w .-]{0,30}[=: ]['"]?)[A-Za-z0-9]{20,30}_[A-Za-z0-9]{20,24}/gi,
  },
];
