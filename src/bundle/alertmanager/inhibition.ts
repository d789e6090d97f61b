import { type AlertName, SLOS, type SloName } from '../../catalogue/index.ts';
import { matchAny, matchLabel, matchNone } from './route.ts';

/** One fault that shows as several alerts: while one of `causes` fires, nobody is told of `effects`. */
export interface Inhibition {
  readonly causes: readonly AlertName[];
  /** Alerts by name, or every alert but those in `causes`. */
  readonly effects: readonly AlertName[] | 'all others';
  /**
   * Labels that have to be equal on both. Alertmanager takes a label that is missing on both for equal, so that causes
   * and named effects have to carry each of them.
   */
  readonly equal: readonly string[];
}

/** Something that does not answer; what else is said about the same instance follows from it. */
const DEAD: readonly AlertName[] = ['TargetDown', 'RedisDown', 'PostgresDown'];

/** Of one budget that burns, the fastest alert is told. */
function listBurnInhibitions(name: SloName): readonly Inhibition[] {
  const equal = ['job', 'slo'];
  return [
    {
      causes: [`${name}Burn1h`],
      effects: [`${name}Burn6h`, `${name}Burn1d`, `${name}Burn3d`, `${name}BudgetLow`],
      equal,
    },
    { causes: [`${name}Burn6h`], effects: [`${name}Burn1d`, `${name}Burn3d`, `${name}BudgetLow`], equal },
  ];
}

/**
 * What is the same fault. There is no general rule of critical over warning: by job and instance, high memory would hide
 * an unusual rate of calls to a model, which is no consequence of it. A severe and a mild alert about one thing, e.g. a
 * full disk and one that is filling up, are a row here.
 */
export const INHIBITIONS: readonly Inhibition[] = [
  { causes: DEAD, effects: 'all others', equal: ['job', 'instance'] },
  { causes: ['ScrapeSlow'], effects: ['AiwatchScrapeSlow'], equal: ['job', 'instance'] },
  {
    causes: ['PrometheusWithoutAlertmanager'],
    effects: ['PrometheusNotificationsDropped'],
    equal: ['job', 'instance'],
  },
  {
    causes: ['HostDiskFull'],
    effects: ['HostDiskFilling', 'HostDiskFillsSoon'],
    equal: ['job', 'instance', 'device', 'mountpoint'],
  },
  {
    causes: ['NodejsEventLoopSaturated'],
    effects: ['NodejsEventLoopBlocked', 'ProcessCpuHigh'],
    equal: ['job', 'instance'],
  },
  { causes: ['NodejsHeapNearLimit'], effects: ['NodejsGcPressure'], equal: ['job', 'instance'] },
  {
    causes: ['AIProviderDown', 'AIAuthenticationFailing'],
    effects: ['AIErrorRateHigh'],
    equal: ['job', 'provider'],
  },
  { causes: ['EventStoreUnreachable'], effects: ['RollupLagHigh'], equal: ['job', 'instance'] },
  { causes: ['SpoolAlmostFull'], effects: ['SpoolFillingUp'], equal: ['job', 'instance'] },
  { causes: ['SpoolNotWritable'], effects: ['EventsRefused'], equal: ['job', 'instance'] },
  {
    causes: ['AuditTrailInconsistent'],
    effects: ['AuditCheckpointsFailing', 'AuditUnsignedLeaves'],
    equal: ['job', 'instance'],
  },
  { causes: ['AuditCheckpointsFailing'], effects: ['AuditUnsignedLeaves'], equal: ['job', 'instance'] },
  ...SLOS.flatMap(({ name }) => listBurnInhibitions(name)),
];

/**
 * The rules as alertmanager.yml has them. Several Prometheus servers may share one Alertmanager, and call their jobs and
 * instances the same (`localhost:9100`): what one of them sees explains nothing about the others.
 * @param externalLabels by which the alerts of each server are told apart
 */
export function buildInhibitRules(externalLabels: readonly string[]) {
  return INHIBITIONS.map(({ causes, effects, equal }) => ({
    source_matchers: [matchNames(causes)],
    target_matchers: [effects === 'all others' ? matchNone('alertname', causes) : matchNames(effects)],
    equal: [...equal, ...externalLabels],
  }));
}

function matchNames(names: readonly AlertName[]): string {
  const [only] = names;
  return names.length === 1 && only !== undefined
    ? matchLabel('alertname', only)
    : matchAny('alertname', names);
}
