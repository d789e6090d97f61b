/**
 * Numbers with units by the rules of `number-format.ts`, for what is only known in the browser: axes and tooltips.
 * The tests hold both against the same table.
 */
const MOST_DECIMALS = 6;

function automaticDecimals(value) {
  if (value === 0 || value % 1 === 0) return 0;
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  return Math.min(20, Math.max(0, 2 - exponent));
}

function findStep({ steps }, value) {
  const size = Math.abs(value);
  if (size === 0) return steps.find(step => step.divisor === 1) ?? steps[0];
  return steps.findLast(step => size >= step.from) ?? steps[0];
}

function write(format, value, decimals) {
  const step = findStep(format, value);
  const scaled = value / step.divisor;
  const digits = decimals ?? automaticDecimals(Number(scaled.toPrecision(12)));
  return format.prefix + scaled.toFixed(digits) + step.suffix;
}

panels.formatNumber = (format, value) => {
  if (value === null || Number.isNaN(value)) return value === null ? '-' : 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
  return write(format, value, format.decimals);
};

/** Texts of an axis: as few decimals as tell all ticks apart and are true to a hundredth of their distance. */
panels.formatTicks = (format, ticks) => {
  const distance = ticks.length > 1 ? Math.abs(ticks[1] - ticks[0]) : Math.abs(ticks[0] ?? 1);
  const isTrue = (value, decimals) => {
    const { divisor } = findStep(format, value);
    const scaled = value / divisor;
    return Math.abs(Number(scaled.toFixed(decimals)) - scaled) * divisor <= distance / 100;
  };
  return ticks.map(value => {
    const clean = Math.abs(value) < distance / 1e6 ? 0 : value;
    if (format.decimals !== undefined && isTrue(clean, format.decimals)) {
      return write(format, clean, format.decimals);
    }
    let decimals = 0;
    while (decimals < MOST_DECIMALS && !isTrue(clean, decimals)) decimals += 1;
    return write(format, clean, decimals);
  });
};
