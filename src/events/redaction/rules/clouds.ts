import type { SecretRule } from '../secret-rule.ts';

/** Credentials of clouds, and of what runs in them, by the forms that the vendors document. */
export const cloudRules: readonly SecretRule[] = [
  {
    id: 'aws-key-id',
    keywords: ['AKIA', 'ASIA', 'ABIA', 'ACCA', 'A3T'],
    pattern: /(?<![A-Za-z0-9])(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/g,
  },
  {
    // The id and the secret often stand side by side, in this order, without names.
    id: 'aws-secret-key',
    keywords: ['AKIA', 'ASIA', 'ABIA', 'ACCA', 'A3T'],
    pattern: /(?<kept>\[redacted:aws-key-id\][^A-Za-z0-9+/=]{1,5})[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=])/g,
  },
  {
    id: 'aws-secret-key',
    keywords: ['aws', 'secret'],
    pattern:
      /(?<kept>(?:aws|secret)[\w .-]{0,30}?['"\\]{0,3} {0,5}(?:=>|:=|[:=]) {0,5}['"\\]{0,3})(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=])/gi,
  },
  {
    id: 'aws-bedrock-key',
    keywords: ['ABSKQmVkcm9ja0FQSUtleS', 'bedrock-api-key-'],
    pattern: /(?:ABSKQmVkcm9ja0FQSUtleS|bedrock-api-key-)[A-Za-z0-9+/=]{20,}/g,
  },
  {
    id: 'aws-session-token',
    keywords: ['IQoJb3JpZ2lu', 'FwoGZXIvYXdz', 'FQoGZXIvYXdz'],
    pattern: /(?:IQoJb3JpZ2lu|F[wQ]oGZXIvYXdz)[A-Za-z0-9+/=%]{50,}/g,
  },
  { id: 'google-oauth-token', keywords: ['ya29.'], pattern: /ya29\.[\w.-]{20,}/g },
  { id: 'google-oauth-secret', keywords: ['GOCSPX-'], pattern: /GOCSPX-[\w-]{28}/g },
  { id: 'google-refresh-token', keywords: ['1//0'], pattern: /(?<![A-Za-z0-9])1\/\/0[\w-]{38,}/g },
  {
    id: 'azure-account-key',
    keywords: ['AccountKey', 'SharedAccessKey'],
    pattern: /(?<kept>(?:AccountKey|SharedAccessKey) ?= ?)[A-Za-z0-9+/]{20,}={0,2}/gi,
  },
  { id: 'azure-client-secret', keywords: ['Q~'], pattern: /[A-Za-z0-9_~.]{3}\dQ~[\w~.-]{31,34}/g },
  {
    id: 'azure-storage-key',
    keywords: ['+AStA', '+AMbB', 'AzCa', 'AzFu', '+ASbB', '+AEhB', '+AMC', 'ACDb', 'AzSe'],
    pattern:
      /[A-Za-z0-9/+]{33,76}(?:\+AStA|\+AMC[a-z]|\+AMbB|\+ASbB|\+AEhB|ACDb|AzCa|AzFu|AzSe)[A-Za-z0-9/+]{5,6}[AQgw]?={0,2}/g,
  },
  { id: 'azure-devops-token', keywords: ['AZDO'], pattern: /[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}/g },
  {
    id: 'alibaba-key-id',
    keywords: ['LTAI'],
    pattern: /(?<![A-Za-z0-9])LTAI[A-Za-z0-9]{12,24}(?![A-Za-z0-9])/g,
  },
  {
    id: 'tencent-key-id',
    keywords: ['AKID'],
    pattern: /(?<![A-Za-z0-9])AKID[A-Za-z0-9]{32}(?![A-Za-z0-9])/g,
  },
  {
    id: 'digitalocean-token',
    keywords: ['dop_v1_', 'doo_v1_', 'dor_v1_'],
    pattern: /(?:dop|doo|dor)_v1_[0-9a-f]{64}/g,
  },
  {
    id: 'cloudflare-token',
    keywords: ['v1.0-', 'cfut_', 'cfat_', 'cfk_'],
    pattern: /v1\.0-[0-9a-f]{24}-[0-9a-f]{146}|cf(?:ut|at|k)_[A-Za-z0-9]{40,}/g,
  },
  { id: 'heroku-key', keywords: ['HRKU-'], pattern: /HRKU-[\w-]{36,}/g },
  {
    id: 'fly-token',
    keywords: ['fo1_', 'FlyV1 '],
    pattern: /(?<![A-Za-z0-9])fo1_[\w-]{43}|FlyV1 [\w,+/=-]{40,}/g,
  },
  {
    id: 'vercel-token',
    keywords: ['vcp_', 'vci_', 'vca_', 'vcr_', 'vck_', 'vercel_blob_rw_'],
    pattern: /(?<![A-Za-z0-9])vc[piark]_[A-Za-z0-9]{24,}|vercel_blob_rw_[A-Za-z0-9_]{30,}/g,
  },
  {
    id: 'netlify-token',
    keywords: ['nfp_', 'nfc_', 'nfo_', 'nfu_'],
    pattern: /(?<![A-Za-z0-9])nf[pcou]_[A-Za-z0-9]{36}/g,
  },
  {
    id: 'supabase-key',
    keywords: ['sbp_', 'sb_secret_'],
    pattern: /sbp_(?:v0_)?[0-9a-f]{40}|sb_secret_[\w-]{20,}/g,
  },
  { id: 'planetscale-secret', keywords: ['pscale_'], pattern: /pscale_(?:pw|tkn|oauth)_[\w.=-]{32,64}/g },
  { id: 'databricks-token', keywords: ['dapi'], pattern: /(?<![A-Za-z0-9])dapi[0-9a-f]{32}(?:-\d)?/g },
  {
    id: 'neon-key',
    keywords: ['napi_', 'npg_'],
    pattern: /(?<![A-Za-z0-9])napi_[a-z0-9]{40,}|(?<![A-Za-z0-9])npg_[A-Za-z0-9]{12,}/g,
  },
  { id: 'vault-token', keywords: ['hvs.', 'hvb.', 'hvr.'], pattern: /hv[sbr]\.[\w-]{20,}/g },
  { id: 'terraform-token', keywords: ['.atlasv1.'], pattern: /[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{60,70}/g },
  {
    id: 'doppler-token',
    keywords: ['dp.'],
    pattern: /(?<![A-Za-z0-9])dp\.(?:pt|st|ct|sa|scim|audit)\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,44}/g,
  },
  { id: 'pulumi-token', keywords: ['pul-'], pattern: /(?<![A-Za-z0-9])pul-[0-9a-f]{40}/g },
  {
    id: '1password-secret',
    keywords: ['ops_eyJ', 'A3-'],
    pattern: /ops_eyJ[A-Za-z0-9+/=]{100,}|(?<![A-Za-z0-9])A3-[A-Z0-9]{6}(?:-?[A-Z0-9]{5,6}){5}/g,
  },
  { id: 'age-key', keywords: ['AGE-SECRET-KEY-1'], pattern: /AGE-SECRET-KEY-1[A-Z0-9]{58}/g },
];
