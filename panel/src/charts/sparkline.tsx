import './sparkline.css';
import { buildSparkline, SPARKLINE_HEIGHT, SPARKLINE_WIDTH } from './sparkline-path.ts';

export interface SparklineProps {
  readonly values: readonly (number | null)[];
}

/** The course of a number, small. It goes beside the number, which says what matters, and is not read out. */
export function Sparkline({ values }: SparklineProps) {
  const { line, area } = buildSparkline(values);
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${SPARKLINE_WIDTH} ${SPARKLINE_HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {area !== '' && <path className="sparkline-fill" d={area} />}
      <path d={line} />
    </svg>
  );
}
