import type { Catalogue } from '../../catalogue/index.ts';
import { type Annotation, DATASOURCE } from '../../dashboards/index.ts';
import { scrapeMetrics } from '../external-metrics/index.ts';
import { type Expr, matching, select, times } from '../promql/index.ts';
import { application } from './scope.ts';

const MS_PER_SECOND = 1000;

type Texts = Pick<Annotation, 'name' | 'iconColor' | 'titleFormat' | 'textFormat'>;

function buildAnnotation(expr: Expr, texts: Texts): Annotation {
  return { ...texts, datasource: DATASOURCE, enable: true, hide: false, expr: expr.text };
}

/** Marks every start of a process: a restart explains most gaps and spikes. */
function buildStarts({ process }: Catalogue): Annotation {
  const startedMs = times(select(process.startTime, application), MS_PER_SECOND);
  return {
    ...buildAnnotation(startedMs, {
      name: 'Starts',
      iconColor: 'purple',
      titleFormat: 'Start of {{instance}}',
      textFormat: '{{job}}',
    }),
    useValueForTime: true,
  };
}

/** Marks every deployment and every rollback to a known version, whoever reported it: no job of the board's choice. */
function buildDeployments({ delivery }: Catalogue): Annotation {
  const deployedMs = times(select(delivery.versionTime), MS_PER_SECOND);
  return {
    ...buildAnnotation(deployedMs, {
      name: 'Deployments',
      iconColor: 'blue',
      titleFormat: '{{project}} {{version}} in {{environment}}',
      textFormat: 'Deployed, or gone back to',
    }),
    useValueForTime: true,
  };
}

/** Marks the time that alerts fire, whatever they are about: many belong to no single job. */
function buildFiringAlerts(): Annotation {
  const firing = select(scrapeMetrics.alerts, {
    alertstate: 'firing',
    severity: matching('critical|warning'),
  });
  return buildAnnotation(firing, {
    name: 'Alerts',
    iconColor: 'red',
    titleFormat: '{{alertname}}',
    textFormat: '{{severity}} {{job}} {{instance}}',
  });
}

/** What explains the graphs of every board. */
export function buildAnnotations(catalogue: Catalogue): readonly Annotation[] {
  return [buildStarts(catalogue), buildDeployments(catalogue), buildFiringAlerts()];
}
