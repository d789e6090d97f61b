import { checkPanels, isDataPanel, type Rule } from './problem.ts';

/** Units that dashboard-linter knows, as far as a dashboard of ours may use them. */
const UNITS = ['none', 'short', 'percentunit', 's', 'bytes', 'Bps', 'reqps', 'ops', 'cps', 'currencyUSD'];
const DATASOURCE_REFS = ['$datasource', `\${datasource}`];
const COLUMNS = 24;

/** panel-datasource-rule, for every type of panel, and for targets and annotations too. */
export const panelDatasource: Rule = dashboard =>
  checkPanels(dashboard, panel =>
    [panel.datasource, ...panel.targets.map(target => target.datasource)]
      .filter(({ uid }) => !DATASOURCE_REFS.includes(uid))
      .map(({ uid }) => `data source ${uid} is not the variable`),
  );

/** panel-title-description-rule, for every type of panel. */
export const panelDescription: Rule = dashboard =>
  checkPanels(dashboard, ({ title, description }) =>
    title === '' || !/^[A-Z0-9].+\.$/.test(description) ? ['no title, or no description in sentences'] : [],
  );

/** panel-units-rule; the units of overrides too. */
export const panelUnits: Rule = dashboard =>
  checkPanels(dashboard, ({ fieldConfig }) => {
    const overridden = fieldConfig.overrides
      .flatMap(override => override.properties)
      .filter(property => property.id === 'unit');
    return [fieldConfig.defaults.unit, ...overridden.map(property => String(property.value))]
      .filter(unit => !UNITS.includes(unit))
      .map(unit => `unknown unit ${unit}`);
  });

/** panel-no-targets-rule. */
export const panelTargets: Rule = dashboard =>
  checkPanels(dashboard, ({ targets }) => (targets.length === 0 ? ['no query'] : []));

/** Where there is no data, the panel says why. */
export const panelNoValue: Rule = dashboard =>
  checkPanels(dashboard, ({ fieldConfig }) => (fieldConfig.defaults.noValue === '' ? ['no noValue'] : []));

/** Ids of panels, and refIds within one, are unique. */
export const uniqueIds: Rule = dashboard => {
  const ids = dashboard.panels.map(panel => panel.id);
  const duplicates = ids.filter((id, index) => ids.indexOf(id) !== index || id < 1);
  return [
    ...duplicates.map(id => `panel id ${id} is used twice`),
    ...checkPanels(dashboard, ({ targets }) =>
      new Set(targets.map(target => target.refId)).size === targets.length ? [] : ['a refId is used twice'],
    ),
  ];
};

/** Panels stay within the grid and do not cover each other. */
export const layout: Rule = ({ panels }) =>
  panels.flatMap((panel, index) => {
    const { x, y, w, h } = panel.gridPos;
    const outside = x < 0 || y < 0 || w < 1 || h < 1 || x + w > COLUMNS;
    const covered = panels.slice(index + 1).filter(({ gridPos: other }) => {
      const beside = x + w <= other.x || other.x + other.w <= x;
      return !beside && y < other.y + other.h && other.y < y + h;
    });
    return [
      ...(outside ? [`${panel.title}: outside of the grid`] : []),
      ...covered.map(other => `${panel.title}: covers ${other.title}`),
    ];
  });

/** Titles are unique, so that a panel can be named. */
export const uniqueTitles: Rule = ({ panels }) => {
  const titles = panels.filter(isDataPanel).map(panel => `${panel.type} ${panel.title}`);
  return titles.filter((title, index) => titles.indexOf(title) !== index);
};
