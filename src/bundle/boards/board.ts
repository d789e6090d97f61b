import type { AlertName, BoardName, Catalogue } from '../../catalogue/index.ts';
import {
  buildDashboard,
  buildDatasourceVariable,
  type Dashboard,
  type UnplacedPanel,
  type Variable,
  type VariableChoice,
} from '../../dashboards/index.ts';
import type { Records } from '../records/index.ts';
import { buildAnnotations } from './annotations.ts';
import { APPLICATION_TARGETS, buildScopeVariables, type ListTargets } from './scope.ts';
import { boardUid } from './uids.ts';

/** What panels are made of. */
export interface BoardContext {
  readonly catalogue: Catalogue;
  readonly records: Records;
  /** The threshold of an alert, that of the settings where they have one. */
  readonly threshold: (alert: AlertName) => number;
}

/** One dashboard, in a folder of its own; one file per row of panels. */
export interface BoardDef {
  readonly name: BoardName;
  readonly title: string;
  /** One sentence: the question that the board answers. */
  readonly purpose: string;
  /** Whose jobs and instances are offered. @default those that Prometheus scrapes, but for aiwatch's own */
  readonly targets?: ListTargets;
  /** Variables beside data source, job and instance. */
  readonly variables?: (context: BoardContext) => readonly Variable[];
  readonly panels: (context: BoardContext) => readonly UnplacedPanel[];
}

export interface BoardOptions {
  /** Added to the description. */
  readonly note: string;
  /** The data source at first. @default Grafana's own default */
  readonly datasource?: VariableChoice;
}

/** By them Grafana finds the boards. */
export const BOARD_TAGS: readonly string[] = ['aiwatch'];

/** Builds a dashboard with what all of them share: variables, annotations, links. */
export function buildBoard(def: BoardDef, context: BoardContext, options: BoardOptions): Dashboard {
  return buildDashboard({
    uid: boardUid(def.name),
    title: `aiwatch / ${def.title}`,
    description: `${def.purpose} ${options.note}`,
    tags: BOARD_TAGS,
    variables: [
      buildDatasourceVariable(options.datasource),
      ...buildScopeVariables(def.targets ?? APPLICATION_TARGETS),
      ...(def.variables?.(context) ?? []),
    ],
    annotations: buildAnnotations(context.catalogue),
    panels: def.panels(context),
  });
}
