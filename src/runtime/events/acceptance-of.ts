import type { Config } from '../../config/index.ts';
import { type Acceptance, type ConsentPolicy, createAcceptance } from '../../events/index.ts';

/** The shorter of both settings: what is older is deleted, and not accepted any more. */
export function retentionDaysOf({ store, privacy }: Pick<Config, 'store' | 'privacy'>): number {
  return Math.min(store.retentionDays, privacy.dataRetentionDays ?? store.retentionDays);
}

/** What is accepted, by an application as by the server, so that the one keeps nothing that the other refuses. */
export function acceptanceOf(config: Config, hashKey: string, consent?: ConsentPolicy): Acceptance {
  const { custom, ...rates } = config.events.sampling;
  return createAcceptance({
    privacy: { ...config.privacy, hashKey },
    sampling: { rates, defaultRate: custom },
    retentionDays: retentionDaysOf(config),
    consent,
  });
}
