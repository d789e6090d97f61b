import type { SecretRule } from '../secret-rule.ts';

/** Keys of services for messages, payments, shops and post. */
export const serviceRules: readonly SecretRule[] = [
  {
    id: 'slack-token',
    keywords: ['xox', 'xapp-', 'xwfp-'],
    pattern: /(?:xox[a-z]-|xoxe\.xox[bp]-|xapp-|xwfp-)[A-Za-z0-9-]{10,}/g,
  },
  {
    id: 'slack-webhook',
    keywords: ['hooks.slack.com/'],
    pattern: /(?<kept>hooks\.slack\.com\/(?:services|workflows|triggers)\/)[A-Za-z0-9+/]{20,}/g,
  },
  {
    id: 'discord-webhook',
    keywords: ['/api/webhooks/'],
    pattern: /(?<kept>\/api\/webhooks\/\d{15,21}\/)[\w-]{50,}/g,
  },
  {
    id: 'discord-token',
    keywords: ['MD', 'MT', 'Mj', 'Mz', 'ND', 'NT', 'Nj', 'Nz', 'OD', 'OT'],
    pattern: /(?<![\w-])(?:[MN][DTjz]|O[DT])[A-Za-z\d_-]{22,26}\.[\w-]{6}\.[\w-]{27,45}(?![\w-])/g,
  },
  {
    id: 'teams-webhook',
    keywords: ['webhook.office.com/'],
    pattern: /(?<kept>webhook\.office\.com\/)webhookb2\/[\w@./-]{80,}/g,
  },
  { id: 'telegram-token', keywords: [':AA'], pattern: /(?<!\d)\d{8,10}:AA[\w-]{32,34}(?![\w-])/g },
  {
    id: 'stripe-key',
    keywords: ['_live_', '_test_', 'whsec_'],
    pattern: /(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9+/=]{20,}/g,
  },
  {
    id: 'square-token',
    keywords: ['EAAA', 'sq0'],
    pattern: /(?<![A-Za-z0-9])(?:EAAA[\w-]{60}|sq0[a-z]{3}-[\w-]{22,43})/g,
  },
  {
    id: 'paypal-token',
    keywords: ['access_token$'],
    pattern: /access_token\$(?:production|sandbox)\$[0-9a-z]{16}\$[0-9a-f]{32}/g,
  },
  {
    id: 'shopify-token',
    keywords: ['shpat_', 'shpca_', 'shppa_', 'shpss_'],
    pattern: /shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}/g,
  },
  { id: 'facebook-token', keywords: ['EAA'], pattern: /(?<![A-Za-z0-9])EAA[MC]?[A-Za-z0-9]{80,}/g },
  {
    id: 'twilio-key',
    keywords: ['SK', 'AC'],
    pattern: /(?<![A-Za-z0-9])(?:SK|AC)[0-9a-f]{32}(?![A-Za-z0-9])/g,
  },
  { id: 'sendgrid-key', keywords: ['SG.'], pattern: /SG\.[\w-]{20,24}\.[\w-]{39,50}/g },
  {
    id: 'mailgun-key',
    keywords: ['key-', 'pubkey-'],
    pattern: /(?<![A-Za-z0-9])(?:pub)?key-[0-9a-f]{32}/g,
  },
  { id: 'mailchimp-key', keywords: ['-us'], pattern: /(?<![A-Za-z0-9])[0-9a-f]{32}-us\d{1,2}(?!\d)/g },
  {
    id: 'brevo-key',
    keywords: ['xkeysib-', 'xsmtpsib-'],
    pattern: /x(?:key|smtp)sib-[0-9a-f]{64}-[A-Za-z0-9]{16}/g,
  },
  { id: 'resend-key', keywords: ['re_'], pattern: /(?<![A-Za-z0-9])re_[A-Za-z0-9]{8}_[A-Za-z0-9]{20,}/g },
  {
    id: 'mapbox-token',
    keywords: ['sk.eyJ', 'pk.eyJ', 'tk.eyJ'],
    pattern: /[spt]k\.eyJ[\w-]{20,}\.[\w-]{20,}/g,
  },
  {
    id: 'hubspot-token',
    keywords: ['pat-'],
    pattern:
      /(?<![A-Za-z0-9])pat-(?:na|eu|ap)\d-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g,
  },
  { id: 'typeform-token', keywords: ['tfp_'], pattern: /(?<![A-Za-z0-9])tfp_[\w.=-]{40,}/g },
  { id: 'contentful-token', keywords: ['CFPAT-'], pattern: /CFPAT-[\w-]{40,}/g },
  {
    id: 'flutterwave-key',
    keywords: ['FLWSECK', 'FLWPUBK'],
    pattern: /FLW(?:SECK|PUBK)(?:_TEST)?-[0-9a-zA-Z]{32}-X/g,
  },
  { id: 'razorpay-key', keywords: ['rzp_'], pattern: /rzp_(?:live|test)_[A-Za-z0-9]{14,}/g },
  { id: 'easypost-key', keywords: ['EZAK', 'EZTK'], pattern: /EZ[AT]K[A-Za-z0-9]{54}/g },
  { id: 'duffel-token', keywords: ['duffel_'], pattern: /duffel_(?:test|live)_[\w=-]{40,}/g },
  { id: 'dropbox-token', keywords: ['sl.'], pattern: /(?<![A-Za-z0-9])sl\.[\w-]{100,}/g },
  {
    id: 'plaid-token',
    keywords: ['access-'],
    pattern:
      /access-(?:sandbox|development|production)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g,
  },
  { id: 'okta-token', keywords: ['SSWS '], pattern: /(?<kept>SSWS )00[\w-]{40}/g },
  { id: 'intra42-secret', keywords: ['s-s4t2'], pattern: /s-s4t2(?:ud|af)-[0-9a-f]{64}/g },
  {
    id: 'zapier-webhook',
    keywords: ['hooks.zapier.com/'],
    pattern: /(?<kept>hooks\.zapier\.com\/hooks\/catch\/)[\w/]{10,}/g,
  },
  { id: 'prefect-key', keywords: ['pnu_', 'pnb_'], pattern: /(?<![A-Za-z0-9])pn[ub]_[A-Za-z0-9]{36}/g },
  { id: 'frameio-token', keywords: ['fio-u-'], pattern: /fio-u-[\w=-]{64}/g },
  { id: 'readme-key', keywords: ['rdme_'], pattern: /rdme_[a-z0-9]{70}/g },
  { id: 'shippo-token', keywords: ['shippo_'], pattern: /shippo_(?:live|test)_[0-9a-fA-F]{40}/g },
];
