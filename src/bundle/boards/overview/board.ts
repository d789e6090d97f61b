import type { Catalogue } from '../../../catalogue/index.ts';
import {
  type Annotation,
  buildDashboard,
  buildDatasourceVariable,
  DATASOURCE,
  type Dashboard,
  type VariableChoice,
} from '../../../dashboards/index.ts';
import { select, times } from '../../promql.ts';
import { application, buildScopeVariables } from '../scope.ts';
import { OVERVIEW_UID } from '../uids.ts';
import { buildAiSection } from './ai.ts';
import { buildContainersSection } from './containers.ts';
import { buildNowSection } from './now.ts';
import { buildRedisSection } from './redis.ts';
import { buildRuntimeSection } from './runtime.ts';
import { buildTrafficSection } from './traffic.ts';
import { buildWorkSection } from './work.ts';

const MS_PER_SECOND = 1000;

/** Marks every start of a process: a restart explains most gaps and spikes. */
function buildStartAnnotation({ process }: Catalogue): Annotation {
  return {
    name: 'Starts',
    datasource: DATASOURCE,
    enable: true,
    hide: false,
    iconColor: 'purple',
    expr: times(select(process.startTime, application), MS_PER_SECOND).text,
    titleFormat: 'Start of {{instance}}',
    textFormat: '{{job}}',
    useValueForTime: true,
  };
}

/** What somebody on call looks at first: is anything wrong, and where. */
export function buildOverview(
  catalogue: Catalogue,
  description: string,
  datasource?: VariableChoice,
): Dashboard {
  return buildDashboard({
    uid: OVERVIEW_UID,
    title: 'aiwatch / Overview',
    description,
    tags: ['aiwatch'],
    variables: [buildDatasourceVariable(datasource), ...buildScopeVariables()],
    annotations: [buildStartAnnotation(catalogue)],
    panels: [
      ...buildNowSection(catalogue),
      ...buildTrafficSection(catalogue),
      ...buildAiSection(catalogue),
      ...buildWorkSection(catalogue),
      ...buildRuntimeSection(catalogue),
      ...buildRedisSection(),
      ...buildContainersSection(),
    ],
  });
}
