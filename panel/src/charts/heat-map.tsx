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
  readonly format: FormatValue;
}

/** Weekday by hour, the more the stronger the colour. It is a table: screen readers read its numbers. */
export function HeatMap({ caption, rows, format }: HeatMapProps) {
  const highest = Math.max(0, ...rows.flat());
  const days = { short: weekdayNames('short'), long: weekdayNames('long') };
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
            <tr key={days.long[day]}>
              <th scope="row" abbr={days.long[day]}>
                {days.short[day]}
              </th>
              {row.map((value, hour) => (
                <td
                  key={HOURS[hour]}
                  className={`heat-${heatLevel(value, highest)}`}
                  title={`${days.long[day]} ${hourName(hour)} – ${hourName((hour + 1) % 24)}: ${format(value)}`}
                >
                  <span className="visually-hidden">{format(value)}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div className="heat-foot">
        <span>{summarizeHeat(rows, format)}</span>
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
