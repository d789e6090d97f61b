import type { HealthPart, HealthPartKind } from '../../../../src/api/health.ts';
import type { Tone } from '../../components/badge.tsx';

type Health = HealthPart['status'];

export const HEALTH_TONES: Readonly<Record<Health, Tone>> = {
  healthy: 'good',
  degraded: 'warning',
  unhealthy: 'bad',
  critical: 'bad',
  unknown: 'neutral',
};

export const HEALTH_WORDS: Readonly<Record<Health, string>> = {
  healthy: 'Healthy',
  degraded: 'Degraded',
  unhealthy: 'Unhealthy',
  critical: 'Critical',
  unknown: 'Not checked yet',
};

export const KIND_WORDS: Readonly<Record<HealthPartKind, string>> = {
  bot: 'Bot',
  database: 'Database',
  outside_api: 'Outside API',
  ai_provider: 'AI provider',
  server: 'This server',
};
