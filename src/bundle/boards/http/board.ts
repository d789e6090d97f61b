import { buildCatalogue } from '../../../catalogue/index.ts';
import { buildLabelVariable } from '../../../dashboards/index.ts';
import { AIWATCH_JOB } from '../../prometheus/jobs.ts';
import { not, selectCounter } from '../../promql/index.ts';
import type { BoardDef } from '../board.ts';
import { application, type ListTargets } from '../scope.ts';
import { buildErrorsSection } from './errors.ts';
import { buildLatencySection } from './latency.ts';
import { buildNowSection } from './now.ts';
import { buildRoutesSection } from './routes.ts';
import { buildTrafficSection } from './traffic.ts';

/** Applications that answer HTTP requests. */
const HTTP_TARGETS: ListTargets = of =>
  selectCounter(buildCatalogue().http.requests, {
    job: of === 'all' ? not(AIWATCH_JOB) : application.job,
  });

/** What users get from the application, route by route. */
export const httpBoard: BoardDef = {
  name: 'http',
  title: 'HTTP',
  purpose: 'Whether users get answers, whether in time, and which route is in trouble.',
  targets: HTTP_TARGETS,
  variables: ({ catalogue: { http } }) => [
    buildLabelVariable(
      'route',
      'Route',
      `label_values(${selectCounter(http.requests, application).text}, route)`,
    ),
  ],
  panels: context => [
    ...buildNowSection(context),
    ...buildTrafficSection(context.catalogue),
    ...buildErrorsSection(context),
    ...buildLatencySection(context),
    ...buildRoutesSection(context),
  ],
};
