import { deliveryMetrics } from '../../../catalogue/delivery.ts';
import { buildLabelVariable, type Variable } from '../../../dashboards/index.ts';
import { matching, select, selectFamilies } from '../../promql/index.ts';
import { chosen, type ListTargets } from '../scope.ts';

const { deploymentTime, testTime } = deliveryMetrics;

/** Who shows what pipelines report: the aiwatch server, a Pushgateway, or both. */
export const DELIVERY_TARGETS: ListTargets = of =>
  selectFamilies([deploymentTime, testTime], of === 'all' ? {} : { job: chosen.job });

/** Matchers of every selector of test runs. */
export const chosenProject = { ...chosen, project: matching('$project') } as const;

/** Matchers of every selector of deployments. */
export const chosenEnvironment = { ...chosenProject, environment: matching('$environment') } as const;

/** The choice of projects, and of the environments that they are deployed to. */
export function buildDeliveryVariables(): readonly Variable[] {
  const projects = selectFamilies([deploymentTime, testTime], chosen);
  const environments = select(deploymentTime, chosenProject);
  return [
    buildLabelVariable('project', 'Project', `label_values(${projects.text}, project)`),
    buildLabelVariable('environment', 'Environment', `label_values(${environments.text}, environment)`),
  ];
}
