import type { FastifyPluginAsync } from 'fastify';
import type { AlertmanagerConfig } from '../../alerts/index.ts';
import type { Store } from '../../store/index.ts';
import { storeErrorPlugin } from '../plugins/store-error-plugin.ts';
import type { KeptDays } from '../questions/kept-days.ts';
import { type AuditRouteOptions, createAuditRoutes } from './audit.ts';
import { createDeadLetterRoutes } from './dead-letters.ts';
import { createDeliveryRoutes } from './deliveries.ts';
import { createIncidentRoutes } from './incidents.ts';
import { createPrivacyRoutes, type PrivacyRouteOptions } from './privacy.ts';
import { createQuestionRoutes } from './questions.ts';

export interface StoreRouteOptions {
  readonly store: Store;
  /** How long it keeps what. @default for ever */
  readonly keptDays?: KeptDays | undefined;
  readonly audit: Omit<AuditRouteOptions, 'pool'>;
  readonly privacy: Omit<PrivacyRouteOptions, 'pool' | 'upkeepPool'>;
  /** Asked which alerts there are now. @default the incidents are */
  readonly alertmanager?: AlertmanagerConfig | undefined;
}

/** All routes that read the store, or mend what is in it. */
export function createStoreRoutes({
  store,
  keptDays,
  audit,
  privacy,
  alertmanager,
}: StoreRouteOptions): FastifyPluginAsync {
  const { pool, upkeepPool } = store;
  return async app => {
    await app.register(storeErrorPlugin);
    await app.register(createQuestionRoutes({ store, keptDays }));
    await app.register(createDeadLetterRoutes({ store }));
    await app.register(createDeliveryRoutes({ store }));
    await app.register(createIncidentRoutes({ pool, alertmanager }));
    await app.register(createAuditRoutes({ pool, ...audit }));
    await app.register(createPrivacyRoutes({ pool, upkeepPool, ...privacy }));
  };
}
