import './stat.css';
import type { ReactNode } from 'react';
import { Sparkline } from '../charts/sparkline.tsx';
import { formatPercent } from '../data/format-number.ts';
import { Icon } from './icon.tsx';

interface StatChange {
  /** Null where there is nothing to compare with. */
  readonly percent: number | null;
  /** What it compares with: `than in the day before`. */
  readonly comparedWith: string;
}

export interface StatProps {
  readonly label: string;
  readonly value: string;
  readonly change?: StatChange;
  /** Which direction is the good one. @default neither */
  readonly better?: 'up' | 'down';
  readonly sparkline?: readonly (number | null)[];
  /** Which time the line is about, such as `last 24 hours`. */
  readonly sparklineNote?: string;
  /** A line of text, or a control. */
  readonly children?: ReactNode;
}

/** A number that matters, with where it comes from. */
export function Stat(props: StatProps) {
  const { label, value, change, better } = props;
  return (
    <section className="stat" aria-label={label}>
      <h2 className="stat-label">{label}</h2>
      <p className="stat-value numeric" style={{ ['--characters' as string]: value.length }}>
        {value}
      </p>
      <div className="stat-foot">
        {change !== undefined && <Change {...change} better={better} />}
        {props.children}
      </div>
      {props.sparkline !== undefined && <Sparkline values={props.sparkline} />}
      {props.sparklineNote !== undefined && <p className="stat-note">{props.sparklineNote}</p>}
    </section>
  );
}

interface ChangeProps extends StatChange {
  readonly better: 'up' | 'down' | undefined;
}

/** Below this a change is none, in percent. */
const MIN_CHANGE = 0.05;

function Change({ percent, better, comparedWith }: ChangeProps) {
  if (percent === null) return <span className="change">nothing to compare with</span>;
  const direction = Math.abs(percent) < MIN_CHANGE ? 'flat' : percent > 0 ? 'up' : 'down';
  const tone =
    better === undefined || direction === 'flat' ? '' : better === direction ? 'change-good' : 'change-bad';
  const words = { up: 'more', down: 'less', flat: 'no change' }[direction];
  return (
    <span className={`change ${tone}`} title={`${formatPercent(Math.abs(percent))} ${words} ${comparedWith}`}>
      <Icon name={direction} size={14} />
      <span className="numeric">{formatPercent(Math.abs(percent))}</span>
      <span className="visually-hidden">
        {words} {comparedWith}
      </span>
    </span>
  );
}
