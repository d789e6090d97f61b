import { aiMetrics } from './ai.ts';
import { chatMetrics } from './chat.ts';
import type { CatalogueMetric } from './definition.ts';
import { deliveryMetrics } from './delivery.ts';
import { developmentMetrics } from './development.ts';
import { eventFlowMetrics, storeUpkeepMetrics } from './event-flow.ts';
import { fileMetrics } from './file.ts';
import { healthMetrics } from './health.ts';
import { httpMetrics } from './http.ts';
import { integrationMetrics } from './integrations.ts';
import { liveMetrics } from './live.ts';
import { nodejsMetrics } from './nodejs.ts';
import { processMetrics } from './process.ts';
import { queueMetrics } from './queue.ts';
import { selfMetrics, serverMetrics } from './self.ts';
import { buildSessionMetrics } from './session.ts';
import { versionMetrics } from './version.ts';

export type {
  AlertDef,
  AlertName,
  AlertUnit,
  BoardName,
  BurnAlert,
  Severity,
  Team,
} from './alerts/index.ts';
export { ALERTS, alerts, BUDGET_LOW, BURN_ALERTS, SEVERITIES, TEAMS } from './alerts/index.ts';
export type {
  BucketSet,
  CatalogueMetric,
  LabelDef,
  LabelSpec,
  LabelValues,
  MetricDef,
  MetricType,
  Unit,
} from './definition.ts';
export { defineLabel, defineMetric } from './definition.ts';
export { EVENT_LIMITS, EVENT_TYPES, type EventType, type EventTypeDef, eventTypes } from './events/index.ts';
export { MAX_SCRAPE_TIMEOUT_SECONDS, SLOW_SCRAPE_PERCENT } from './scrape-timeout.ts';
export { DEFAULT_SESSION_PREFIX } from './session.ts';
export type { BurnWindow, LatencySloDef, SloDef, SloName } from './slos.ts';
export { BURN_WINDOW_SECONDS, SLO_DAYS, SLOS, slos } from './slos.ts';

/**
 * Every metric of aiwatch, by family.
 * @param sessionPrefix the application's name as it begins the names of the session metrics.
 */
export function buildCatalogue(sessionPrefix?: string) {
  return {
    http: httpMetrics,
    ai: aiMetrics,
    session: buildSessionMetrics(sessionPrefix),
    file: fileMetrics,
    version: versionMetrics,
    chat: chatMetrics,
    development: developmentMetrics,
    queue: queueMetrics,
    delivery: deliveryMetrics,
    integrations: integrationMetrics,
    eventFlow: eventFlowMetrics,
    storeUpkeep: storeUpkeepMetrics,
    health: healthMetrics,
    live: liveMetrics,
    process: processMetrics,
    nodejs: nodejsMetrics,
    self: selfMetrics,
    server: serverMetrics,
  } as const;
}

export type Catalogue = ReturnType<typeof buildCatalogue>;

/** The catalogue, or some of its families, as one list in the order of the families. */
export function listMetrics(catalogue: Partial<Catalogue>): readonly CatalogueMetric[] {
  return Object.values(catalogue).flatMap(family => Object.values(family) as CatalogueMetric[]);
}
