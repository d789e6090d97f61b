import './heat-map.css';
import type { FormatValue } from './chart-data.ts';
import { HEAT_LEVELS, heatLevel, hourName, summarizeHeat, weekdayNames } from './heat-level.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
/** Hours that are named above the map: every third has the room. */
const NAMED_EVERY = 3;

export interface HeatMapProps {
  /** What the table is about, for screen readers. */
  readonly caption: string;
  /** By weekday, Monday first; each of 24 hours. */
  readonly rows: readonly (readonly number[])[];
  /** The weekdays that the numbers are of; Monday is 0. */
  readonly days: readonly number[];
  readonly format: FormatValue;
}

/** Weekday by hour, the more the stronger the colour. It is a table: screen readers read its numbers. */
export function HeatMap({ caption, rows, days, format }: HeatMapProps) {
  const highest = Math.max(0, ...rows.flat());
  const names = { short: weekdayNames('short'), long: weekdayNames('long') };
  return (
    <div className="heat">
      <table className="heat-table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Weekday</span>
            </th>
            {HOURS.map(hour => (
              <th key={hour} scope="col">
                {hour % NAMED_EVERY === 0 ? hour : <span className="visually-hidden">{hour}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, day) => (
            <tr key={names.long[day]}>
              <th scope="row" abbr={names.long[day]}>
                {names.short[day]}
              </th>
              {row.map((value, hour) => (
                <td
                  key={HOURS[hour]}
                  className={`heat-${heatLevel(value, highest)}`}
                  title={`${names.long[day]} ${hourName(hour)} – ${hourName((hour + 1) % 24)}: ${format(value)}`}
                >
                  <span className="visually-hidden">{format(value)}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div className="heat-foot">
        <span>{summarizeHeat(rows, days, format)}</span>
        <span className="heat-legend" aria-hidden="true">
          <span>0</span>
          {Array.from({ length: HEAT_LEVELS + 1 }, (_, level) => (
            <i key={HOURS[level]} className={`heat-${level}`} />
          ))}
          <span>{format(highest)}</span>
        </span>
      </div>
    </div>
  );
}
