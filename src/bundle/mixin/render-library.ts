/**
 * The contents of render.libsonnet: how alerts come from their settings. The texts follow `alert-texts.ts`, which a test
 * compares. It does without what jsonnet 0.18 lacks; there, `%g` of 0 fails, and 0.05 as a text has 17 digits.
 */
export const RENDER_LIBRARY = `
local number(value) = if value == 0 then '0' else '%.15g' % value;
local rounded(value) = if value == 0 then '0' else number(std.parseJson('%.6g' % value));

// A text as it stands between the quotes of a matcher.
local inQuotes(text) =
  local quoted = std.escapeStringJson(text);
  std.substr(quoted, 1, std.length(quoted) - 2);

// A threshold as people read it.
local limit(unit, threshold) =
  if unit == 'ratio' then rounded(threshold * 100) + '%'
  else if unit == 'seconds' then number(threshold) + 's'
  else if unit == 'bytes' then rounded(threshold / 1048576) + ' MiB'
  else number(threshold);

{
  // What is filled in in the selectors of rules and dashboards.
  matchers(selector):: {
    only: if selector == '' then '' else '{' + selector + '}',
    also: if selector == '' then '' else ', ' + selector,
  },

  // What is filled in in rules: matchers, and the settings of the objectives.
  fields(config):: $.matchers(config.selector) {
    slos: {
      [name]: {
        objective: number(config.slos[name].objective),
        budget: number(1 - config.slos[name].objective),
        minEventsPerSecond: number(config.slos[name].minEventsPerSecond),
      }
      for name in std.objectFields(config.slos)
    },
  },

  alert(settings, rule, common)::
    local threshold = std.get(settings, 'threshold', 0);
    local texts = rule.build(common { threshold: number(threshold), limit: limit(rule.unit, threshold) });
    {
      alert: rule.alert,
      expr: texts.expr,
      'for': settings['for'],
      [if settings.keepFiringFor != null then 'keep_firing_for']: settings.keepFiringFor,
      labels: { severity: settings.severity } + settings.labels,
      annotations: texts.annotations + settings.annotations,
    },

  // The groups with the alerts that are enabled; none that is empty.
  groups(config, groups)::
    local alerts = config.alerts;
    local known = std.set([rule.alert for group in groups for rule in group.rules]);
    local unknown = std.setDiff(std.objectFields(alerts), known);
    // As locals, because jsonnet works out a field anew each time that it is read.
    local applicationJob = inQuotes(config.applicationJob);
    local grafanaUrl = std.rstripChars(config.grafanaUrl, '/');
    local runbooksUrl = std.rstripChars(config.runbooksUrl, '/');
    local common = $.fields(config) {
      applicationJob: applicationJob,
      grafanaUrl: grafanaUrl,
      runbooksUrl: runbooksUrl,
    };
    local build(rules) = [
      $.alert(alerts[rule.alert], rule, common)
      for rule in rules
      if alerts[rule.alert].enabled
    ];
    local built = [group { rules: build(group.rules) } for group in groups];
    if unknown != [] then error '_config.alerts: there is no alert ' + std.join(', ', unknown)
    else [group for group in built if std.length(group.rules) > 0],
}
`.trimStart();
