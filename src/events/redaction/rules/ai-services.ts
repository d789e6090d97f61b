import type { SecretRule } from '../secret-rule.ts';

/** Keys of services that run models, by the prefixes that the vendors document. */
export const aiServiceRules: readonly SecretRule[] = [
  { id: 'anthropic-key', keywords: ['sk-ant-'], pattern: /sk-ant-[\w-]{20,}/g },
  { id: 'openrouter-key', keywords: ['sk-or-'], pattern: /sk-or-[\w-]{20,}/g },
  { id: 'langchain-key', keywords: ['lsv2_', 'ls__'], pattern: /ls(?:v2_(?:pt|sk)_|__)[0-9a-zA-Z_]{16,}/g },
  { id: 'langfuse-key', keywords: ['sk-lf-'], pattern: /sk-lf-[0-9a-f-]{36}/g },
  {
    id: 'openai-key',
    keywords: ['sk-'],
    pattern: /sk-(?:proj|svcacct|admin|None)-[\w-]{20,}|(?<![A-Za-z0-9])sk-[A-Za-z0-9]{20,}/g,
  },
  { id: 'google-api-key', keywords: ['AIza'], pattern: /AIza[\w-]{35}/g },
  { id: 'google-auth-key', keywords: ['AQ.Ab'], pattern: /AQ\.Ab[\w-]{30,}/g },
  { id: 'hugging-face-token', keywords: ['hf_', 'api_org_'], pattern: /(?:hf_|api_org_)[A-Za-z0-9]{30,}/g },
  { id: 'groq-key', keywords: ['gsk_'], pattern: /gsk_[A-Za-z0-9]{40,}/g },
  { id: 'xai-key', keywords: ['xai-'], pattern: /xai-[A-Za-z0-9]{60,}/g },
  { id: 'perplexity-key', keywords: ['pplx-'], pattern: /pplx-[A-Za-z0-9]{40,}/g },
  { id: 'replicate-token', keywords: ['r8_'], pattern: /(?<![A-Za-z0-9])r8_[A-Za-z0-9]{37}/g },
  { id: 'fireworks-key', keywords: ['fw_'], pattern: /(?<![A-Za-z0-9])fw_[A-Za-z0-9]{20,}/g },
  { id: 'nvidia-key', keywords: ['nvapi-'], pattern: /nvapi-[\w-]{40,}/g },
  { id: 'tavily-key', keywords: ['tvly-'], pattern: /tvly-[\w-]{20,}/g },
  { id: 'pinecone-key', keywords: ['pcsk_'], pattern: /pcsk_[A-Za-z0-9_]{40,}/g },
  { id: 'cerebras-key', keywords: ['csk-'], pattern: /(?<![A-Za-z0-9])csk-[a-z0-9]{40,}/g },
  { id: 'elevenlabs-key', keywords: ['sk_'], pattern: /(?<![A-Za-z0-9])sk_[0-9a-f]{48}(?![A-Za-z0-9])/g },
  { id: 'together-key', keywords: ['tgp_v1_'], pattern: /tgp_v1_[\w-]{40,}/g },
  { id: 'e2b-key', keywords: ['e2b_'], pattern: /e2b_[0-9a-f]{40}/g },
  { id: 'firecrawl-key', keywords: ['fc-'], pattern: /(?<![A-Za-z0-9])fc-[0-9a-f]{32}(?![A-Za-z0-9])/g },
  { id: 'wandb-key', keywords: ['wandb_v1_'], pattern: /wandb_v1_[A-Za-z0-9_]{40,}/g },
];
